"""YAML to values with origins.

`read(text, file)` and `read_file(path, root)` give a `Document`: plain values, and the place of each on demand. `trace` holds
the values that carry their places with them.
"""

from netops.source.document import Document
from netops.source.files import read_file
from netops.source.reader import read
from netops.source.tags import Final, Replace, Unset

__all__ = ["Document", "Final", "Replace", "Unset", "read", "read_file"]
