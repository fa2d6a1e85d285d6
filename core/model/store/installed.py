"""What the store knows about one encoder on this computer: the record beside its file."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Self

from core.model.encoder_cards import DTYPES, PUBLISHED_ENCODERS, EncoderCard
from core.text import text

RECORD_FORMAT = 1
WEIGHTS, RECORD = ".safetensors", ".json"  # what the two files of an encoder end in
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?<!(?i:\.part))")  # of files; name.part is a download of name
MAX_RECORD_BYTES = 1 << 16
_SIZES = ("width", "depth", "mlp_hidden", "resolution", "patch")  # of a config, all of them above 0
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class InstalledEncoder:
    """An encoder on this computer.

    path: its .safetensors file. sha256: of that file. source_sha256: of the file that it was made from, which is what
    bundles name: it is the same on every computer, whatever the weights are kept in. source: where that came from, an
    address or a path. dtype: "fp32" or "bf16". bytes: of the file.
    config: family, width, depth, heads (None when nobody knows), mlp_hidden, resolution, positions, patch.
    added: when, UTC, ISO 8601.
    """

    name: str
    path: Path
    sha256: str
    source_sha256: str
    source: str
    dtype: str
    bytes: int
    config: Mapping[str, Any]
    added: str

    @property
    def card(self) -> EncoderCard | None:
        """What is published under this name; None for an encoder of one's own."""
        return PUBLISHED_ENCODERS.get(self.name)

    def to_json(self) -> dict[str, Any]:
        """The record that lies beside the file."""
        record = asdict(self) | {"config": dict(self.config)}
        del record["path"]
        return {"format": RECORD_FORMAT, **record}

    @classmethod
    def read(cls, weights: Path) -> Self | None:
        """What the record beside a file says about it; None when there is no record or it makes no sense."""
        try:
            with weights.with_name(f"{weights.stem}{RECORD}").open("rb") as file:
                entries = json.loads(file.read(MAX_RECORD_BYTES))
            if entries.pop("format") != RECORD_FORMAT:
                return None
            found = cls(path=weights, **entries)
            found._check()
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        return found

    def _check(self) -> None:
        plain = [entry for entry in fields(self) if entry.type in (str, int)]
        right = all(type(getattr(self, entry.name)) is entry.type for entry in plain)
        digests = all(isinstance(text, str) and _SHA256.fullmatch(text) for text in (self.sha256, self.source_sha256))
        config = self.config if isinstance(self.config, dict) else {}
        sizes = all(type(size) is int and size > 0 for size in map(config.get, _SIZES))
        if not (right and digests and sizes and self.dtype in DTYPES):
            raise ValueError("the record makes no sense")


def size_text(count: int) -> str:
    """Bytes as people say them: 10.4 GB, 512 MB, 0.3 MB."""
    if count >= 999_500_000:
        return text("{size} GB", size=f"{count / 1e9:.1f}")
    return text("{size} MB", size=f"{count / 1e6:.0f}" if count >= 9_950_000 else f"{count / 1e6:.1f}")
