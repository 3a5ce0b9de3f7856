"""A review as Markdown, for the comment on a pull request: within GitHub's limit, the same bytes for the same input.

Nothing that data says is taken as Markdown, HTML or the name of a person to call: it stands in code, and what is cut is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netops.errors import Diagnostic, printable_text
from netops.messages import first_few, pluralize
from netops.report._review import words
from netops.review import Difference, ObjectChange, Rendering, Review, TemplateChange, ValueChange

MARK = "<!-- netops review -->"
"""The first line, by which a comment is found again to be replaced."""

HEADING = "heading"
LIMIT = 60_000
"""Characters of a whole review; GitHub takes 65,536."""

WIDTH = 64
LINES = 150
"""Lines of one difference, of one finding, and values of one object, that are shown."""

OPEN_LINES = 30
"""A difference of no more lines than this is shown open."""

LONGEST = 300
"""Characters of a line."""

TICKS = re.compile(r"`+")
SPECIAL = re.compile(r"[&<>@#]")


class ReviewSection(NamedTuple):
    """A piece of a review that is shown whole or left out: `word` names it."""

    text: str
    word: str


def review_markdown(review: Review) -> str:
    """The whole review in less than `LIMIT` characters."""
    head = (
        f"{MARK}\n### netops review: {_plain(words.headline_text(review))}\n\n{_plain(str(review.new))} against {_plain(str(review.old))}"
    )
    blocks = [*_notes(review), *_findings(review), *_objects(review), *_templates(review)]
    blocks += _rendering(review.rendering) if review.files else ()
    shown, left = _fitting(blocks, LIMIT - len(head) - LONGEST)
    return "\n\n".join([head, *shown, *_left_out(left)]) + "\n"


def _fitting(blocks: Sequence[ReviewSection], room: int) -> tuple[list[str], list[ReviewSection]]:
    """The texts that fit, in their order, and the blocks that are left out."""
    shown: list[str] = []
    left: list[ReviewSection] = []
    for block in blocks:
        size = len(block.text) + 2
        if size <= room:
            shown.append(block.text)
            room -= size
        else:
            left.append(block)
    return shown, left


def _left_out(blocks: Sequence[ReviewSection]) -> Iterator[str]:
    counts = Counter(block.word for block in blocks if block.word != HEADING)
    if counts:
        counted = ", ".join(pluralize(count, word) for word, count in counts.items())
        yield f"**Left out, a comment is full: {counted}.** All of it: run `netops review` on this branch, or see `--format json`."


def _notes(review: Review) -> Iterator[ReviewSection]:
    for note in review.notes:
        yield ReviewSection(f"> {_plain(note)}", "note")


def _findings(review: Review) -> Iterator[ReviewSection]:
    found = review.findings
    if found.new or found.gone or found.kept:
        yield ReviewSection(f"#### Findings: {words.findings_text(found)}", HEADING)
    for title, problems in (("new", found.new), ("gone", found.gone)):
        for problem in problems:
            yield ReviewSection(_finding(title, problem), f"{title} finding")


def _finding(title: str, problem: Diagnostic) -> str:
    return f"**{title}**\n{_fenced(_cut(str(problem).split(chr(10))), 'text')}"


def _objects(review: Review) -> Iterator[ReviewSection]:
    if review.objects:
        yield ReviewSection(f"#### Objects: {len(review.objects)}", HEADING)
    for change in review.objects:
        yield ReviewSection(_object(change), "object")


def _object(change: ObjectChange) -> str:
    title = f"{_code(words.change_name(change))} {_plain(words.change_verb(change))}, {_code(words.change_place(change))}"
    if change.how == "removed" or not change.values:
        return title
    rows = [_row(value) for value in change.values[:LINES]]
    table = ["| path | old | new | place |", "|---|---|---|---|", *rows]
    if len(change.values) > LINES:
        table.append(f"| and {len(change.values) - LINES} more | | | |")
    return "\n".join([title, "", *table])


def _row(value: ValueChange) -> str:
    cells = (value.path, words.value_text(value.old), words.value_text(value.new), words.value_place(value))
    return f"| {' | '.join(_code(cell) for cell in cells)} |"


def _templates(review: Review) -> Iterator[ReviewSection]:
    if review.templates:
        yield ReviewSection(f"#### Templates: {len(review.templates)}", HEADING)
    for template in review.templates:
        yield ReviewSection(_template(template), "template")


def _template(template: TemplateChange) -> str:
    reached = f"writes changed lines of {_plain(first_few(template.targets))}" if template.targets else "changes no line"
    return f"* {_code(template.name)} {template.how}, {reached}"


def _rendering(made: Rendering) -> Iterator[ReviewSection]:
    yield ReviewSection(f"#### Rendered: {_plain(words.rendering_text(made))}", HEADING)
    for one in made.differences:
        yield ReviewSection(_difference(one), "difference")
    for name, lines in made.removed.items():
        yield ReviewSection(f"* {_code(name)} removed, with {pluralize(lines, 'line')}", "removed target")
    for name, why in made.failed.items():
        yield ReviewSection(f"* {_code(name)} cannot be compared:\n{_fenced(_cut(why.split(chr(10))), 'text')}", "failed target")
    if made.alike:
        yield ReviewSection(_plain(words.same_change_note(made)), "note")


def _difference(one: Difference) -> str:
    lines = [f"{line.sign} {' ' * line.depth}{line.text.strip():<{WIDTH}}  {words.line_place(line)}".rstrip() for line in one.lines]
    state = " open" if len(lines) <= OPEN_LINES else ""
    title = _html(f"{words.difference_text(one)}: {first_few(one.targets, words.MANY)}")
    return f"<details{state}><summary>{title}</summary>\n\n{_fenced(_cut(lines), 'diff')}\n\n</details>"


def _cut(lines: Sequence[str]) -> list[str]:
    """The first lines, none of them very long, and how many more there are."""
    shown = [line if len(line) <= LONGEST else f"{line[: LONGEST - 3]}..." for line in map(printable_text, lines[:LINES])]
    return shown + ([f"  and {len(lines) - LINES} more lines"] if len(lines) > LINES else [])


def _fenced(lines: Sequence[str], language: str) -> str:
    """A block of code whose fence is longer than any in it."""
    longest = max((len(ticks) for line in lines for ticks in TICKS.findall(line)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join([f"{fence}{language}", *lines, fence])


def _code(text: str) -> str:
    """Text as code within a line or a cell of a table."""
    if not text:
        return ""
    text = printable_text(text).replace("\r", "").replace("\n", "\\n").replace("\t", " ").replace("|", "\\|")
    ticks = "`" * (max((len(found) for found in TICKS.findall(text)), default=0) + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{ticks}{pad}{text}{pad}{ticks}"


def _plain(text: str) -> str:
    """Text as it is: what Markdown, HTML, or a mention of somebody would be made of is made harmless."""
    return re.sub(r"([\\`*_\[\]|~])", r"\\\1", _html(text))


def _html(text: str) -> str:
    """Text in one line, as HTML shows it; nobody is called, and no issue is linked."""
    return " ".join(SPECIAL.sub(lambda found: f"&#{ord(found[0])};", printable_text(text)).split())
