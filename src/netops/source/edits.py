"""Small changes of a text of YAML, at exact places: a value spelled otherwise, entries removed, entries of a list in another order.

What is not changed keeps its bytes: comments, quotes, anchors, blank lines, line ends. No comment is ever lost: one inside or behind what
is removed gets a line of its own; one above or behind an entry that moves goes with it.

A function gives nothing for what cannot be done without a change elsewhere, such as a value that an alias repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from netops.source.layout import LINE_END, LayoutEntry, Node, Path, YamlLayout, child_node
from netops.source.texts import BLOCK

COMMENT = re.compile(r"#[^\r\n]*")
LITERAL = "|"
"""How a text of several lines begins, and the style of its node."""
COLON = re.compile(r"[ \t]*:")
"""Behind a key, unless the key is behind a question mark."""
BLANK = " \t"
EMPTY_LINES = re.compile(r"(?:\r?\n[ \t]*(?=\r?\n|\Z))*")


class TextEdit(NamedTuple):
    """`text[start:end]` becomes `new`."""

    start: int
    end: int
    new: str


def apply_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """The text with all edits made; those that are equal count once, and none may meet another."""
    parts, at = [], 0
    for edit in sorted(set(edits)):
        assert edit.start >= at, f"two edits meet at {edit.start}"
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def respell_edit(held: YamlLayout, path: Path, old: str, new: str) -> list[TextEdit]:
    """The edit that writes a text in another way, in the quotes that it has."""
    if not held.is_free(path):
        return []
    node = held.along(path)[-1]
    head, found, _ = held.text[node.start_mark.index : node.end_mark.index].rpartition(old)
    start = node.start_mark.index + len(head)
    return [TextEdit(start, start + len(old), new)] if found else []


def rename_edit(held: YamlLayout, path: Path, new: str) -> list[TextEdit]:
    """The edit that writes the key of an entry in another way; an alias of the map that holds it means the new key too."""
    key = held.key(path)
    return [TextEdit(key.start_mark.index, key.end_mark.index, new)] if key else []


def insert_edit(held: YamlLayout, path: Path, text: str) -> list[TextEdit]:
    """The edit that adds an entry at the end of a map; where there is no such map, one with it.

    `text`: its value, one line of text; or a block, which begins with a line end, or is a literal, and takes a map that is a block.
    """
    way = held.along(path[:-1])
    is_block = text.startswith(("\n", LITERAL))
    if not way and len(path) > 1 and not is_block:
        return insert_edit(held, path[:-1], f"{{{path[-1]}: {text}}}")
    entries = held.entries(way[-1]) if way else []
    if not entries or child_node(way[-1], path[-1]) is not None or ("\n" in text and not is_block) or any(node.anchor for node in way):
        return []
    if way[-1].flow_style:
        return [] if is_block else [TextEdit(entries[-1].end, entries[-1].end, f", {path[-1]}: {text}")]
    return [_line_added(held, entries[-1], f"{path[-1]}:{text}" if text.startswith("\n") else f"{path[-1]}: {text}")]


def replace_edit(held: YamlLayout, path: Path, text: str) -> list[TextEdit]:
    """The edit that writes another value behind a key: one of one line, or a literal in place of one; nothing when a comment is inside the
    old one."""
    key, way = held.key(path), held.along(path)
    colon = COLON.match(held.text, key.end_mark.index) if key else None
    is_literal = colon is not None and text.startswith(LITERAL) and way[-1].style == LITERAL
    if key is None or colon is None or not held.is_free(path) or ("\n" in text and not is_literal):
        return []
    start, end = colon.end(), held.end(way[-1], key)
    if "#" in held.mask[start:end]:
        return []
    return [_literal_replaced(held, start, end, text, key) if is_literal else TextEdit(start, end, f" {text}")]


def _literal_replaced(held: YamlLayout, start: int, end: int, text: str, key: Node) -> TextEdit:
    """A literal in place of another. The empty lines behind a text that keeps them (`|+`) belong to it."""
    column = key.start_mark.index - held.line(key.start_mark.index)[0]
    head, *lines = text.split("\n")
    if "+" in head + held.text[start:end].partition("\n")[0]:
        end = empty.end() if (empty := EMPTY_LINES.match(held.text, end)) else end
    return TextEdit(start, end, "\n".join([f" {head}", *(f"{' ' * column}{line}" if line else "" for line in lines)]))


def append_edit(held: YamlLayout, path: Path, texts: Sequence[str]) -> list[TextEdit]:
    """The edit that adds items at the end of a list: each of one line of text, or, where the list is a block, a block."""
    way = held.along(path)
    entries = held.entries(way[-1]) if way and way[-1].id == "sequence" else []
    if not entries or not held.is_free(path) or (way[-1].flow_style and any("\n" in text for text in texts)):
        return []
    if way[-1].flow_style:
        return [TextEdit(entries[-1].end, entries[-1].end, "".join(f", {text}" for text in texts))]
    items = ("\n".join(f"  {line}" if line else "" for line in text.split("\n"))[2:] for text in texts)
    return [_line_added(held, entries[-1], "\n".join(f"- {item}" for item in items))]


def move_edits(held: YamlLayout, path: Path, to: Path) -> list[TextEdit]:
    """The edits that move an entry to another map of the file, with the comments above and behind it."""
    way, there = held.along(path[:-1]), held.along(to[:-1])
    at = child_node(way[-1], path[-1]) if way else None
    if at is None or not held.is_free(path) or any(node.anchor for node in there):
        return []
    entry, entries = held.entries(way[-1])[at], held.entries(there[-1]) if there else []
    start, (_, end, bottom) = held.line(entry.start)[0], held.line(entry.end)
    if way[-1].flow_style or not entries or there[-1].flow_style or held.mask[start : entry.start].strip(BLANK):
        text = held.text[entry.value.start_mark.index : entry.end]
        is_one_line = entry.value.flow_style if entry.value.id != "scalar" else entry.value.style not in BLOCK
        cut, added = removal_edits(held, path[:-1], path[-1:]), insert_edit(held, to, text) if is_one_line else []
        return [*cut, *added] if cut and added else []
    lead, column = _lead(held, start), entry.start - start
    lines = f"{held.text[lead : entry.start]}{to[-1]}{held.text[entry.key.end_mark.index : end]}".splitlines()
    without_indent = "\n".join(line[min(column, len(line) - len(line.lstrip(" "))) :] for line in lines)
    return [TextEdit(lead, bottom, ""), _line_added(held, entries[-1], without_indent)]


def _line_added(held: YamlLayout, last: LayoutEntry, text: str) -> TextEdit:
    """Lines below the last entry of a block, in its column and with the line ends of the text."""
    found = LINE_END.search(held.text)
    line_end, (_, end, bottom) = found[0] if found else "\n", held.line(last.end)
    column = last.start - held.line(last.start)[0]
    lines = line_end.join(f"{' ' * column}{line}" if line else "" for line in text.split("\n"))
    return TextEdit(bottom, bottom, f"{lines}{line_end}" if bottom > end else f"{line_end}{lines}")


def removal_edits(held: YamlLayout, parent: Path, steps: Sequence[str | int]) -> list[TextEdit]:
    """The edits that remove entries of the map or list at `parent`; nothing when one of them cannot be removed."""
    way = held.along(parent)
    if not way or not all(held.is_free((*parent, step)) for step in steps):
        return []
    gone = {at for step in steps if (at := child_node(way[-1], step)) is not None}
    return (_out_of_flow if way[-1].flow_style else _out_of_block)(held, way[-1], gone)


def _out_of_flow(held: YamlLayout, node: Node, gone: set[int]) -> list[TextEdit]:
    """Each run of entries goes with the comma before it, a run at the beginning with the comma behind it."""
    entries = held.entries(node)
    left = [at for at in range(len(entries)) if at not in gone]
    if not left:
        cuts = [(entries[0].start, node.end_mark.index - 1)]
    else:
        first = [(entries[0].start, entries[left[0]].start)] if left[0] else []
        runs = zip(left, [*left[1:], len(entries)], strict=True)
        cuts = first + [(entries[at].end, entries[following - 1].end) for at, following in runs if following > at + 1]
    return [] if any("#" in held.mask[start:end] for start, end in cuts) else [TextEdit(*cut, "") for cut in cuts]


def _out_of_block(held: YamlLayout, node: Node, gone: set[int]) -> list[TextEdit]:
    """Each entry goes with its lines. A key that is behind a dash leaves its place there to the first that stays."""
    entries = held.entries(node)
    if not entries or not all(COLON.match(held.text, entry.key.end_mark.index) for entry in entries if entry.key):
        return []
    begin = entries[0].start
    before = held.mask[held.line(begin)[0] : begin].strip(BLANK)
    if not before or 0 not in gone:
        return [_lines_out(held, entries[at]) for at in sorted(gone)]
    first = next((at for at in range(len(entries)) if at not in gone), None)
    if first is None or entries[0].key is None or not before.endswith("-") or "#" in held.mask[begin : entries[first].start]:
        return []
    return [TextEdit(begin, entries[first].start, ""), *(_lines_out(held, entries[at]) for at in sorted(gone) if at > first)]


def _lines_out(held: YamlLayout, entry: LayoutEntry) -> TextEdit:
    """The lines of an entry removed, but for their comments; a blank line above goes too where one follows."""
    top, (_, line_end, bottom) = held.line(entry.start)[0], held.line(entry.end)
    comments = [held.text[slice(*found.span())] for found in COMMENT.finditer(held.mask, entry.start, line_end)]
    stays = "".join(f"{held.text[top : entry.start]}{comment.rstrip()}{held.text[line_end:bottom]}" for comment in comments)
    above = held.line(top - 1)[0] if top else top
    if not stays and not held.mask[above:top].strip() and not held.mask[bottom : held.line(bottom)[1]].strip():
        top = above
    return TextEdit(top, bottom, stays)


def reorder_edits(held: YamlLayout, path: Path, wanted: Sequence[int]) -> list[TextEdit]:
    """The edits that put the entries of a list in another order: `wanted` holds old positions. Nothing when that cannot be done."""
    way = held.along(path)
    spans = _chunks(held, way[-1]) if way and held.is_free(path) else []
    moves = zip(spans, (spans[old] for old in wanted), strict=True) if spans else ()
    return [TextEdit(*span, held.text[slice(*source)]) for span, source in moves if source != span]


def group_starts(held: YamlLayout, path: Path) -> list[int]:
    """The positions at which groups begin that a person made in a list: a comment is above, and a blank line above that.

    Where each entry has such a comment there are no groups: the comments are those of the entries.
    """
    way = held.along(path)
    return _groups(held, [] if not way or way[-1].flow_style else held.entries(way[-1]))


def _groups(held: YamlLayout, entries: Sequence[LayoutEntry]) -> list[int]:
    begins = [0, *(at for at, entry in enumerate(entries) if at and _is_headed(held, entry))]
    return [0] if len(begins) == len(entries) else begins


def _is_headed(held: YamlLayout, entry: LayoutEntry) -> bool:
    top = held.line(entry.start)[0]
    lead = _lead(held, top)
    return lead < top and not held.mask[held.line(lead - 1)[0] : lead].strip()


def _chunks(held: YamlLayout, node: Node) -> list[tuple[int, int]]:
    """What moves with each entry of a list; nothing when comments would be torn off. The comment above a group stays there."""
    entries = held.entries(node)
    if node.flow_style:
        return [] if "#" in held.mask[node.start_mark.index : node.end_mark.index] else [(entry.start, entry.end) for entry in entries]
    tops = [held.line(entry.start)[0] for entry in entries]
    if any(held.mask[top : entry.start].strip(BLANK) for top, entry in zip(tops, entries, strict=True)):
        return []
    begins = _groups(held, entries)
    leads = [top if len(begins) > 1 and at in begins else _lead(held, top) for at, top in enumerate(tops)]
    return [(lead, held.line(entry.end)[1]) for lead, entry in zip(leads, entries, strict=True)]


def _lead(held: YamlLayout, top: int) -> int:
    """The start of the lines of comment directly above a line."""
    while top and held.mask[held.line(top - 1)[0] : top].lstrip(BLANK).startswith("#"):
        top = held.line(top - 1)[0]
    return top
