"""Sentences that all forms of a review share."""

from __future__ import annotations

from collections.abc import Iterable

from netops.config import DiffLine
from netops.messages import first_few, pluralize
from netops.report.record import origin_text
from netops.review import Difference, Findings, ObjectChange, Rendering, Review, ValueChange

MANY = 40
"""So many targets of a difference are named; JSON has all."""

NOTHING = "(nothing)"
SAME = "only in secrets, in what means the same to the device, or in what netops does not manage there"
DATA = ("inventory/", "netops.yaml")


def headline_text(review: Review) -> str:
    """The whole review in one line."""
    return _effect(review) + (", not valid" if review.findings.error else "")


def _effect(review: Review) -> str:
    if review.effect:
        return ", ".join(_effects(review))
    if not review.files:
        return "no change"
    names = [file.name for file in review.files]
    if all(name.startswith(DATA) for name in names):
        return f"no effect: only comments, order, quoting or places changed in {first_few(names)}"
    return f"no effect on objects, findings and rendered lines: {pluralize(len(names), 'file')} changed, {first_few(names)}"


def _effects(review: Review) -> Iterable[str]:
    findings, rendering = review.findings, review.rendering
    yield pluralize(len(review.objects), "changed object")
    if review.templates:
        yield pluralize(len(review.templates), "changed template")
    yield pluralize(len(findings.new), "new finding")
    if findings.gone:
        yield f"{len(findings.gone)} gone"
    yield "nothing rendered" if rendering.missing else f"{rendering.changed} of {pluralize(rendering.targets, 'target')} differ"
    if rendering.failed:
        yield f"{len(rendering.failed)} cannot be compared"


def findings_text(found: Findings) -> str:
    kept = ", ".join(pluralize(count, severity) for severity, count in found.kept.items())
    return f"{len(found.new)} new, {len(found.gone)} gone" + (f"; as before: {kept} (netops validate lists them)" if kept else "")


def rendering_text(made: Rendering) -> str:
    """What was rendered, and how much of it differs."""
    if made.missing:
        return f"nothing, since {made.missing}"
    text = f"{made.rendered} of {pluralize(made.targets, 'target')}, which the change can reach"
    text += f"; {made.changed} differ" + (f", in {pluralize(len(made.differences), 'way')}" if made.differences else "")
    return text + (f"; {len(made.failed)} cannot be compared" if made.failed else "")


def same_change_note(made: Rendering) -> str:
    """The targets whose text differs without a meaning; '' when there are none."""
    differ = "differs" if len(made.alike) == 1 else "differ"
    return f"{pluralize(len(made.alike), 'target')} {differ} {SAME}: {first_few(made.alike)}" if made.alike else ""


def change_verb(change: ObjectChange) -> str:
    """What became of an object: `changed`, or its new name."""
    return f"is now {change.name}" if change.how == "renamed" else change.how


def change_name(change: ObjectChange) -> str:
    """The kind of an object and the name by which the old side knows it."""
    return f"{change.kind} {change.was or change.name}"


def change_place(change: ObjectChange) -> str:
    return f"was at {change.origin}" if change.how == "removed" else str(change.origin)


def value_text(value: str | None) -> str:
    return NOTHING if value is None else value


def value_place(value: ValueChange) -> str:
    return f"was at {value.old_origin}" if value.new_origin is None else str(value.new_origin)


def line_place(line: DiffLine) -> str:
    """Where a line comes from, and how many other places have a part in it; what is gone was there."""
    if not (line.differs and origin_text(line)):
        return ""
    more = len(line.values) - 1
    return f"{'was at ' if line.sign == '-' else ''}{origin_text(line)}" + (f" and {more} more" if more > 0 else "")


def difference_text(one: Difference) -> str:
    """How many targets differ so, of which platforms, and in how many lines."""
    kind = "new target" if one.how == "added" else "target"
    return f"{pluralize(len(one.targets), kind)} ({', '.join(one.platforms)}), {pluralize(one.size, 'line')}"
