"""Small changes of a text of YAML, at exact places: a value spelled otherwise, entries taken out, entries of a list in another order.

What is not changed keeps its bytes: comments, quotes, anchors, blank lines, line ends. No comment is ever lost: one that stands inside or
behind what is taken out gets a line of its own; one above or behind an entry that moves goes with it.

A function gives nothing for what cannot be done without a change elsewhere, such as a value that an alias means too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from netops.source.tokens import Token, Tokens

Path = Sequence[str | int]

LINE_END = re.compile(r"\r\n|\r|\n|\Z")
COMMENT = re.compile(r"(?:^|(?<=\s))#[^\r\n]*")
COLON = re.compile(r"[ \t]*:")
"""Behind a key; where it stands on a line of its own, the key stands behind a question mark."""
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


def respelled(tokens: Tokens, path: Path, old: str, new: str) -> list[Edit]:
    """The edit that writes a text in another way, in the quotes that it has."""
    if not tokens.is_free(path):
        return []
    way = tokens.along(path)
    head, found, _ = tokens.text[way[-1].start : way[-1].end].rpartition(old)
    start = way[-1].start + len(head)
    return [Edit(start, start + len(old), new)] if found else []


def without(tokens: Tokens, parent: Path, steps: Sequence[str | int]) -> list[Edit]:
    """The edits that take entries out of the map or list at `parent`; nothing when one of them cannot be taken out."""
    way = tokens.along(parent)
    if not way or not all(tokens.is_free((*parent, step)) for step in steps):
        return []
    gone = {at for step in steps if (at := way[-1].child(step)) is not None}
    return (_out_of_flow if way[-1].flow else _out_of_block)(tokens.text, way[-1], gone)


def _out_of_flow(text: str, held: Token, gone: set[int]) -> list[Edit]:
    """Each run of entries goes with the comma before it, a run at the beginning with the comma behind it."""
    spans = _entries(held)
    kept = [at for at in range(len(spans)) if at not in gone]
    if not kept:
        cuts = [(spans[0][0], held.end - 1)]
    else:
        first = [(spans[0][0], spans[kept[0]][0])] if kept[0] else []
        runs = zip(kept, [*kept[1:], len(spans)], strict=True)
        cuts = first + [(spans[at][1], spans[following - 1][1]) for at, following in runs if following > at + 1]
    return [] if any(_has_comment(text, held, *cut) for cut in cuts) else [Edit(*cut, "") for cut in cuts]


def _out_of_block(text: str, held: Token, gone: set[int]) -> list[Edit]:
    """Each entry goes with its lines. A key that stands behind a dash leaves its place there to the first that is kept."""
    spans = _entries(held) if held.keys else _with_dashes(text, held)
    if not spans or not all(COLON.match(text, key.end) for key in held.keys):
        return []
    begin = spans[0][0]
    before = text[_line_start(text, begin) : begin].strip(BLANK)
    if not before or 0 not in gone:
        return [_lines_out(text, held, *spans[at]) for at in sorted(gone)]
    first = next((at for at in range(len(spans)) if at not in gone), None)
    if first is None or not held.keys or not before.endswith("-") or _has_comment(text, held, begin, spans[first][0]):
        return []
    return [Edit(begin, spans[first][0], ""), *(_lines_out(text, held, *spans[at]) for at in sorted(gone) if at > first)]


def _lines_out(text: str, held: Token, start: int, end: int) -> Edit:
    """The lines of an entry taken out, but for their comments; a blank line above goes too where one follows."""
    top, bottom = _line_start(text, start), _next_line(text, end)
    line_end = text[_line_end(text, end) : bottom]
    comments = [found for part in _between(text, held, start, _line_end(text, end)) for found in COMMENT.findall(part)]
    kept = "".join(f"{text[top:start]}{comment.rstrip()}{line_end}" for comment in comments)
    above = _line_start(text, top - 1) if top else top
    if not kept and not text[above:top].strip() and not text[bottom : _line_end(text, bottom)].strip():
        top = above
    return Edit(top, bottom, kept)


def reordered(tokens: Tokens, path: Path, wanted: Sequence[int]) -> list[Edit]:
    """The edits that put the entries of a list in another order: `wanted` holds old positions. Nothing when that cannot be done."""
    way = tokens.along(path)
    spans = _chunks(tokens.text, way[-1]) if way and tokens.is_free(path) else []
    moves = zip(spans, (spans[old] for old in wanted), strict=True) if spans else ()
    return [Edit(*span, tokens.text[slice(*source)]) for span, source in moves if source != span]


def groups(tokens: Tokens, path: Path) -> list[int]:
    """The positions at which groups begin that a person made in a list: a comment stands above, and a blank line above that.

    Where each entry has such a comment there are no groups: the comments are those of the entries.
    """
    way = tokens.along(path)
    return _groups(tokens.text, way[-1]) if way else [0]


def _groups(text: str, held: Token) -> list[int]:
    begins = [0] if held.flow else [0, *(at for at in range(1, len(held.values)) if _is_headed(text, held, at))]
    return [0] if len(begins) == len(held.values) else begins


def _is_headed(text: str, held: Token, at: int) -> bool:
    top = _line_start(text, held.values[at].start)
    floor = _next_line(text, held.values[at - 1].end)
    lead = _lead(text, top, floor)
    above = text[floor:lead]
    return lead < top and bool(above) and not above.splitlines()[-1].strip()


def _chunks(text: str, held: Token) -> list[tuple[int, int]]:
    """What moves with each entry of a list; nothing when comments would be torn off. The comment above a group stays there."""
    if held.flow:
        return [] if _has_comment(text, held, held.start, held.end) else _entries(held)
    spans, begins = _with_dashes(text, held), _groups(text, held)
    tops = [_line_start(text, dash) for dash, _ in spans]
    if any(text[top:dash].strip(BLANK) for top, (dash, _) in zip(tops, spans, strict=True)):
        return []
    floors = [0, *(_next_line(text, end) for _, end in spans)]
    leads = [top if len(begins) > 1 and at in begins else _lead(text, top, floors[at]) for at, top in enumerate(tops)]
    return [(lead, _line_end(text, end)) for lead, (_, end) in zip(leads, spans, strict=True)]


def _with_dashes(text: str, held: Token) -> list[tuple[int, int]]:
    """From the dash of each entry of a block to its end; nothing when more than blanks stands between dash and entry."""
    ends = [value.end for value in held.values]
    before = zip([held.start, *ends], held.values, strict=False)
    dashes = [len(text[end : value.start].rstrip()) + end - 1 for end, value in before]
    return [*zip(dashes, ends, strict=True)] if all(text[dash] == "-" for dash in dashes) else []


def _entries(held: Token) -> list[tuple[int, int]]:
    """From where to where each entry goes: of a map with its key, of a list without its dash."""
    starts = [key.start for key in held.keys] if held.keys else [value.start for value in held.values]
    return [(start, value.end) for start, value in zip(starts, held.values, strict=True)]


def _between(text: str, held: Token, start: int, end: int) -> Iterator[str]:
    """The pieces of `text[start:end]` that no scalar fills."""
    for token in held.inside():
        is_scalar = not token.values and not token.flow and token.end > token.start
        if is_scalar and start <= token.start < end:
            yield text[start : token.start]
            start = token.end
    yield text[start:end]


def _has_comment(text: str, held: Token, start: int, end: int) -> bool:
    return any("#" in part for part in _between(text, held, start, end))


def _lead(text: str, top: int, floor: int) -> int:
    """The start of the lines of comment directly above a line, not above `floor`, where something else ends."""
    while top > floor and text[_line_start(text, top - 1) : top].lstrip(BLANK).startswith("#"):
        top = _line_start(text, top - 1)
    return top


def _line_start(text: str, at: int) -> int:
    """The start of the line that holds a place; for the second half of a line end, that of the line it ends."""
    if text[at - 1 : at + 1] == "\r\n":
        at -= 1
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def _line_end(text: str, at: int) -> int:
    found = LINE_END.search(text, at)
    return found.start() if found else len(text)


def _next_line(text: str, at: int) -> int:
    found = LINE_END.search(text, at)
    return found.end() if found else len(text)
