"""YAML to values with origins.

`read(text, file)`, `read_bytes(data, file)` and `read_file(path, root)` give a `Document`: plain values, and the place of each on
demand. `trace` holds the values that carry their places with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netops.source.document import Document, LazyDocument
from netops.source.files import MAX_BYTES, decode, detect_encoding, read_bytes, read_file
from netops.source.tags import Final, Replace, Unset

if TYPE_CHECKING:
    from netops.source.reader import read

__all__ = [
    "MAX_BYTES",
    "Document",
    "Final",
    "LazyDocument",
    "Replace",
    "Unset",
    "decode",
    "detect_encoding",
    "read",
    "read_bytes",
    "read_file",
]


def __getattr__(name: str) -> Any:
    """`read`, imported with PyYAML only when it is used."""
    if name != "read":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from netops.source.reader import read

    return read
