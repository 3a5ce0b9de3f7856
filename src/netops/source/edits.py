"""Small changes of a text of YAML, at exact places: a value spelled otherwise, entries removed, entries of a list in another order.

What is not changed keeps its bytes: comments, quotes, anchors, blank lines, line ends. No comment is ever lost: one inside or behind what
is removed gets a line of its own; one above or behind an entry that moves goes with it.

A function gives nothing for what cannot be done without a change elsewhere, such as a value that an alias repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from netops.source.layout import Entry, Layout, Node, Path, child

COMMENT = re.compile(r"#[^\r\n]*")
COLON = re.compile(r"[ \t]*:")
"""Behind a key, unless the key is behind a question mark."""
BLANK = " \t"


class Edit(NamedTuple):
    """`text[start:end]` becomes `new`."""

    start: int
    end: int
    new: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; those that are equal count once, and none may meet another."""
    parts, at = [], 0
    for edit in sorted(set(edits)):
        assert edit.start >= at, f"two edits meet at {edit.start}"
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def respelled(held: Layout, path: Path, old: str, new: str) -> list[Edit]:
    """The edit that writes a text in another way, in the quotes that it has."""
    if not held.is_free(path):
        return []
    node = held.along(path)[-1]
    head, found, _ = held.text[node.start_mark.index : node.end_mark.index].rpartition(old)
    start = node.start_mark.index + len(head)
    return [Edit(start, start + len(old), new)] if found else []


def without(held: Layout, parent: Path, steps: Sequence[str | int]) -> list[Edit]:
    """The edits that remove entries of the map or list at `parent`; nothing when one of them cannot be removed."""
    way = held.along(parent)
    if not way or not all(held.is_free((*parent, step)) for step in steps):
        return []
    gone = {at for step in steps if (at := child(way[-1], step)) is not None}
    return (_out_of_flow if way[-1].flow_style else _out_of_block)(held, way[-1], gone)


def _out_of_flow(held: Layout, node: Node, gone: set[int]) -> list[Edit]:
    """Each run of entries goes with the comma before it, a run at the beginning with the comma behind it."""
    entries = held.entries(node)
    left = [at for at in range(len(entries)) if at not in gone]
    if not left:
        cuts = [(entries[0].start, node.end_mark.index - 1)]
    else:
        first = [(entries[0].start, entries[left[0]].start)] if left[0] else []
        runs = zip(left, [*left[1:], len(entries)], strict=True)
        cuts = first + [(entries[at].end, entries[following - 1].end) for at, following in runs if following > at + 1]
    return [] if any("#" in held.mask[start:end] for start, end in cuts) else [Edit(*cut, "") for cut in cuts]


def _out_of_block(held: Layout, node: Node, gone: set[int]) -> list[Edit]:
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
    return [Edit(begin, entries[first].start, ""), *(_lines_out(held, entries[at]) for at in sorted(gone) if at > first)]


def _lines_out(held: Layout, entry: Entry) -> Edit:
    """The lines of an entry removed, but for their comments; a blank line above goes too where one follows."""
    top, (_, line_end, bottom) = held.line(entry.start)[0], held.line(entry.end)
    comments = [held.text[slice(*found.span())] for found in COMMENT.finditer(held.mask, entry.start, line_end)]
    stays = "".join(f"{held.text[top : entry.start]}{comment.rstrip()}{held.text[line_end:bottom]}" for comment in comments)
    above = held.line(top - 1)[0] if top else top
    if not stays and not held.mask[above:top].strip() and not held.mask[bottom : held.line(bottom)[1]].strip():
        top = above
    return Edit(top, bottom, stays)


def reordered(held: Layout, path: Path, wanted: Sequence[int]) -> list[Edit]:
    """The edits that put the entries of a list in another order: `wanted` holds old positions. Nothing when that cannot be done."""
    way = held.along(path)
    spans = _chunks(held, way[-1]) if way and held.is_free(path) else []
    moves = zip(spans, (spans[old] for old in wanted), strict=True) if spans else ()
    return [Edit(*span, held.text[slice(*source)]) for span, source in moves if source != span]


def groups(held: Layout, path: Path) -> list[int]:
    """The positions at which groups begin that a person made in a list: a comment is above, and a blank line above that.

    Where each entry has such a comment there are no groups: the comments are those of the entries.
    """
    way = held.along(path)
    return _groups(held, [] if not way or way[-1].flow_style else held.entries(way[-1]))


def _groups(held: Layout, entries: Sequence[Entry]) -> list[int]:
    begins = [0, *(at for at, entry in enumerate(entries) if at and _is_headed(held, entry))]
    return [0] if len(begins) == len(entries) else begins


def _is_headed(held: Layout, entry: Entry) -> bool:
    top = held.line(entry.start)[0]
    lead = _lead(held, top)
    return lead < top and not held.mask[held.line(lead - 1)[0] : lead].strip()


def _chunks(held: Layout, node: Node) -> list[tuple[int, int]]:
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


def _lead(held: Layout, top: int) -> int:
    """The start of the lines of comment directly above a line."""
    while top and held.mask[held.line(top - 1)[0] : top].lstrip(BLANK).startswith("#"):
        top = held.line(top - 1)[0]
    return top
