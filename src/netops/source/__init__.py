"""YAML to values with origins.

`read_document(text, file)`, `read_bytes(data, file)` and `read_file(path, root)` give a `Document`: plain values, and the place of each on
demand. `trace` holds the values that carry their places with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from netops.source.document import Document, LazyDocument
from netops.source.files import MAX_BYTES, decode_text, detect_encoding, read_bytes, read_file
from netops.source.tags import FinalTag, ReplaceTag, UnsetTag

if TYPE_CHECKING:
    from netops.source.reader import read_document

__all__ = [
    "MAX_BYTES",
    "Document",
    "FinalTag",
    "LazyDocument",
    "ReplaceTag",
    "UnsetTag",
    "decode_text",
    "detect_encoding",
    "read_bytes",
    "read_document",
    "read_file",
]


def __getattr__(name: str) -> Any:
    """`read_document`, imported with PyYAML only when it is used."""
    if name != "read_document":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from netops.source.reader import read_document

    return read_document
