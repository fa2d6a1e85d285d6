"""What to call sources and bundles that are not open yet; afterwards they say so themselves."""

from pathlib import Path

from core.capture.address import display_name


def source_name(spec: str | int) -> str:
    """The name of a source as `open_source` takes it. It holds no secret of an address."""
    if isinstance(spec, int) or spec.isdecimal():
        return f"Camera {spec}"
    if spec == "demo:":
        return "Demo"
    return display_name(spec) if "://" in spec else Path(spec).name


def bundle_name(name_or_path: str) -> str:
    """The name of a bundle as `load_bundle` takes it."""
    return "Starter" if name_or_path == "starter" else Path(name_or_path).name
