"""From a file to its text: encodings, sizes, and links that lead out of the project."""

from __future__ import annotations

import codecs
from pathlib import Path

from netops.errors import DataError, Diagnostic, Origin
from netops.source.document import Document
from netops.source.reader import read

MAX_BYTES = 5_000_000
UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
"""Byte-order marks, and how what follows them is encoded."""


def read_file(path: Path, root: Path) -> Document:
    """The document in a file below `root`. DataError when it cannot be read, or is not what netops takes for YAML."""
    name = path.relative_to(root).as_posix()
    if not path.resolve().is_relative_to(root.resolve()):
        raise _refused(
            name,
            "the link leads out of the project",
            f"a file below {root.name}/",
            "put a copy of the file in its place",
            found=str(path.readlink()) if path.is_symlink() else "",
        )
    if path.is_dir():
        raise _refused(name, "a link to a folder", "files and folders", "links to folders are not followed: put the folder in its place")
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _refused(name, "the file is too large", f"at most {MAX_BYTES} bytes", "split it", found=f"{size} bytes")
        return read_bytes(path.read_bytes(), name)
    except OSError as error:
        raise _refused(name, f"the file cannot be read: {error.strerror}", "a readable file", "check its permissions") from error


def read_bytes(data: bytes, name: str) -> Document:
    """The document in the bytes of the file `name`. DataError when they are not what netops takes for YAML."""
    return read(text_of(data, name), name)


def coding(data: bytes) -> tuple[bytes, str]:
    """The byte-order mark at the beginning of a file, and how the rest is encoded: in UTF-8 where there is no mark."""
    return next(((mark, codec) for mark, codec in MARKS if data.startswith(mark)), (b"", "utf-8"))


def text_of(data: bytes, name: str) -> str:
    """The text of the file `name` without its mark: UTF-8, with or without one, or UTF-16 with one. DataError when it is neither."""
    if data.startswith(UTF_32):
        raise _refused(name, "the file is in UTF-32", "UTF-8", "save it as UTF-8")
    mark, codec = coding(data)
    try:
        return data[len(mark) :].decode(codec)
    except UnicodeDecodeError as error:
        before = data[: len(mark) + error.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        found = f"byte 0x{data[len(before)]:02x}"
        raise _refused(name, "the file is not in UTF-8", "UTF-8", "save it as UTF-8", found=found, at=(line, column)) from error


def _refused(name: str, message: str, expected: str, hint: str, *, found: str = "", at: tuple[int, int] = (1, 1)) -> DataError:
    return DataError([Diagnostic("YML001", message, origin=Origin(name, *at), expected=expected, found=found, hint=hint)])
