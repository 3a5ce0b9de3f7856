"""A review for a terminal. No escape sequence gets through."""

from __future__ import annotations

from collections.abc import Iterator

from netops.config import DiffLine
from netops.errors import printable_text
from netops.messages import first_few, pluralize
from netops.report._review import words
from netops.review import Difference, ObjectChange, Rendering, Review, TemplateChange

WIDTH = 72
VALUES = 12
"""So many values of an object that came or went are shown."""


def review_text(review: Review) -> str:
    """The whole review; of an object that came or went not more than a few values."""
    sections = [
        [f"{review.new} against {review.old}: {words.headline_text(review)}"],
        [f"note: {note}" for note in review.notes],
        [line for change in review.objects for line in _object(change)],
        [_template(template) for template in review.templates],
        _findings(review),
        list(_rendering(review.rendering)) if review.files else [],
    ]
    return printable_text("\n\n".join("\n".join(lines) for lines in sections if lines) + "\n")


def _object(change: ObjectChange) -> Iterator[str]:
    colon = "" if change.was else ":"
    yield _placed(f"{words.change_name(change)}{colon} {words.change_verb(change)}", words.change_place(change))
    if change.how == "removed":
        return
    shown = change.values if change.how in ("changed", "renamed") else change.values[:VALUES]
    for value in shown:
        old, new = words.value_text(value.old), words.value_text(value.new)
        text = new if change.how == "added" else f"{old} -> {new}"
        yield _placed(f"  {value.path}: {text}", words.value_place(value))
    if len(change.values) > len(shown):
        yield f"  and {pluralize(len(change.values) - len(shown), 'more value')}"


def _template(template: TemplateChange) -> str:
    reached = f"writes changed lines of {first_few(template.targets)}" if template.targets else "changes no line"
    return f"{template.name}: {template.how}, {reached}"


def _findings(review: Review) -> list[str]:
    found = review.findings
    if not (found.new or found.gone or found.kept):
        return []
    new = [line for problem in found.new for line in f"new: {problem}".split("\n")]
    gone = [line for problem in found.gone for line in f"gone: {problem}".split("\n")]
    return [f"findings: {words.findings_text(found)}", *new, *gone]


def _rendering(made: Rendering) -> Iterator[str]:
    yield f"rendered: {words.rendering_text(made)}"
    for one in made.differences:
        yield from _difference(one)
    for name, lines in made.removed.items():
        yield f"{name}: removed, with {pluralize(lines, 'line')}"
    for name, why in made.failed.items():
        yield f"{name}: cannot be compared: {why}"
    if made.alike:
        yield words.same_change_note(made)


def _difference(one: Difference) -> Iterator[str]:
    yield ""
    yield f"{words.difference_text(one)}: {first_few(one.targets, words.MANY)}"
    yield from map(_line, one.lines)


def _line(line: DiffLine) -> str:
    return _placed(f"  {line.sign} {' ' * line.depth}{line.text.strip()}", words.line_place(line))


def _placed(text: str, place: str) -> str:
    return f"{text:<{WIDTH}}  {place}".rstrip()
