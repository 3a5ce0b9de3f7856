"""A review as plain data, for programs."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from netops.config import DiffLine
from netops.errors import Origin
from netops.review import Difference, ObjectChange, Review, ValueChange


def review_data(review: Review) -> dict[str, Any]:
    """All that a review knows. Places are texts `FILE:LINE:COLUMN`; of a `-` line and of `old` they are in the old revision."""
    findings, made = review.findings, review.rendering
    return {
        "old": asdict(review.old),
        "new": asdict(review.new),
        "effect": review.effect,
        "notes": list(review.notes),
        "files": [asdict(file) for file in review.files],
        "objects": [_object(change) for change in review.objects],
        "templates": [asdict(template) for template in review.templates],
        "findings": {
            "new": [asdict(problem) for problem in findings.new],
            "gone": [asdict(problem) for problem in findings.gone],
            "kept": dict(findings.kept),
            "error": findings.error,
        },
        "rendering": {
            "targets": made.targets,
            "rendered": made.rendered,
            "changed": made.changed,
            "missing": made.missing,
            "differences": [_difference(one) for one in made.differences],
            "removed": dict(made.removed),
            "failed": dict(made.failed),
            "alike": list(made.alike),
        },
    }


def _object(change: ObjectChange) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "name": change.name,
        "was": change.was,
        "how": change.how,
        "origin": str(change.origin),
        "values": [_value(value) for value in change.values],
    }


def _value(value: ValueChange) -> dict[str, Any]:
    return asdict(value) | {"old_origin": _place(value.old_origin), "new_origin": _place(value.new_origin)}


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "how": one.how,
        "targets": list(one.targets),
        "platforms": list(one.platforms),
        "lines": [_line(line) for line in one.lines],
    }


def _line(line: DiffLine) -> dict[str, Any]:
    return {
        "sign": line.sign,
        "text": line.text.strip(),
        "depth": line.depth,
        "template": _place(line.template),
        "values": list(map(str, line.values)),
    }


def _place(origin: Origin | None) -> str | None:
    return str(origin) if origin else None
