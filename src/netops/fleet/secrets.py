"""Values of secrets, from where `secrets:` of netops.yaml says: an environment variable, a file of its own, the
file of all secrets, a command. Read when first needed.

A value is kept in memory for one run and shown nowhere: not in a repr, not in an error; `hide` takes it out of a text of others.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import yaml

from netops import secrets as references
from netops.errors import Diagnostic, MissingSecret, Origin

COMMAND_TIMEOUT_S = 20.0
KEY = "key"
OTHERS = 0o077
"""The permissions of everybody but the owner."""

SHORTEST_HIDDEN = 4
"""Shorter values are not taken out of texts: they would tear words apart."""

Settings = Mapping[str, Mapping[str, object]]


class SecretStore:
    """Safe for threads. `given` (a lab's secrets) replaces every source. `file`: `secrets_file` of netops.yaml."""

    def __init__(
        self,
        settings: Settings,
        root: Path,
        origin: Callable[[str], Origin | None] = lambda name: None,
        given: Mapping[str, str] | None = None,
        file: str = "",
    ) -> None:
        self._file = file
        self._settings = settings
        self._root = root
        self._origin = origin
        self._given = given
        self._values: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._lock = threading.RLock()

    def value(self, name: str) -> str:
        """The value of a secret. MissingSecret when it has no source, or its source gives nothing."""
        with self._lock:
            if name not in self._values:
                self._values[name] = self._lab(name) if self._given is not None else self._read(name)
                self._shown[self._values[name]] = f"{references.OPEN}secret:{name}{references.CLOSE}"
            return self._values[name]

    def add(self, values: Mapping[str, str]) -> None:
        """Take values by name that no source has, for this run: those of a rollback that were captured."""
        with self._lock:
            for name, value in values.items():
                self._values[name] = value
                self._shown[value] = f"{references.OPEN}secret:{name}{references.CLOSE}"

    def fill(self, text: str) -> str:
        """The text with every placeholder replaced by its value. MissingSecret names every secret of the text that cannot be had."""
        self.require(references.secret_names_in_text(text))
        return references.fill_secrets(text, self.value)

    def require(self, names: Sequence[str]) -> None:
        """Read the secrets. One MissingSecret for all that cannot be had."""
        problems: list[Diagnostic] = []
        for name in names:
            try:
                self.value(name)
            except MissingSecret as error:
                problems += error.diagnostics
        if problems:
            raise MissingSecret(problems)

    def hide(self, text: str) -> str:
        """The text with each value that was read replaced by its placeholder, the longest first."""
        with self._lock:
            known = sorted(self._shown.items(), key=lambda item: -len(item[0]))
        for value, placeholder in known:
            if len(value) >= SHORTEST_HIDDEN:
                text = text.replace(value, placeholder)
        return text

    def _lab(self, name: str) -> str:
        if name in (self._given or {}):
            return (self._given or {})[name]
        raise self._missing(
            name, f"the lab has no secret {name!r}", "a secret of the lab", "none", "start the lab anew: netops lab down, netops lab up"
        )

    def _read(self, name: str) -> str:
        if name not in self._settings:
            raise MissingSecret([references.undefined_secret(name, self._settings, self._origin(name))])
        kind, where = next(iter(self._settings[name].items()))
        if kind == KEY:
            where = (self._file, where)
        if kind not in _SOURCES:
            raise self._missing(name, f"secret {name!r} has a source of unknown kind", ", ".join(_SOURCES), kind, "use one of them")
        value, problem, hint = _SOURCES[kind](where, self._root)
        if problem:
            raise self._missing(name, f"secret {name!r} cannot be read", f"a value from {kind}: {_shown_source(where)}", problem, hint)
        return value

    def _missing(self, name: str, message: str, expected: str, found: str, hint: str) -> MissingSecret:
        origin = self._origin(name)
        return MissingSecret(
            [Diagnostic("SEC001", message, origin=origin, path=f"secrets.{name}", expected=expected, found=found, hint=hint)]
        )


def _shown_source(where: object) -> str:
    """Where a secret comes from, for a message; of a command only its name, since an argument may be private."""
    return str(where[0]) if isinstance(where, (list, tuple)) and where else str(where)


_Reading = tuple[str, str, str]
"""Value, problem, hint."""


def _from_env(where: object, root: Path) -> _Reading:
    value = os.environ.get(str(where), "")
    return value, "" if value else "the variable is not set, or empty", f"export {where}=..."


def _from_file(where: object, root: Path) -> _Reading:
    path = root / Path(str(where)).expanduser()
    try:
        value = path.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        return "", _reason(error), f"write the value, and nothing else, into {path}"
    return value, "" if value else "the file is empty", f"write the value into {path}"


def _from_key(where: object, root: Path) -> _Reading:
    """A value of `secrets_file`, which only its owner may read."""
    name, key = where if isinstance(where, tuple) else ("", "")
    if not name:
        return "", "netops.yaml has no secrets_file", "secrets_file: ../NAME.secrets.yaml"
    path = root / Path(name).expanduser()
    try:
        if path.stat().st_mode & OTHERS:
            return "", f"{path} can be read by others", f"chmod 600 {path}"
        values = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        return "", _reason(error), f"write {key}: VALUE into {path}"
    except yaml.YAMLError:
        return "", f"{path} is not YAML", "write it as NAME: VALUE, one below the other"
    value = values.get(key) if isinstance(values, dict) else None
    return str(value or ""), "" if value else f"{path} has no {key}", f"write {key}: VALUE into {path}"


def _from_command(where: object, root: Path) -> _Reading:
    words = [str(word) for word in where] if isinstance(where, (list, tuple)) else [str(where)]
    hint = f"run it by hand in {root}: it has to print the value and to end with 0"
    try:
        done = subprocess.run(
            words, cwd=root, capture_output=True, text=True, timeout=COMMAND_TIMEOUT_S, stdin=subprocess.DEVNULL, check=False
        )
    except subprocess.TimeoutExpired:
        return "", f"it did not end within {COMMAND_TIMEOUT_S:g} s", hint
    except (OSError, UnicodeDecodeError) as error:
        return "", _reason(error), hint
    value = done.stdout.rstrip("\r\n")
    problem = f"it ended with {done.returncode}" if done.returncode else "" if value else "it printed nothing"
    return value, problem, hint


def _reason(error: Exception) -> str:
    return error.strerror or type(error).__name__ if isinstance(error, OSError) else "it is not UTF-8 text"


_SOURCES: Mapping[str, Callable[[object, Path], _Reading]] = {
    "env": _from_env,
    "file": _from_file,
    "cmd": _from_command,
    KEY: _from_key,
}
