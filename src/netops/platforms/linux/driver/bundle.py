"""Bundles of a host: which files belong together, who checks them, how they go live, how one sees that they do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from netops.errors import ConfigError

SHOWN_LINES = 8


@dataclass(frozen=True, slots=True)
class FileChecker:
    """A checker of a file: a command in which `{path}` stands for the file, or the name of a check inside netops (`builtin`).

    `bad_words`: any of them in the output means failure whatever the exit code says (testparm ends with 0 on unknown parameters).
    """

    argv: tuple[str, ...] = ()
    path: str = ""
    bad_words: tuple[str, ...] = ()
    builtin: str = ""

    def command(self, path: str) -> list[str]:
        return [word.replace("{path}", path) for word in self.argv]

    @property
    def names_file(self) -> bool:
        return any("{path}" in word for word in self.argv)


@dataclass(frozen=True, slots=True)
class ServiceCheck:
    """A look at the running service: exit code 0, every `expect` in the output, none of `bad_words`."""

    argv: tuple[str, ...]
    expect: tuple[str, ...] = ()
    bad_words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bundle:
    """One service. `prepare`: commands that run before anything is staged and may run again and again."""

    name: str
    paths: tuple[str, ...]
    prepare: tuple[tuple[str, ...], ...] = ()
    checks: tuple[FileChecker, ...] = ()
    reload: tuple[tuple[str, ...], ...] = ()
    verify: tuple[ServiceCheck, ...] = ()

    def owns(self, path: str) -> bool:
        return any(path == own or fnmatchcase(path, own) for own in self.paths)


def bundles_of_actions(actions: Iterable[Mapping[str, Any]]) -> tuple[Bundle, ...]:
    """The bundles of a target from the actions of a plan. ConfigError when an action is not what is agreed."""
    return tuple(map(_bundle, actions))


def touched_bundles(known: Iterable[Bundle], paths: Iterable[str]) -> tuple[Bundle, ...]:
    """The bundles that own any of the paths, in their order."""
    changed = tuple(paths)
    return tuple(bundle for bundle in known if any(map(bundle.owns, changed)))


def failure_reason(output: str, code: int, expect: Sequence[str] = (), bad_words: Sequence[str] = (), errors: str = "") -> str:
    """Why the output of a command means failure, empty when it does not. `errors`: the part of it that says why, where there is one.

    A checker may print the whole config beside its complaint (chronyd -p).
    """
    lowered = output.lower()
    found = [word for word in bad_words if word.lower() in lowered]
    missing = [word for word in expect if word not in output]
    if found or code:
        return _telling(output if found else errors or output, found) or f"exit code {code}, no output"
    return f"expected {', '.join(map(repr, missing))} in the output, found: {_telling(output, ()) or 'nothing'}" if missing else ""


def _telling(output: str, words: Sequence[str]) -> str:
    """The lines that say most: those with a bad word, else the first ones."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if any(word.lower() in line.lower() for word in words)]
    return "\n".join((telling or lines)[:SHOWN_LINES])


def _bundle(action: Mapping[str, Any]) -> Bundle:
    try:
        return Bundle(
            name=action["name"],
            paths=tuple(action["paths"]),
            prepare=tuple(map(_argv, action.get("prepare", ()))),
            checks=tuple(_check(check) for check in action.get("checks", ())),
            reload=tuple(map(_argv, action.get("reload", ()))),
            verify=_merged(
                ServiceCheck(_argv(v["argv"]), _words(v.get("expect")), _words(v.get("bad_words"))) for v in action.get("verify", ())
            ),
        )
    except (KeyError, TypeError) as error:
        known = "name, paths, prepare, checks, reload, verify"
        raise ConfigError(f"action {action.get('name', '?')!r}: expected {known}; {error!r}") from error


def _check(check: Mapping[str, Any]) -> FileChecker:
    return FileChecker(_argv(check.get("argv", ())), check.get("path", ""), _words(check.get("bad_words")), check.get("builtin", ""))


def _merged(looks: Iterable[ServiceCheck]) -> tuple[ServiceCheck, ...]:
    """The looks, but one for equal commands: it must show what each of them expects."""
    found: dict[tuple[str, ...], ServiceCheck] = {}
    for look in looks:
        same = found.get(look.argv, ServiceCheck(look.argv))
        found[look.argv] = ServiceCheck(look.argv, (*same.expect, *look.expect), (*same.bad_words, *look.bad_words))
    return tuple(found.values())


def _argv(words: Sequence[str]) -> tuple[str, ...]:
    """A command as its words. TypeError for a string: nothing here goes through a shell."""
    if isinstance(words, str):
        raise TypeError(f"expected a list of words, found the string {words!r}")
    return tuple(map(str, words))


def _words(words: str | Sequence[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())
