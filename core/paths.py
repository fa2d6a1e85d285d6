"""Where files lie: what the program ships, and the folders of the person who runs it."""

from pathlib import Path

from platformdirs import PlatformDirs

_HERE = Path(__file__).resolve().parent
_DIRS = PlatformDirs("FER Desktop", appauthor=False)


def _assets_dir() -> Path:
    # The checkout wins: an editable install holds copies of the assets, which go stale when a file changes.
    checkout = _HERE.parent
    if (checkout / "pyproject.toml").is_file() and (checkout / "assets").is_dir():
        return checkout / "assets"
    return _HERE / "_assets"  # so in a wheel, and so in the frozen program (packaging/fer-desktop.spec)


def asset(name: str) -> Path:
    """The file or folder `name` ("starter", "icons/app.svg") among those that come with the program.

    Raises FileNotFoundError when the installation lacks it: a broken install, not something that a person did.
    """
    path = _assets_dir() / name
    if not path.exists():
        raise FileNotFoundError(f"{path} is missing: this installation of FER Desktop is incomplete")
    return path


def user_data_dir() -> Path:
    """The person's folder for bundles and sessions. Not created by asking."""
    return _DIRS.user_data_path


def user_log_dir() -> Path:
    """The person's folder for log files. Not created by asking."""
    return _DIRS.user_log_path


def user_cache_dir() -> Path:
    """The person's folder for what can be fetched again (encoders). Not created by asking."""
    return _DIRS.user_cache_path
