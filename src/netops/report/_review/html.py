"""A review as one HTML page: findings, objects and templates, then the lines that each target gets, equal ones once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.messages import first_few, pluralize
from netops.report._page import ReportEntry, ReportPage, ReportTable, TextBlock, plain_line, render_page
from netops.report._review import words
from netops.report.record import ReportContext
from netops.review import Difference, ObjectChange, Review


def review_html(review: Review, context: ReportContext) -> str:
    """The whole review."""
    headline = words.headline_text(review)
    notes = (*review.notes, *((f"rendered: {words.rendering_text(review.rendering)}",) if review.files else ()))
    about = replace(context, at=f"{review.new} against {review.old}")
    entries, parts = tuple(_entries(review)), tuple(_parts(review))
    title = f"{headline[:1].upper()}{headline[1:]}."
    return render_page(ReportPage("Review", title, about, entries, sides=("before", "after"), notes=notes, parts=parts))


def _entries(review: Review) -> Iterator[ReportEntry]:
    made = review.rendering
    for one in made.differences:
        yield _difference(one)
    for name, lines in made.removed.items():
        yield ReportEntry((name,), "removed", "warn", detail=f"with {pluralize(lines, 'line')}")
    for name, why in made.failed.items():
        yield ReportEntry((name,), "cannot be compared", "bad", detail=why)
    for name in made.alike:
        yield ReportEntry((name,), "no line to send", "idle", detail=f"differs {words.SAME}")


def _difference(one: Difference) -> ReportEntry:
    lines = tuple(replace(plain_line(line), notes=tuple(filter(None, (words.line_place(line),)))) for line in one.lines)
    word = "new" if one.how == "added" else "different"
    brief = pluralize(one.size, "line") + (" each" if len(one.targets) > 1 else "")
    return ReportEntry(one.targets, word, "warn", ", ".join(one.platforms), brief, lines=lines)


def _parts(review: Review) -> Iterator[ReportTable]:
    found = review.findings
    if found.new or found.gone or found.kept:
        blocks = [TextBlock(title, tuple(map(str, problems))) for title, problems in (("New", found.new), ("Gone", found.gone)) if problems]
        yield ReportTable(f"Findings: {words.findings_text(found)}", blocks=tuple(blocks))
    if review.objects:
        rows = [row for change in review.objects for row in _object(change)]
        yield ReportTable(f"Objects: {len(review.objects)}", [("Object", "Value", "Before", "After", "Place"), *rows])
    if review.templates:
        reached = [(one.name, one.how, first_few(one.targets, words.MANY) or "no line changes") for one in review.templates]
        yield ReportTable(f"Templates: {len(review.templates)}", [("Template", "Change", "Writes changed lines of"), *reached])


def _object(change: ObjectChange) -> Iterator[tuple[str, ...]]:
    name = f"{words.change_name(change)} {words.change_verb(change)}"
    if change.how == "removed" or not change.values:
        yield (name, "", "", "", words.change_place(change))
        return
    for value in change.values:
        yield (name, value.path, words.value_text(value.old), words.value_text(value.new), words.value_place(value))
