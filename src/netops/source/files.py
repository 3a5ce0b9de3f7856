"""From a file to its text: encodings, sizes, what is no plain file, and links that lead out of the project."""

from __future__ import annotations

import codecs
import os
import re
import stat
from pathlib import Path

from netops.errors import DataError, Diagnostic, Origin
from netops.source.document import Document

MAX_BYTES = 2_000_000
UTF_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
"""Byte-order marks, and how what follows them is encoded."""
WIDEST = 4
"""Bytes of a character in UTF-32."""
LINE_END = re.compile(r"\r\n|\r|\n")


def read_file(path: Path, root: Path, *, foreign: bool = False) -> Document:
    """The document in a file below `root`. DataError when it cannot be read or is no YAML for netops. `foreign`: see `read_document`."""
    name = path.relative_to(root).as_posix()
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise _refused(
            name,
            "the link leads out of the project",
            f"a file below {root.name}/",
            "put a copy of the file in its place",
            found=str(path.readlink()) if path.is_symlink() else "",
        )
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise _no_file(path, name, stat.S_ISDIR(about.st_mode))
        if about.st_size > MAX_BYTES:
            raise _refused(name, "the file is too large", f"at most {MAX_BYTES} bytes", "split it", found=f"{about.st_size} bytes")
        return read_bytes(path.read_bytes(), name, foreign=foreign)
    except OSError as error:
        hint = "check its permissions, and where it leads if it is a link"
        raise _refused(name, f"the file cannot be read: {error.strerror}", "a readable file", hint) from error


def _no_file(path: Path, name: str, is_folder: bool) -> DataError:
    """The words for what stands in the place of a file."""
    if not is_folder:
        return _refused(name, "not a plain file", "a file", "put a file in its place", found="a pipe, a socket or a device")
    if path.is_symlink():
        return _refused(name, "a link to a folder", "files and folders", "links to folders are not followed: put the folder in its place")
    if path.suffix:
        return _refused(name, "a folder with the name of a file", "a file", "rename the folder", found="a folder")
    return _refused(name, "the folder cannot be read", "a readable folder", "check its permissions")


def read_bytes(data: bytes, name: str, *, foreign: bool = False) -> Document:
    """The document in the bytes of the file `name`. DataError when they are not what netops takes for YAML."""
    from netops.source.reader import read_document  # with PyYAML; not imported when the values of all files are in the cache

    return read_document(decode_text(data, name), name, foreign=foreign)


def detect_encoding(data: bytes) -> tuple[bytes, str]:
    """The byte-order mark at the beginning of a file, and how the rest is encoded: in UTF-8 where there is no mark."""
    return next(((mark, codec) for mark, codec in MARKS if data.startswith(mark)), (b"", "utf-8"))


def decode_text(data: bytes, name: str) -> str:
    """The text of the file `name` without its mark: UTF-8, with or without one, or UTF-16 with one. DataError when it is neither."""
    if data.startswith(UTF_32):
        raise _refused(name, "the file is in UTF-32", "UTF-8", "save it as UTF-8")
    mark, codec = detect_encoding(data)
    if not mark and 0 < data[:WIDEST].count(0) < len(data[:WIDEST]):
        raise _refused(name, "the file is in UTF-16 or UTF-32 and has no mark that says so", "UTF-8", "save it as UTF-8")
    try:
        return data[len(mark) :].decode(codec)
    except UnicodeDecodeError as error:
        at = len(mark) + error.start
        lines = LINE_END.split(data[len(mark) : at].decode(codec))
        found, message = f"byte 0x{data[at]:02x}", f"the file is not in {codec.upper().removesuffix('-LE').removesuffix('-BE')}"
        raise _refused(name, message, "UTF-8", "save it as UTF-8", found=found, at=(len(lines), len(lines[-1]) + 1)) from error


def _refused(name: str, message: str, expected: str, hint: str, *, found: str = "", at: tuple[int, int] = (1, 1)) -> DataError:
    return DataError([Diagnostic("YML001", message, origin=Origin(name, *at), expected=expected, found=found, hint=hint)])
