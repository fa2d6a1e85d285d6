"""Bundles that are quick to score, for runs that meet a disaster."""

from pathlib import Path

import pytest

from support.small_inputs import tiny_bundle


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Looks at the whole picture."""
    return tiny_bundle(tmp_path_factory.mktemp("bundle") / "tiny")


@pytest.fixture(scope="session")
def face_bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Looks at faces."""
    return tiny_bundle(tmp_path_factory.mktemp("bundle") / "face", view="face")
