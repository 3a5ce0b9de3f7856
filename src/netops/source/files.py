"""From a file to its text: encodings, sizes, and links that lead out of the project."""

from __future__ import annotations

import codecs
from pathlib import Path

from netops.errors import DataError, Diagnostic, Origin
from netops.source.document import Document
from netops.source.reader import read

MAX_BYTES = 5_000_000
UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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
    return read(_text(data, name), name)


def _text(data: bytes, name: str) -> str:
    """The text of UTF-8, with or without a mark, or of UTF-16 with its mark."""
    if data.startswith(UTF_32):
        raise _refused(name, "the file is in UTF-32", "UTF-8", "save it as UTF-8")
    encoding = "utf-16" if data.startswith(UTF_16) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1
        found = f"byte 0x{data[error.start]:02x}"
        raise _refused(name, "the file is not in UTF-8", "UTF-8", "save it as UTF-8", found=found, at=(line, column)) from error


def _refused(name: str, message: str, expected: str, hint: str, *, found: str = "", at: tuple[int, int] = (1, 1)) -> DataError:
    return DataError([Diagnostic("YML001", message, origin=Origin(name, *at), expected=expected, found=found, hint=hint)])
