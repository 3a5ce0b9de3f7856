"""Compiled templates, kept between processes in `.netops/cache/templates/`.

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
from netops.cache import own_code
from netops.files import replace_file

COMPILING = ("render", "dialects", "dialects/*", "source")
"""The packages whose code decides what a template is compiled to: constants are printed when it is compiled."""
SIZE = 16


class CompiledTemplates(BytecodeCache):
    """The compiled templates of one environment; `about` names all that distinguishes it from another one."""

    def __init__(self, folder: Path, *about: str) -> None:
        self._folder = folder
        self._about = _digest("\0".join((_code(), *about)).encode()).hex()

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        return _digest(f"{self._about}\0{name}\0{filename}".encode()).hex()

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            data = (self._folder / bucket.key).read_bytes()
        except OSError:
            return
        if data[:SIZE] == _digest(data[SIZE:]):
            bucket.bytecode_from_string(data[SIZE:])

    def dump_bytecode(self, bucket: Bucket) -> None:
        data = bucket.bytecode_to_string()
        with suppress(OSError):
            replace_file(self._folder / bucket.key, _digest(data) + data)


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()


@cache
def _code() -> str:
    """Versions, and netops' own modules that a compiled template depends on."""
    return "\n".join([netops.__version__, version("jinja2"), sys.version, *own_code(*COMPILING)])
