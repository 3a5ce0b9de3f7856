"""Compiled templates, cached between processes: a company's own in its `.netops/cache/templates/`, those of the package for all companies
of the user.

A template is compiled anew when its text, netops, Jinja or Python changes. What is damaged counts as absent.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

import netops
from netops.cache import digest_of_own_code, user_folder
from netops.files import replace_file
from netops.project import PACKAGE, bundled_folder

COMPILING = ("render", "dialects", "dialects/*", "source")
"""The packages whose code decides what a template is compiled to: constants are printed when it is compiled."""
SIZE = 16


class CompiledTemplates(BytecodeCache):
    """The compiled templates of one environment. `about` differs for others; `own` is what only the company's templates depend on.

    `shared`: the folder for templates of the package, which are the same for all companies; None where they are to be beside the others.
    """

    def __init__(self, folder: Path, shared: Path | None, *about: str, own: str) -> None:
        self._folder = folder
        self._shared = shared
        self._about = about
        self._own = own

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        is_shared = self._shared is not None and str(filename).startswith(PACKAGE)
        own = () if is_shared else (self._own, _code())
        return ("shared/" if is_shared else "") + _digest("\0".join((*self._about, *own, name, str(filename))).encode()).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            data = self._file(bucket).read_bytes()
        except OSError:
            return
        if data[:SIZE] == _checksum(data[SIZE:]):
            bucket.bytecode_from_string(data[SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        data = bucket.bytecode_to_string()
        with suppress(OSError):
            replace_file(self._file(bucket), _checksum(data) + data)

    def _file(self, bucket: Bucket) -> Path:
        *is_shared, name = bucket.key.split("/")
        return (self._shared if self._shared and is_shared else self._folder) / name


@cache
def shared_folder() -> Path | None:
    """The folder for the compiled templates of this installation of netops: another version in its place writes over the same files."""
    return user_folder("templates", _digest(f"{bundled_folder()}\0{sys.version}".encode()).hex())


def _checksum(data: bytes) -> bytes:
    """Of compiled code and of what compiled it."""
    return _digest(_code().encode() + data)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()


@cache
def _code() -> str:
    """Versions, and netops' own modules that a compiled template depends on."""
    return "\n".join([netops.__version__, version("jinja2"), sys.version, *digest_of_own_code(*COMPILING)])
