"""Results cached in `.netops/cache/`, by name and by the digest of all that they were made from.

A cache is never trusted: what is damaged, or was made from something else, counts as absent and is made anew.

Two processes may use it at once: a file is written beside its place and moved there whole.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from netops.files import replace_file
from netops.secrets import SecretRef

SIZE = 16
REFERENCE = "\x00secret"


def digest(*parts: bytes | str) -> str:
    """BLAKE2b of the parts and of where each ends, 128 bits, in hex."""
    made = blake2b(digest_size=SIZE)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()


def encode_value(value: Any) -> bytes:
    """A value as it is kept: JSON, with a map in place of a reference to a secret."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_reference).encode()


class Cache:
    """Values of JSON, with references to secrets, by name and key. Without a folder nothing is kept."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def get(self, name: str, key: str) -> Any:
        """The value kept under a name when it was made for this key, else None."""
        if self.folder is None:
            return None
        try:
            head, body = (self.folder / name).read_bytes().split(b"\n", 1)
            if head != _head(name, key, body):
                return None
            return json.loads(body, object_hook=_secret)
        except (OSError, ValueError):
            return None

    def put(self, name: str, key: str, value: Any) -> None:
        """Keep a value; one that cannot be kept (a full disk, a folder that may not be written) is not."""
        if self.folder is None:
            return
        body = encode_value(value)
        with suppress(OSError):
            replace_file(self.folder / name, _head(name, key, body) + b"\n" + body)


def user_folder(*names: str) -> Path | None:
    """The folder of these names for results that hold for all companies of a user: below `$XDG_CACHE_HOME`, or `~/.cache`.

    None when it cannot be made, or when somebody else could write into it: what it holds is run.
    """
    if not hasattr(os, "geteuid"):  # nothing says there who else can write
        return None
    try:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
        found = Path(base).absolute() / "netops"
        found.mkdir(mode=0o700, parents=True, exist_ok=True)
        stat = found.stat()
    except (OSError, RuntimeError):
        return None
    return found.joinpath(*names) if stat.st_uid == os.geteuid() and not stat.st_mode & 0o022 else None


def digest_of_own_code(*folders: str) -> Iterator[str]:
    """netops' own modules in some of its folders: names, sizes and times, since an engine that is worked on keeps its version."""
    root = Path(__file__).parent
    for folder in folders:
        for path in sorted(root.glob(f"{folder}/*.py" if folder else "*.py")):
            stat = path.stat()
            yield f"{path.relative_to(root)} {stat.st_size} {stat.st_mtime_ns}"


def _head(name: str, key: str, body: bytes) -> bytes:
    """The name is in it too, so that a file that was copied over another one counts as damaged."""
    return digest(name, key, body).encode()


def _reference(value: Any) -> Any:
    if isinstance(value, SecretRef):
        return {REFERENCE: value.name}
    raise TypeError(f"{type(value).__name__} is no value of JSON")


def _secret(found: dict[str, Any]) -> Any:
    return SecretRef(found[REFERENCE]) if REFERENCE in found else found


ParallelMap = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""How a function is applied to many arguments: `map`, or over several processes. Results come in order."""
