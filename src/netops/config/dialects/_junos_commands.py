"""Commands between two lists of Junos `set` lines, and what they do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from netops.config.dialects._junos_lines import ORDERED, SET, Line, flat, flat_of, group, settle, split, written
from netops.config.dialects._junos_text import plain
from netops.config.diff import longest_rising
from netops.config.lens import Lens
from netops.config.rules import Platform
from netops.config.tree import Node, order, same
from netops.errors import ConfigError

UNDO: Final = {"activate": "deactivate", "unprotect": "protect"}
_DONE: Final = {verb: undo for undo, verb in UNDO.items()}
Path = tuple[str, ...]


def remediate(platform: Platform, lens: Lens, running: Node, intended: Node) -> list[str]:
    """Commands from one config to another: delete what is too much, set what is missing, then move what is in the wrong place."""
    state, wanted = flat_of(running), flat_of(intended)
    settle(state, wanted)
    commands: list[str] = []
    for step in (_deletions, _settings, _moves):
        lines = list(step(state, wanted))
        state = apply(platform, lens, state, lines)
        settle(state, wanted)
        commands += lines
    if not same(state, wanted):
        missing = next((kid.shown for key, kid in wanted.kids.items() if key not in state.kids), "its statements in the wanted order")
        raise ConfigError(f"{platform.name}: no commands are known that give {missing!r}", hint="replace the whole config instead")
    return commands


def _path(key: str) -> Path:
    return split(key)[1:]


def _deletions(state: Node, wanted: Node) -> Iterator[str]:
    """One `delete` for the highest statement of which nothing is wanted; `activate` where a mark is too much.

    A statement without content that gets content goes first: some devices show it beside its content as long as it stands there.
    """
    known = {path[:length] for path in map(_path, wanted.kids) for length in range(1, len(path) + 1)}
    deleted: set[Path] = set()
    for key in [key for key in state.kids if key not in wanted.kids]:
        path, verb = _path(key), key.split(" ", 1)[0]
        length = next((n for n in range(1, len(path) + 1) if path[:n] not in known), None)
        words = written(state.kids[key].text)[1:]
        if verb != SET and path in known:
            yield " ".join((_DONE[verb], *words))
        elif path[:length] not in deleted:
            deleted.add(path[:length])
            yield " ".join(("delete", *words[:length]))
    yield from _displaced(state, wanted)


def _displaced(state: Node, wanted: Node) -> Iterator[str]:
    """Values whose order decides cannot be moved: they go, to be set again."""
    aims = order(wanted)
    for name, keys in order(state).items():
        if name.rsplit(" ", 1)[-1] in ORDERED:
            continue
        aim = aims.get(name, [])
        staying = [key for key in keys if key in set(aim)]
        right = next((i for i, (have, want) in enumerate(zip(staying, aim, strict=False)) if have != want), min(len(staying), len(aim)))
        yield from ("delete " + state.kids[key].text.split(" ", 1)[1] for key in staying[right:])


def _settings(state: Node, wanted: Node) -> Iterator[str]:
    return (kid.text for key, kid in wanted.kids.items() if key not in state.kids)


def _moves(state: Node, wanted: Node) -> Iterator[str]:
    """`insert` for each ordered statement that is not in its place."""
    places = order(state)
    for name, keys in order(wanted).items():
        aim = _names(name, keys)
        now = {member: place for place, member in enumerate(_names(name, places.get(name, [])))}
        if list(now) == aim or set(now) != set(aim) or name.rsplit(" ", 1)[-1] not in ORDERED:
            continue
        staying = longest_rising([now[member] for member in aim])
        below = next(index for index in range(len(aim)) if index in staying)
        word = name.rsplit(" ", 1)[-1]
        yield from (f"insert {name} {aim[i]} before {word} {aim[i + 1]}" for i in range(below - 1, -1, -1))
        yield from (f"insert {name} {aim[i]} after {word} {aim[i - 1]}" for i in range(below + 1, len(aim)) if i not in staying)


def _names(group_name: str, keys: Iterable[str]) -> list[str]:
    """The names of the statements of a group, in order."""
    at = len(split(group_name))
    return list(dict.fromkeys(_path(key)[at] for key in keys))


# ------------------------------------------------------------------------------------------------ applying


def apply(platform: Platform, lens: Lens, start: Node, commands: Iterable[str]) -> Node:
    """The config after commands, as a list of lines. ConfigError for one that is not known."""
    state = _State([_line(kid) for kid in flat_of(start).kids.values()])
    for number, raw in enumerate(commands, start=1):
        words = written(raw.strip())
        if words and not words[0].startswith("#"):
            shown, masked = lens.views(" ".join(map(plain, words)))
            state.run(Line(words[0], words[1:], split(masked)[1:], shown), number, raw)
    return flat(state.settled())


def _line(node: Node) -> Line:
    verb, *words = written(node.text)
    return Line(verb, tuple(words), _path(node.key), node.shown, node.line, node.last)


class _State:
    """The lines of a device while commands run. Deletions are gathered, so that many of them look at each line once."""

    def __init__(self, lines: list[Line]) -> None:
        self._lines = lines
        self._doomed: set[Path] = set()
        self._present = {(line.verb, line.key) for line in lines}

    def settled(self) -> list[Line]:
        if self._doomed:
            lengths = sorted({len(path) for path in self._doomed})
            self._keep([line for line in self._lines if not any(line.key[:length] in self._doomed for length in lengths)])
            self._doomed = set()
        return self._lines

    def _keep(self, lines: list[Line]) -> None:
        self._lines = lines
        self._present = {(line.verb, line.key) for line in lines}

    def run(self, line: Line, number: int, raw: str) -> None:
        verb, key = line.verb, line.key
        if verb == "delete" and key:
            self._doomed.add(key)
        elif verb in (SET, *_DONE) and key:
            self.settled()
            if (verb, key) not in self._present:
                self._present.add((verb, key))
                self._lines.append(line)
        elif verb in UNDO and key:
            self._keep([other for other in self.settled() if (other.verb, other.key) != (UNDO[verb], key)])
        elif verb == "insert" and len(key) > 3 and key[-3] in ("before", "after"):
            self._keep(_inserted(self.settled(), key[:-3], key[-3], (*key[:-4], key[-1])))
        else:
            raise ConfigError(
                f"command {number}: expected set, delete, deactivate, activate or insert and a path, found {raw.strip()[:60]!r}"
            )


def _inserted(state: list[Line], moving: Path, where: str, anchor: Path) -> list[Line]:
    """The lines with those of a statement moved before or after those of another."""
    mine = [line for line in state if line.key[: len(moving)] == moving]
    rest = [line for line in state if line.key[: len(moving)] != moving]
    spots = [i for i, line in enumerate(rest) if line.key[: len(anchor)] == anchor]
    if not mine or not spots or group(moving) is None:
        raise ConfigError(f"cannot insert {' '.join(moving)!r} {where} {' '.join(anchor)!r}: one of them is not there")
    at = spots[0] if where == "before" else spots[-1] + 1
    return [*rest[:at], *mine, *rest[at:]]
