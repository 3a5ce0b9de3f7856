"""The files that a simulated Linux host is loaded with, from the text of its config: blocks `### file PATH owner:group mode`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADER = re.compile(r"### (?P<kind>file|dir) (?P<path>/.*) (?P<owner>[^\s:]+:[^\s:]+) (?P<mode>[0-7]{3,4})")
_ESCAPED = re.compile(r"^\\(?=\\*###)", re.MULTILINE)
"""A content line that would be read as the first line of a block has one more backslash."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a folder of a host."""

    path: str
    is_folder: bool
    owner: str
    mode: int
    content: str = ""


def parse_files(text: str) -> Iterator[Entry]:
    """The files and folders of a text, in its order. ValueError for a line that is in no block."""
    first, *blocks = re.split(r"^(?=###)", text, flags=re.MULTILINE)
    if first.strip():
        raise ValueError(f"content outside of a file: {first.splitlines()[0]!r}")
    for block in blocks:
        header, _, content = block.partition("\n")
        found = _HEADER.fullmatch(header.rstrip())
        if found is None:
            raise ValueError(f"no file and no folder: {header!r}")
        yield Entry(found["path"], found["kind"] == "dir", found["owner"], int(found["mode"], 8), _ESCAPED.sub("", content))
