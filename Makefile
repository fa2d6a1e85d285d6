# make run      install into .venv when needed, then start the program:   make run ARGS="--demo"
# make test     install into .venv when needed, then every check and every test
# make check    ruff, mypy and import-linter: what the pre-commit hook runs
# make bench    measure speed and memory, print the table of docs/benchmarks.md
# make soak     run the window for an hour on a loopback camera: no growth, no lag, no lost reading
# make frozen   build the program that needs no Python into dist/ and prove that it works (packaging/README.md)
# make translations  collect all texts of the window, compile the translations
# make pictures  take the pictures in docs/images anew and write docs/pictures.md; needs Xvfb
# make starter  train the starter bundle again, into build/starter:   make starter ARGS="--data FOLDER"
# make clean    remove .venv and every cache
#
# PYTHON=...    the Python (3.11 or newer) that .venv is made with
# PIP_ARGS=...  more arguments for pip, for example another index to take torch from (see README.md)

# The first of these that is new enough; plain python3 when none is, so that the check below can say so.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && exit; \
	done; echo python3)
PIP_ARGS ?=
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -c constraints.txt $(PIP_ARGS)
CHECK_SYSTEM = command -v "$(PYTHON)" >/dev/null || { echo "$(PYTHON) is missing. Install it, on Debian with:" \
	"apt-get install python3 python3-venv" >&2; exit 1; }; $(PYTHON) packaging/check_system.py
# Stamps: what they depend on decides whether pip runs again, so that a second `make run` starts at once.
RUN_STAMP := .venv/installed
TEST_STAMP := .venv/installed-test
FROZEN_STAMP := .venv/installed-frozen

.PHONY: run test check bench soak frozen translations pictures starter clean tests-possible
.DEFAULT_GOAL := run

run: $(RUN_STAMP)
	$(BIN)/fer-desktop $(ARGS)

# Many tests wait for time to pass: three at once keep two cores busy.
test: tests-possible check
	$(BIN)/python -m pytest -n 3 --dist loadfile $(ARGS)

check: $(TEST_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(TEST_STAMP)
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(TEST_STAMP)
	$(BIN)/python -m benchmarks.soak $(ARGS)

frozen: $(FROZEN_STAMP)
	$(BIN)/python packaging/icons.py build/icons
	$(BIN)/python -m PyInstaller --noconfirm --log-level WARN --workpath build/frozen --distpath dist \
		packaging/fer-desktop.spec
	PYTHONPATH=. $(BIN)/python packaging/smoke_test.py dist/fer-desktop/fer-desktop

translations: $(RUN_STAMP)
	$(BIN)/python packaging/translations.py

pictures: $(TEST_STAMP)
	PYTHONPATH=. $(BIN)/python -m docs.take_pictures $(ARGS)

starter: $(TEST_STAMP)
	$(BIN)/fer-train starter train $(ARGS)

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache build dist
	find core training fer_desktop tests benchmarks packaging -name __pycache__ -type d -prune -exec rm -rf {} +

tests-possible:
	@$(CHECK_SYSTEM) --tests

$(RUN_STAMP): pyproject.toml constraints.txt
	@$(CHECK_SYSTEM)
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(PIP) --editable .
	touch $@

$(TEST_STAMP): $(RUN_STAMP)
	$(PIP) --editable '.[test]'
	touch $@

$(FROZEN_STAMP): $(RUN_STAMP)
	$(PIP) --editable '.[frozen]'
	touch $@
