"""The text of a `files` target: sorted blocks `### file PATH owner:group mode` + content, or `### dir PATH owner:group mode`.

A content line that looks like a header gets one more leading backslash. A text ends every line: whether the last line of a file ends
with a newline is not shown, and not a difference.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from netops.errors import ConfigError

HEADER = re.compile(r"### (?P<kind>file|dir) (?P<path>/.*) (?P<owner>[^\s:]+:[^\s:]+) (?P<mode>[0-7]{3,4})")
_LOOKS_LIKE_HEADER = re.compile(r"^(\\*###)", re.MULTILINE)
_ESCAPED = re.compile(r"^\\(\\*###)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file or a directory. `owner` is `user:group`, `mode` four octal digits, `content` empty for a directory."""

    path: str
    kind: Literal["file", "dir"]
    owner: str
    mode: str
    content: str = ""

    @property
    def folder(self) -> str:
        return posixpath.dirname(self.path)


Tree = Mapping[str, FileEntry]
"""Entries by path, sorted."""


def entries_by_path(entries: Iterable[FileEntry]) -> Tree:
    return {entry.path: entry for entry in sorted(entries, key=lambda e: e.path)}


def entries_as_text(entries: Tree) -> str:
    """The text of a target: the same bytes for the same tree."""
    return "".join(map(_block, entries.values()))


def parse_entries(config: str) -> Tree:
    """The entries of a text. ConfigError for a bad or repeated block, with the line."""
    entries: dict[str, FileEntry] = {}
    content: list[str] = []
    current: FileEntry | None = None
    for number, line in enumerate(_lines(config), start=1):
        if line.startswith("###"):
            _close(entries, current, content)
            current, content = _header(line, number, entries, current), []
        elif current is None or current.kind == "dir":
            _outside(line, number)
        else:
            content.append(line)
    _close(entries, current, content)
    return entries_by_path(entries.values())


def check_path(path: str) -> str:
    """The path. ConfigError when it is not absolute and plain: nothing of a path is ever interpreted."""
    if not path.startswith("/") or posixpath.normpath(path) != path or not path.isprintable():
        raise ConfigError(f"path {path!r}: expected an absolute path without '.', '..', '//' and control characters")
    return path


def _block(entry: FileEntry) -> str:
    body = _LOOKS_LIKE_HEADER.sub(r"\\\1", entry.content)
    return f"### {entry.kind} {entry.path} {entry.owner} {entry.mode}\n{body}{'' if not body or body.endswith(chr(10)) else chr(10)}"


def _lines(config: str) -> list[str]:
    """Lines without their newline; only a newline ends a line, so a stray carriage return stays visible."""
    return config.removesuffix("\n").split("\n") if config else []


def _header(line: str, number: int, entries: Mapping[str, FileEntry], current: FileEntry | None) -> FileEntry:
    match = HEADER.fullmatch(line)
    if match is None:
        raise ConfigError(f"line {number}: expected '### file PATH owner:group mode' or '### dir ...', found {line!r}")
    path = check_path(match["path"])
    if path in entries or (current is not None and current.path == path):
        raise ConfigError(f"line {number}: a second block for {path}")
    kind: Literal["file", "dir"] = "file" if match["kind"] == "file" else "dir"
    return FileEntry(path, kind, match["owner"], match["mode"].zfill(4))


def _outside(line: str, number: int) -> None:
    if line.strip():
        raise ConfigError(f"line {number}: content outside of a file", hint="each file starts with '### file PATH owner:group mode'")


def _close(entries: dict[str, FileEntry], current: FileEntry | None, content: list[str]) -> None:
    if current is not None:
        body = _ESCAPED.sub(r"\1", "".join(f"{line}\n" for line in content))
        entries[current.path] = replace(current, content=body)
