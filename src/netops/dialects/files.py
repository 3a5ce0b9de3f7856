"""The files of a host: sorted blocks `### file PATH owner:group mode` + content lines, or `### dir PATH owner:group mode`.

The serial of a zone is not compared: a zone that differs in nothing else is the same.
A content line that starts with backslashes and `###` carries one more backslash. The commands are blocks too: a whole block makes or
replaces a file, `### absent PATH` removes one. So a list of commands can be read, and loses nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from netops.dialects import align
from netops.dialects.grammar import Grammar, RawProblem
from netops.dialects.masking import SecretMask
from netops.dialects.rules import parse_rulebook
from netops.dialects.secrets import key_blocks, without_key
from netops.dialects.sections import LineRange, PartFinder, TopLine, whole_config_range
from netops.dialects.tree import Node, Tree, empty_tree, is_same_tree
from netops.dialects.written import WrittenLine
from netops.errors import ConfigError

_HEADER = re.compile(r"### (?P<kind>file|dir) (?P<path>/.*) (?P<owner>[^\s:]+:[^\s:]+) (?P<mode>[0-7]{3,4})")
_ABSENT = re.compile(r"### absent (?P<path>/.*)")
_SERIAL = re.compile(r"^((?:\S+)?\s+(?:\d+\s+)?(?:IN\s+)?SOA\s+\S+\s+\S+\s+\(?\s*)\d+(?=(?:\s+\d+){4}\s*\)?$)")
"""The SOA record of a zone in one line: name, TTL, class, server and mailbox before its serial, four times behind it (RFC 1035, 3.3.13)."""
MARK = "###"
"""How the head of a file or a folder begins."""
_BLOCK = parse_rulebook("###").find("###")

PATHS = False
POSITIONS = True
_ESCAPED = re.compile(r"^\\(\\*###)")


@dataclass(frozen=True, slots=True)
class FileBlock:
    """A file or a folder of a host: its head, what that says, and the text of the file. `first` to `last` are its lines (from 1)."""

    kind: str
    path: str
    owner: str
    group: str
    mode: str
    content: str
    first: int
    last: int


def file_blocks(text: str) -> Iterator[FileBlock]:
    """The files and folders of a text that can be read."""
    for header, number, content in _blocks(text):
        if match := _HEADER.fullmatch(header):
            owner, _, group = match["owner"].partition(":")
            lines = "".join(_ESCAPED.sub(r"\1", line) + "\n" for line in content)
            yield FileBlock(match["kind"], match["path"], owner, group, match["mode"].zfill(4), lines, number, number + len(content))


def without_block(text: str, path: str) -> str:
    """The text without a file or a folder."""
    gone = {number for one in file_blocks(text) if one.path == path for number in range(one.first, one.last + 1)}
    return "".join(f"{line}\n" for number, line in enumerate(_lines(text), 1) if number not in gone)


def read(grammar: Grammar, mask: SecretMask, text: str) -> Node:
    """The tree of a text: a node per file by its path, below it its lines. ConfigError for content outside of a file, or a file twice."""
    top = empty_tree(grammar.book)
    for header, number, content in _blocks(text):
        match = _HEADER.fullmatch(header)
        if match is None:
            raise ConfigError(f"line {number}: expected '### file PATH owner:group mode' or '### dir ...', found {header!r}")
        if match["path"] in top.children:
            raise ConfigError(f"line {number}: a second block for {match['path']}", hint="one path has one block")
        top.children[match["path"]] = _node(mask, _header(match), number, content)
    return top


def _header(match: re.Match[str]) -> str:
    return f"### {match['kind']} {match['path']} {match['owner']} {match['mode'].zfill(4)}"


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n") if text else []


def _blocks(text: str) -> Iterator[tuple[str, int, list[str]]]:
    """Header, its line number from 1, and content of each block."""
    lines = _lines(text)
    starts = [i for i, line in enumerate(lines) if line.startswith(MARK)]
    outside = next((i for i, line in enumerate(lines[: starts[0] if starts else None]) if line.strip()), None)
    if outside is not None:
        raise ConfigError(
            f"line {outside + 1}: content outside of a file: {lines[outside]!r}", hint="a text starts with '### file PATH owner:group mode'"
        )
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        yield lines[start].rstrip(), start + 1, lines[start + 1 : end]


def _node(mask: SecretMask, header: str, number: int, content: list[str]) -> Node:
    if header.startswith("### dir") and any(map(str.strip, content)):
        raise ConfigError(f"line {number}: content below {header!r}: expected none below a directory")
    node = Node(header, header, header, number, number + len(content), _BLOCK)
    keys = key_blocks(content)
    skipped = {i for first, last in keys.items() for i in range(first + 1, last + 1)}
    for index, line in enumerate(content):
        if index not in skipped:
            last = keys.get(index, index)
            place = (number + 1 + index, number + 1 + last)
            node.children[str(index)] = _content(mask, header, "\n".join(content[index : last + 1]) if last > index else line, *place)
    return node


def _content(mask: SecretMask, top: str, text: str, first: int, last: int) -> Node:
    if last > first:
        shown = without_key(text)
        return Node(text, shown, shown if shown in mask.opaque else text, first, last)
    shown, key = mask.views(text.strip(), (top,))
    if shown == text.strip():
        return Node(text, text, _without_serial(text), first, last)
    at = text.find(text.strip())
    rest = text[at + len(text.strip()) :]
    return Node(text, text[:at] + shown + rest, text[:at] + key + rest, first, last)


def _without_serial(line: str) -> str:
    """A line as it is compared: the serial of a zone rises with every change of the company, and means nothing by itself."""
    return _SERIAL.sub(r"\g<1>1", line) if "SOA" in line else line


def pair(grammar: Grammar, running: Node, intended: Node) -> tuple[Node, Node]:
    """Both trees, with equal lines of a file at the same place."""
    for path, node in running.children.items():
        if path in intended.children:
            _align(node, intended.children[path])
    return running, intended


def place(grammar: Grammar, parent: Node, setting: str, node: Node) -> Node:
    """The line at its place: no other is the same line."""
    return parent.children.setdefault(setting, node)


def _align(a: Node, b: Node) -> None:
    left, right = list(a.children.values()), list(b.children.values())
    texts = [node.key for node in left], [node.key for node in right]
    matched = align.matched_pairs(*texts)
    names = {j: f"={i}" for i, j in [*matched, *align.moved_indices(*texts, matched)]}
    taken = set(names.values())
    a.children = {(f"={i}" if f"={i}" in taken else f"-{i}"): node for i, node in enumerate(left)}
    b.children = {names.get(j, f"+{j}"): node for j, node in enumerate(right)}


def write(grammar: Grammar, node: Node, *, sort: bool, shown: bool = False) -> str:
    """The text of a tree, files by path."""
    out: list[str] = []
    for _, block in sorted(node.children.items()) if sort else node.children.items():
        out += [block.text, *((line.shown if shown else line.text) for line in block.children.values())]
    return "".join(f"{line}\n" for line in out)


def as_shown(grammar: Grammar, tree: Node) -> str:
    """The text of a tree: there is one form."""
    return write(grammar, tree, sort=False)


def canonical(grammar: Grammar, tree: Node) -> str:
    """The text with its files sorted by path, modes of four digits, and 1 for the serial of a zone. All else of their content stays as it
    is: every byte of a file may mean something."""
    return "".join(f"{_without_serial(line)}\n" for line in write(grammar, tree, sort=True).split("\n")[:-1])


def remediate(grammar: Grammar, mask: SecretMask, running: Node, intended: Node) -> list[str]:
    """Blocks to write, folders before what is in them; then paths to remove, the deepest first."""
    commands: list[str] = []
    for path, block in sorted(intended.children.items()):
        there = running.children.get(path)
        if there is not None and _kind(there) != _kind(block):
            commands.append(f"### absent {path}")
        if there is None or there.key != block.key or not is_same_tree(there, block):
            commands += [block.text, *(text for line in block.children.values() for text in line.text.split("\n"))]
    return commands + [f"### absent {path}" for path in sorted(running.children.keys() - intended.children.keys(), reverse=True)]


def _kind(block: Node) -> str:
    return block.text.split(" ", 2)[1]


def apply(grammar: Grammar, mask: SecretMask, start: Node, commands: Iterable[str]) -> Node:
    """The tree after blocks were written and paths removed."""
    top = start.copy()
    for header, number, content in _blocks("\n".join(commands) + "\n"):
        if absent := _ABSENT.fullmatch(header):
            top.children.pop(absent["path"], None)
        elif match := _HEADER.fullmatch(header):
            top.children[match["path"]] = _node(mask, _header(match), number, content)
        else:
            raise ConfigError(f"command {number}: expected '### file ...', '### dir ...' or '### absent PATH', found {header!r}")
    return top


def lines(tree: Node) -> Iterator[Node]:
    """Every line of a tree, on its own."""
    return (node for _, node in tree.walk())


def written(grammar: Grammar, text: str) -> list[WrittenLine]:
    """The lines of all files, each below the path of its file."""
    found = []
    for header, number, content in _blocks(text):
        found.append(WrittenLine(number, number, (header,), bool(content)))
        found += [WrittenLine(number + at, number + at, (header, line)) for at, line in enumerate(content, start=1)]
    return found


def raw_lines(grammar: Grammar, text: str, groups: Sequence[tuple[Sequence[WrittenLine], int]]) -> list[list[str]]:
    """Nothing: files have no raw lines."""
    return [[] for _ in groups]


def raw_problems(grammar: Grammar, lines: Sequence[str]) -> Iterator[RawProblem]:
    """Nothing: no line is appended to files as it is."""
    return iter(())


def heads(config: Tree) -> list[TopLine]:
    """The blocks of a config by path."""
    found = []
    for header, number, content in _blocks(config.text):
        match = _HEADER.fullmatch(header)
        found.append(TopLine(number, match["path"] if match else header, 1 + sum(1 for line in content if line.strip())))
    return found


def compose(owner: PartFinder, running: Tree, intended: Tree) -> list[LineRange]:
    """The managed files as intended, the others as they are, sorted by path."""
    found = [
        (header.split(" ")[2], LineRange(config, number, number + len(content)))
        for config in (running, intended)
        for header, number, content in _blocks(config.text)
        if (owner.part(header.split(" ")[2]) is None) == (config is running)
    ]
    return [*(lines for _, lines in sorted(found, key=lambda one: one[0])), LineRange(intended, 1, 1, "")]


def whole(running: Tree, intended: Tree) -> list[LineRange]:
    """The intended text: a host keeps nothing of the files that netops owns."""
    return [whole_config_range(intended)]
