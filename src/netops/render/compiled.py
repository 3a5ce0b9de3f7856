"""Compiled templates, kept between processes in `.netops/cache/templates/`.

A template is compiled anew when its text, netops, Jinja or Python changes. What is damaged counts as absent.
"""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache

import netops

COMPILING = ("render", "dialects", "source")
"""The packages whose code decides what a template is compiled to: constants are printed when it is compiled."""
SIZE = 16


class CompiledTemplates(BytecodeCache):
    """The compiled templates of one environment; `about` names all that tells it from another one."""

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
            self._write(bucket.key, _digest(data) + data)

    def _write(self, name: str, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        handle, path = tempfile.mkstemp(prefix=f".{name}-", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(path).replace(self._folder / name)
        except OSError:
            Path(path).unlink()
            raise


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=SIZE).digest()


@cache
def _code() -> str:
    """Versions, and names, sizes and times of netops' own files: an engine that is worked on keeps its version."""
    root = Path(netops.__file__).parent
    files = (path for folder in COMPILING for path in sorted((root / folder).rglob("*.py")))
    stats = ((path, path.stat()) for path in files)
    about = [f"{path.relative_to(root)} {stat.st_size} {stat.st_mtime_ns}" for path, stat in stats]
    return "\n".join([netops.__version__, version("jinja2"), sys.version, *about])
