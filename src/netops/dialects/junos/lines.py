"""A Junos config as a list of `set` lines, one per leaf."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Final

from netops.dialects.junos.order import IN_LINE, modifier_words
from netops.dialects.junos.text import MODIFIERS, PROMPT, command_lines, unquote_word, without_comments, without_needless_quotes
from netops.dialects.masking import SecretMask
from netops.dialects.secrets import Secret
from netops.dialects.spelling import as_numbers, canonical_addresses
from netops.dialects.tree import Node
from netops.errors import ConfigError
from netops.secrets import REDACTED

SET: Final = "set"
ANNOTATE: Final = "annotate"
VERBS: Final = (SET, *MODIFIERS.values(), ANNOTATE)
MOVES: Final = (
    "edit",
    "wildcard",
    "top",
    "up",
    "exit",
    "quit",
    "insert",
    "rename",
    "copy",
    "replace",
    "load",
    "commit",
    "run",
    "configure",
)
"""Commands of the configuration mode that are no lines of a config."""
SESSION: Final = re.compile(r"\[edit[^\]]*\]|\S+@\S+[>#%](?: .*)?")
"""What a terminal shows around the lines: the level of the configuration mode, a prompt with the command that was typed."""

_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|[^\s"]+')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_ODD = re.compile(r"[\[\]]|\s\s|\t| ## ")


def split_words(text: str) -> tuple[str, ...]:
    """The words of a command without quotes that they do not need; a text in quotes is one word."""
    return tuple(map(unquote_word, quoted_words(text)))


def quoted_words(text: str) -> tuple[str, ...]:
    """The words of a command with the quotes that they are written in."""
    return tuple(_WORDS.findall(text))


def set_lines(mask: SecretMask, text: str) -> Iterator[Node]:
    """The lines of a `set` text. ConfigError for a line with another verb."""
    for number, line in command_lines(without_comments(text)):
        if line[0] == "{" and PROMPT.fullmatch(line):
            continue
        if hint := suggest_set_line(line):
            found = mask.views(line)[0][:60].partition("\n")[0]
            raise ConfigError(f"expected 'set', 'deactivate' or 'protect' and a path, found {found!r}", hint=hint, line=number)
        yield from line_nodes(mask, line, number)


def suggest_set_line(line: str) -> str:
    """What to write in place of a line that is none of a list of `set` lines; empty when it is one."""
    verb, _, path = line.partition(" ")
    if verb in VERBS and path:
        return ""
    if verb == "edit":
        return f"write each line with its full path: set {path or 'PATH'} ..."
    if verb == "wildcard":
        return "write a line for each name, or the lines once in a group, with apply-groups"
    if verb in ("delete", "activate", "unprotect"):
        return "leave out what is not wanted"
    if SESSION.fullmatch(line):
        return "leave out prompts and levels: write the lines of the config alone"
    if verb in MOVES:
        return "write each line with its full path, in the order that is wanted"
    if line[-1:] in "{};":
        return "write set lines or braces, not both: set PATH VALUE"
    return "write it with its full path: set PATH VALUE"


UNIT: Final = re.compile(r"(\S*?\d)\.(\d+)")
"""A logical interface as it may be typed: `ae11.0`."""
_UNIT = re.compile(r"^(\w+ (?:(?:groups|logical-systems|tenants) \S+ )*interfaces )(\S*?\d)\.(\d+)(?= |$)")


def with_unit_keyword(line: str) -> str:
    """A line with a logical interface as the device shows it: `interfaces ae11.0` as `interfaces ae11 unit 0`."""
    return _UNIT.sub(r"\1\2 unit \3", line) if "." in line else line


def comparison_key(key: str) -> str:
    """What is compared of a line, in one spelling of its addresses and AS numbers; texts in quotes are free, but for a path of AS."""
    if '"' not in key:
        return as_numbers(canonical_addresses(key))
    return as_numbers(key) if " as-path-" in key else key


def line_nodes(mask: SecretMask, line: str, number: int) -> Iterator[Node]:
    """A line as one node, or one per value of a list in brackets."""
    if line.startswith(f"{ANNOTATE} "):
        yield annotate_line(mask, *parse_annotation(line.partition(" ")[2]), (), number, number)
        return
    line = with_unit_keyword(line)
    if not _ODD.search(line):
        shown, key, secrets = mask.parts(line if '"' not in line else without_needless_quotes(line))
        yield with_secrets(Node(line, shown, comparison_key(key), number, number), secrets)
        return
    words = quoted_words(line.split(" ## ", 1)[0])
    at = words.index("[") if "[" in words and words[-1] == "]" else len(words)
    for end in words[at + 1 : -1] if at < len(words) else ("",):
        own = (*words[:at], end) if end else words
        shown, key, secrets = mask.parts(" ".join(map(unquote_word, own)))
        node = with_secrets(Node(" ".join(own), shown, comparison_key(key), number, number), secrets)
        node.start = " ".join(words) if end and shown == key else ""
        yield node


def with_secrets(line: Node, secrets: tuple[Secret, ...]) -> Node:
    """A line with as many of the secrets as are taken out of it."""
    line.secrets = secrets[: line.shown.count(REDACTED)]
    return line


def join_brackets(lines: Iterable[Node]) -> Iterator[str]:
    """The texts of lines; those that were written as one list in brackets stand in one again when all of them are there."""
    lists: dict[str, list[Node]] = {}
    found = list(lines)
    for line in found:
        if line.start:
            lists.setdefault(line.start, []).append(line)
    for line in found:
        own = lists.get(line.start, [])
        if len(own) < 2 or len(own) != len(split_words(line.start[line.start.index("[") + 1 : -1])):
            yield line.text
        elif line is own[0]:
            yield line.start


def set_lines_of_node(node: Node, path: str = "") -> Node:
    """A tree as a list of `set` lines, with the path above it before each; a list stays as it is."""
    start = f"{SET} {path}".rstrip()
    return node if node.text == SET else to_set_lines(_leaves(node, start, start, start, ()))


def _leaves(node: Node, text: str, key: str, shown: str, secrets: tuple[Secret, ...]) -> Iterator[Node]:
    for child in node.children.values():
        own, verbs = split_modifiers(child.text)
        cut = len(child.text) - len(own)
        if own.startswith(f"{ANNOTATE} "):
            line, path, view = (f"{ANNOTATE}{one[len(SET) :]}{name[len(ANNOTATE) :]}" for one, name in _views(child, text, key, shown))
            yield with_secrets(Node(line, view, path, child.line, child.last), (*secrets, *child.secrets))
            continue
        own_secrets = (*secrets, *child.secrets)
        line = f"{text} {own}"
        path = line if child.key == child.text and key == text else f"{key} {child.key[cut:]}"
        view = path if child.shown == child.key and shown == key else f"{shown} {child.shown[cut:]}"
        if not child.children:
            yield with_secrets(Node(line, view, path, child.line, child.last), own_secrets)
        parts = (line, path, view) if child.children else _marked_leaf(child, cut, text, key, shown)
        for verb in verbs:
            mark, place_of, view_of = (verb + part[len(SET) :] for part in parts)
            marking = Node(mark, view_of, place_of, child.line, child.line)
            yield with_secrets(marking, own_secrets)
        yield from _leaves(child, line, path, view, own_secrets)


def _marked_leaf(child: Node, cut: int, text: str, key: str, shown: str) -> tuple[str, str, str]:
    """The path of a leaf without its value, which a mark leaves out: as text, as it is compared and as it is shown."""
    words = (
        modifier_words(quoted_words(child.text[cut:])),
        modifier_words(split_words(child.key[cut:])),
        modifier_words(split_words(child.shown[cut:])),
    )
    own, compared, seen = map(" ".join, words)
    return f"{text} {own}", f"{key} {compared}", f"{shown} {seen}"


def _views(child: Node, text: str, key: str, shown: str) -> tuple[tuple[str, str], ...]:
    """The three texts of a node, each with the path that it is below."""
    return ((text, child.text), (key, child.key), (shown, child.shown))


def annotate_line(mask: SecretMask, path: str, quoted: str, above: tuple[str, ...], line: int, last: int) -> Node:
    """The line that annotates a statement; its text is always in quotes."""
    text = " ".join((ANNOTATE, without_needless_quotes(path), quoted if quoted[0] == '"' else f'"{quoted}"'))
    shown, key, secrets = mask.parts(text, above)
    name, own = parse_annotation(key.partition(" ")[2])
    return with_secrets(Node(text, shown, f"{ANNOTATE} {comparison_key(name)} {own}", line, last), secrets)


def parse_annotation(path: str) -> tuple[str, str]:
    """The path of an annotated statement, and its annotation with the quotes."""
    words = quoted_words(path)
    return " ".join(words[:-1]), words[-1]


def path_of(key: str) -> str:
    """The path that a line is about."""
    verb, _, path = key.partition(" ")
    return parse_annotation(path)[0] if verb == ANNOTATE else path


def split_modifiers(text: str) -> tuple[str, list[str]]:
    """A statement without its modifiers, and the verbs that they stand for."""
    verbs: list[str] = []
    while (word := text.partition(" ")[0]) in MODIFIERS:
        verbs.append(MODIFIERS[word])
        text = text[len(word) + 1 :]
    return text, verbs


def to_set_lines(lines: Iterable[Node]) -> Node:
    """The list of lines. Those of one ordered statement stand together."""
    top = Node(SET, SET, SET)
    ordered = False
    for line in lines:
        line.group = ordered_group(line.key) if line.key.startswith("set ") else None
        ordered = ordered or line.group is not None
        top.children.setdefault(line.key, line)
    if ordered:
        top.children = {line.key: line for line in arrange_ordered(list(top.children.values()))}
    return top


def ordered_group(key: str, start: int = len(SET)) -> str | None:
    """The group of ordered statements that a line is in: its path up to the word before the name whose place decides."""
    match = IN_LINE.search(key, start)
    if match is not None and '"' in key:
        match = IN_LINE.search(_QUOTED.sub(lambda quoted: "x" * len(quoted[0]), key), start)
    return key[len(SET) + 1 : match.end() - 1] if match else None


def arrange_ordered(lines: list[Node], start: int = len(SET)) -> list[Node]:
    """The lines with those of one ordered statement together, the statements in the order of their first lines."""
    names = [ordered_group(line.key, start) for line in lines]
    groups: dict[str, dict[str, list[Node]]] = {}
    for line, name in zip(lines, names, strict=True):
        if name is not None:
            groups.setdefault(name, {}).setdefault(ordered_member_name(name, line.key), []).append(line)
    out: list[Node] = []
    for line, name in zip(lines, names, strict=True):
        if name is None:
            out.append(line)
        elif own := groups.pop(name, None):
            out += [one for who, found in own.items() for one in _inside(found, len(SET) + len(name) + len(who) + 2)]
    return out


def _inside(lines: list[Node], start: int) -> list[Node]:
    """The lines of one ordered statement, in one order for all that mean the same."""
    if len(lines) < 2:
        return lines
    return sorted(arrange_ordered(lines, start), key=lambda line: f"set {name}" if (name := ordered_group(line.key, start)) else line.key)


def ordered_member_name(name: str, key: str) -> str:
    """The name of the statement of a group that a line is about."""
    rest = key[len(SET) + len(name) + 2 :]
    return unquote_word(_WORDS.findall(rest)[0]) if rest[:1] == '"' else rest.partition(" ")[0]


def has_path_below(keys: list[str], key: str) -> bool:
    """Whether a sorted list has a line that goes on where a line ends."""
    place = bisect_right(keys, key)
    return place < len(keys) and keys[place].startswith(key + " ")


def covers_path(paths: list[str], path: str) -> bool:
    """Whether a sorted list has a path, or one that goes on where it ends."""
    place = bisect_left(paths, path)
    return place < len(paths) and (paths[place] == path or paths[place].startswith(path + " "))


def drop_equivalent_lines(one: Node, other: Node) -> None:
    """Takes out of both lists the lines that only one of them has, when other lines of both imply them."""
    only = [
        [key for key in here.children if key not in there.children and key.startswith("set ")]
        for here, there in ((one, other), (other, one))
    ]
    if not any(only):
        return
    keys = sorted(one.children), sorted(other.children)
    for side, found in zip((one, other), only, strict=True):
        for key in found:
            if has_path_below(keys[0], key) and has_path_below(keys[1], key):
                del side.children[key]


def canonical_lines(node: Node) -> list[Node]:
    """The lines in one order for all lists that mean the same, without those that others imply."""
    keys = sorted(node.children)
    lines = [child for key, child in node.children.items() if not (key.startswith("set ") and has_path_below(keys, key))]
    place = {name: index for index, name in enumerate(dict.fromkeys(child.group for child in lines if child.group is not None))}
    ranks = {name: f"set {name}" for name in place}
    members = {child.key: index for index, child in enumerate(child for child in lines if child.group is not None)}
    return sorted(lines, key=lambda child: (child.key if child.group is None else ranks[child.group], members.get(child.key, -1)))
