"""Finds the texts for people in the code: those of the interface, and the sentences of core, which knows no Qt.

Sentences of core are what `text(...)` gets, and what reaches a "slot" as a literal: what happened and the hint of a
FerError, the message of an event. A slot may be filled by way of a name, a function of the same file, or a parameter.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

Slot = tuple[int | None, str]  # position (None: keyword only) and name of an argument
Marked = tuple[str, str, bool]  # context, text, whether it has plural forms

# The command line is in English.
_HEADLESS = ("core/offline/", "fer_desktop/analyze.py", "fer_desktop/analysis.py", "fer_desktop/export.py")

MESSAGES: dict[str, frozenset[Slot]] = {
    "Event": frozenset({(1, "message")}),
    "ExportFormat": frozenset({(2, "title")}),
    "SourceState": frozenset({(1, "message")}),
}
_ERROR: frozenset[Slot] = frozenset({(0, "what"), (None, "hint")})


@dataclass
class CoreTexts:
    """sentences: what is to be translated. glued: "file:line" of messages whose values cannot be told apart again."""

    sentences: set[str] = field(default_factory=set)
    glued: list[str] = field(default_factory=list)


def core_texts(root: Path) -> CoreTexts:
    """The sentences of core, and those that fer_desktop says in the same way."""
    trees = {place: tree for place, tree in _trees(root, "core", "fer_desktop") if not place.startswith(_HEADLESS)}
    slots = dict(MESSAGES) | dict.fromkeys(_errors(trees), _ERROR)
    files = [_File(place, tree) for place, tree in trees.items()]
    found, before = CoreTexts(), -1
    while before != sum(map(len, slots.values())):  # a parameter that ends in a slot makes one of its function
        before = sum(map(len, slots.values()))
        found = CoreTexts()
        for file in files:
            file.collect(slots, found)
    return found


def _errors(trees: dict[str, ast.Module]) -> set[str]:
    """FerError and everything that descends from it."""
    classes = [node for tree in trees.values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    known, before = {"FerError"}, 0
    while len(known) > before:
        before = len(known)
        known |= {node.name for node in classes if known & set(map(_name, node.bases))}
    return known


def interface_texts(root: Path) -> tuple[set[Marked], list[str]]:
    """Everything that the interface translates; "file:line" of calls that no tool can collect.

    Collected are literals: self.tr("...") in a class, QCoreApplication.translate("context", "...") and
    QT_TRANSLATE_NOOP("context", "...") anywhere. The name of the class is the context of what it translates.
    """
    found: set[Marked] = set()
    lost: list[str] = []
    for place, tree in _trees(root, "fer_desktop"):
        for inside, call in _calls(tree, ""):
            name = _name(call.func)
            if name not in ("tr", "translate", "QT_TRANSLATE_NOOP") or _elsewhere(call, place, tree):
                continue
            texts = [_literal(argument) or "" for argument in call.args]
            if name == "tr":  # of another object it would have another context
                own = isinstance(call.func, ast.Attribute) and _name(call.func.value) == "self"
                texts.insert(0, inside if own else "")
            if len(texts) < 2 or not (texts[0] and texts[1]):
                lost.append(f"{place}:{call.lineno}")
            else:
                found.add((texts[0], texts[1], len(texts) > 3 or any(k.arg == "n" for k in call.keywords)))
    return found, lost


def _elsewhere(call: ast.Call, place: str, tree: ast.Module) -> bool:
    """Whether it translates what is marked elsewhere (in constants of its module, or in core), or moves a painter."""
    if _name(call.func) != "translate":
        return False
    if isinstance(call.func, ast.Attribute) and _name(call.func.value) != "QCoreApplication":
        return True
    names = {_name(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    marked = "QT_TRANSLATE_NOOP" in names or place == "fer_desktop/language.py"
    return marked and not isinstance(call.args[1], ast.Constant)


class _File:
    """One file: what its names, functions and parameters stand for."""

    def __init__(self, place: str, tree: ast.Module) -> None:
        self.place, self.tree = place, tree
        self.values: dict[str, list[ast.expr]] = {}
        self.functions: dict[str, ast.FunctionDef] = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                self.functions[node.name] = node
            elif isinstance(node, ast.Assign):
                for target in node.targets:
                    self._assign(target, node.value)
            elif isinstance(node, ast.AnnAssign) and node.value:
                self._assign(node.target, node.value)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, its in zip(target.elts, value.elts, strict=False):
                self._assign(one, its)
        elif name := _name(target):
            self.values.setdefault(name, []).append(value)

    def collect(self, slots: dict[str, frozenset[Slot]], found: CoreTexts) -> None:
        for function, call in _calls(self.tree, "", functions=True):
            name = _name(call.func)
            if name == "text" and isinstance(call.func, ast.Name) and call.args:
                self._take(call.args[0], function, slots, found, set())
            for position, keyword in slots.get(name, ()):
                given = [k.value for k in call.keywords if k.arg == keyword]
                if position is not None and position < len(call.args):
                    given.append(call.args[position])
                for argument in given:
                    self._take(argument, function, slots, found, set())

    def _take(
        self, node: ast.expr, function: str, slots: dict[str, frozenset[Slot]], found: CoreTexts, seen: set[str]
    ) -> None:
        """Follows an expression that ends in a slot back to its literals."""
        if (literal := _literal(node)) is not None:
            found.sentences |= {literal} - {""}
            return
        parts: list[ast.expr] = []
        name = _name(node.func if isinstance(node, ast.Call) else node)
        if isinstance(node, ast.IfExp):
            parts = [node.body, node.orelse]
        elif isinstance(node, ast.BoolOp):
            parts = node.values
        elif isinstance(node, ast.JoinedStr | ast.BinOp) or (isinstance(node, ast.Call) and name == "format"):
            found.glued.append(f"{self.place}:{node.lineno}")
        elif isinstance(node, ast.Call) and name in self.functions and name not in seen:
            returns = (one for one in ast.walk(self.functions[name]) if isinstance(one, ast.Return))
            parts = [one.value for one in returns if one.value]
            function = name
        elif isinstance(node, ast.Name) and name not in seen:
            parts = self.values.get(name, [])
            self._add_slot(function, name, slots)
        for part in parts:
            self._take(part, function, slots, found, seen | {name})

    def _add_slot(self, function: str, name: str, slots: dict[str, frozenset[Slot]]) -> None:
        if function in self.functions:
            arguments = self.functions[function].args
            names = [one.arg for one in arguments.args if one.arg != "self"]
            if name in names or name in [one.arg for one in arguments.kwonlyargs]:
                position = names.index(name) if name in names else None
                slots[function] = slots.get(function, frozenset()) | {(position, name)}


def _trees(root: Path, *folders: str) -> Iterator[tuple[str, ast.Module]]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _calls(tree: ast.AST, inside: str, *, functions: bool = False) -> Iterator[tuple[str, ast.Call]]:
    """Every call, with the name of the innermost class (or function) that it stands in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call):
            yield inside, node
        named = ast.FunctionDef if functions else ast.ClassDef
        yield from _calls(node, node.name if isinstance(node, named) else inside, functions=functions)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
