"""Commands between two lists of Junos `set` lines, and what they do."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from netops.dialects.grammar import Grammar
from netops.dialects.junos.lines import (
    ANNOTATE,
    SET,
    VERBS,
    covers_path,
    drop_equivalent_lines,
    join_brackets,
    line_nodes,
    ordered_member_name,
    parse_annotation,
    path_of,
    quoted_words,
    set_lines_of_node,
    split_words,
    to_set_lines,
)
from netops.dialects.junos.order import is_statement
from netops.dialects.junos.raw import by_enclosing_statement
from netops.dialects.masking import SecretMask
from netops.dialects.sequences import longest_increasing_subsequence
from netops.dialects.tree import Node, is_same_tree, ordered_groups
from netops.errors import ConfigError

UNDO: Final = {"activate": "deactivate", "unprotect": "protect"}
_DONE: Final = {verb: undo for undo, verb in UNDO.items()}


def remediate(grammar: Grammar, mask: SecretMask, running: Node, intended: Node) -> list[str]:
    """Commands from one config to another: delete what is too much, set what is missing, then move what is in the wrong place.

    What is protected and changes, or is below or above such a thing, loses its mark first and gets it back last.
    """
    state, wanted = set_lines_of_node(running), set_lines_of_node(intended)
    drop_equivalent_lines(state, wanted)
    marks = {key: child.text for key, child in state.children.items() if key.startswith("protect ")}
    state.children = {key: child for key, child in state.children.items() if key not in marks}
    commands: list[str] = []
    for step in (_deletions, _settings, _moves):
        lines = list(step(state, wanted))
        if lines:
            state = apply(grammar, mask, state, lines)
            drop_equivalent_lines(state, wanted)
            commands += lines
    if not is_same_tree(state, wanted):
        missing = next(
            (child.shown for key, child in wanted.children.items() if key not in state.children), "its statements in the wanted order"
        )
        raise ConfigError(f"{grammar.name}: no commands are known that give {missing!r}", hint="replace the whole config instead")
    return _with_marks(mask, commands, marks)


def _with_marks(mask: SecretMask, commands: list[str], marks: Mapping[str, str]) -> list[str]:
    """The commands for a device that has these marks: Junos refuses a change of what is protected, of what is in it, and the deletion of
    what holds it (CLI User Guide, Protecting the Junos OS Configuration from Modification or Deletion)."""
    new = [command for command in commands if command.startswith("protect ")]
    rest = [command for command in commands if command not in new]
    keys = {command: mask.views(" ".join(split_words(command)))[1] for command in commands}
    paths = [keys[command].partition(" ") for command in rest]
    kept = frozenset(keys[command] for command in new)
    stay = {mark for mark in marks if mark in kept and not any(_is_refused(verb, path, mark) for verb, _, path in paths)}
    opened = [f"un{text}" for mark, text in marks.items() if mark not in stay]
    return [*opened, *rest, *(command for command in new if keys[command] not in stay)]


def _is_refused(verb: str, path: str, mark: str) -> bool:
    """Whether a command is refused because of a mark."""
    guarded = mark.removeprefix("protect ")
    return f"{path} ".startswith(f"{guarded} ") or (verb == "delete" and guarded.startswith(f"{path} "))


def _deletions(state: Node, wanted: Node) -> Iterator[str]:
    """One `delete` for the highest statement of which nothing is wanted; `activate` where a mark is too much.

    A statement without content that gets content goes first: as long as it stands there, it may be shown beside its content.
    """
    known = sorted({path_of(key) for key in wanted.children})
    annotated = {path_of(key) for key in wanted.children if key.startswith(f"{ANNOTATE} ")}
    deleted: set[str] = set()
    for key, child in state.children.items():
        if key in wanted.children:
            continue
        verb, path = key.partition(" ")[0], path_of(key)
        if verb == ANNOTATE and covers_path(known, path):
            yield from _annotate(path_of(child.text), '""') if path not in annotated else ()
            continue
        words = split_words(path)
        names = (" ".join(words[:length]) for length in range(1, len(words)))
        highest = next((name for name in names if not covers_path(known, name)), path)
        if verb != SET and covers_path(known, path):
            yield f"{_DONE[verb]} {child.text.partition(' ')[2]}"
        elif highest not in deleted:
            deleted.add(highest)
            length = len(split_words(highest))
            yield " ".join(("delete", *quoted_words(child.text)[1 : length + 1]))
    yield from _displaced(state, wanted)


def _displaced(state: Node, wanted: Node) -> Iterator[str]:
    """Values whose order decides cannot be moved: they go, to be set again."""
    aims = ordered_groups(wanted)
    for name, keys in ordered_groups(state).items():
        if is_statement(name):
            continue
        aim = aims.get(name, [])
        staying = [key for key in keys if key in set(aim)]
        right = next((i for i, (have, want) in enumerate(zip(staying, aim, strict=False)) if have != want), min(len(staying), len(aim)))
        yield from ("delete " + state.children[key].text.split(" ", 1)[1] for key in staying[right:])


def _settings(state: Node, wanted: Node) -> Iterator[str]:
    missing = [child for key, child in wanted.children.items() if key not in state.children]
    yield from join_brackets(child for child in missing if not child.key.startswith(("protect ", f"{ANNOTATE} ")))
    for child in missing:
        if child.key.startswith(f"{ANNOTATE} "):
            yield from _annotate(*parse_annotation(child.text.partition(" ")[2]))
    yield from (child.text for child in missing if child.key.startswith("protect "))


def _annotate(path: str, quoted: str) -> Iterator[str]:
    """The commands that annotate a statement, at the level above it, where alone Junos takes it; an empty text takes it back."""
    *above, name = (" ".join(words) for words in by_enclosing_statement(list(quoted_words(path))))
    yield from (f"edit {' '.join(above)}",) if above else ()
    yield f"{ANNOTATE} {name} {quoted}"
    yield from ("top",) if above else ()


def _moves(state: Node, wanted: Node) -> Iterator[str]:
    """`insert` for each ordered statement that is not in its place."""
    places = ordered_groups(state)
    for name, keys in ordered_groups(wanted).items():
        word = name.rsplit(" ", 1)[-1]
        if not is_statement(name) or places.get(name) == keys:
            continue
        aim = _names(name, keys)
        now = {member: place for place, member in enumerate(_names(name, places.get(name, [])))}
        if list(now) == aim or set(now) != set(aim):
            continue
        staying = longest_increasing_subsequence([now[member] for member in aim])
        below = next(index for index in range(len(aim)) if index in staying)
        yield from (f"insert {name} {aim[i]} before {word} {aim[i + 1]}" for i in range(below - 1, -1, -1))
        yield from (f"insert {name} {aim[i]} after {word} {aim[i - 1]}" for i in range(below + 1, len(aim)) if i not in staying)


def _names(name: str, keys: Iterable[str]) -> list[str]:
    """The names of the statements of a group, in order."""
    return list(dict.fromkeys(ordered_member_name(name, key) for key in keys))


# ------------------------------------------------------------------------------------------------ applying


def apply(grammar: Grammar, mask: SecretMask, start: Node, commands: Iterable[str]) -> Node:
    """The config after commands, as a list of lines. ConfigError for one that is not known."""
    state, level = _State(set_lines_of_node(start).children), ""
    for number, raw in enumerate(commands, start=1):
        verb, _, path = raw.strip().partition(" ")
        if verb in ("edit", "top"):
            level = f"{level if verb == 'edit' else ''} {path}".strip()
        elif verb and not verb.startswith("#"):
            line = " ".join(filter(None, (verb, level, path)))
            for node in line_nodes(mask, line, 0):
                state.run(node, number)
    return to_set_lines(state.settled().values())


class _State:
    """The lines of a device while commands run. Deletions are gathered, so that many of them look at each line once."""

    def __init__(self, lines: dict[str, Node]) -> None:
        self._lines = dict(lines)
        self._marks = {key for key in lines if key.startswith("protect ")}
        self._doomed: set[str] = set()

    def settled(self) -> dict[str, Node]:
        if self._doomed:
            doomed = _highest(self._doomed)
            self._lines = {key: line for key, line in self._lines.items() if not _below(doomed, key.partition(" ")[2])}
            self._doomed = set()
        return self._lines

    def run(self, line: Node, number: int) -> None:
        verb, _, path = line.key.partition(" ")
        self._check(verb, path, number)
        if verb == "delete" and path:
            self._doomed.add(path)
        elif verb == ANNOTATE and path:
            self._annotate(line, path)
        elif verb in VERBS and path:
            self.settled().setdefault(line.key, line)
        elif verb in UNDO and path:
            self.settled().pop(f"{UNDO[verb]} {path}", None)
        elif verb == "insert" and (moved := _inserted(self.settled(), split_words(path))):
            self._lines = moved
        else:
            raise ConfigError(
                f"command {number}: expected set, delete, deactivate, activate or insert and a path, found {line.shown[:60]!r}"
            )

    def _annotate(self, line: Node, path: str) -> None:
        """A statement has one annotation; an empty one is none."""
        name, quoted = parse_annotation(path)
        self._lines = {
            key: one for key, one in self.settled().items() if not (key.startswith(f"{ANNOTATE} {name} ") and path_of(key) == name)
        }
        if quoted != '""':
            self._lines[line.key] = line

    def _check(self, verb: str, path: str, number: int) -> None:
        """Follow the marks of what is protected. ConfigError for a command that is refused because of one."""
        if verb == "protect":
            self._marks.add(f"{verb} {path}")
        elif verb == "unprotect":
            self._marks.discard(f"protect {path}")
        elif mark := next((mark for mark in self._marks if _is_refused(verb, path, mark)), ""):
            raise ConfigError(f"command {number}: {mark.removeprefix('protect ')} is protected", hint=f"un{mark}, and protect it again")


def _highest(paths: set[str]) -> list[str]:
    """Sorted paths, without those below others."""
    found: list[str] = []
    for path in sorted(paths):
        if not (found and path.startswith(found[-1] + " ")):
            found.append(path)
    return found


def _below(paths: list[str], path: str) -> bool:
    """Whether a path is one of a sorted list, or below one."""
    place = bisect_right(paths, path)
    return place > 0 and (path == paths[place - 1] or path.startswith(paths[place - 1] + " "))


def _inserted(lines: dict[str, Node], words: tuple[str, ...]) -> dict[str, Node] | None:
    """The lines with those of a statement moved before or after those of another; None when the words are not of that form."""
    if len(words) < 4 or words[-3] not in ("before", "after"):
        return None
    moving, anchor = " ".join(words[:-3]), " ".join((*words[:-4], words[-1]))
    mine = [line for key, line in lines.items() if _below([moving], key.partition(" ")[2])]
    rest = [line for key, line in lines.items() if not _below([moving], key.partition(" ")[2])]
    spots = [place for place, line in enumerate(rest) if _below([anchor], line.key.partition(" ")[2])]
    if not mine or not spots or not is_statement(" ".join(words[:-4])):
        raise ConfigError(f"cannot insert {moving!r} {words[-3]} {anchor!r}: one of them is not there")
    at = spots[0] if words[-3] == "before" else spots[-1] + 1
    return {line.key: line for line in (*rest[:at], *mine, *rest[at:])}
