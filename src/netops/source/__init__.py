"""YAML to values with origins.

`read(text, file)`, `read_bytes(data, file)` and `read_file(path, root)` give a `Document`: plain values, and the place of each on
demand. `trace` holds the values that carry their places with them.
"""

from netops.source.document import Document, LazyDocument
from netops.source.files import MAX_BYTES, decode, detect_encoding, read_bytes, read_file
from netops.source.reader import read
from netops.source.tags import Final, Replace, Unset

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
