"""Diagnostics as values of JSON and back, for the cache and between processes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from netops.errors import Diagnostic, Origin, Related, Severity


def pack_problems(problems: Iterable[Diagnostic]) -> list[Any]:
    return [
        [p.code, p.message, str(p.severity), _place(p.origin), p.path, p.expected, p.found, p.hint]
        + [[r.note, _place(r.origin)] for r in p.related]
        for p in problems
    ]


def unpack_problems(rows: Any) -> list[Diagnostic]:
    return [_diagnostic(row) for row in rows]


def _diagnostic(row: list[Any]) -> Diagnostic:
    code, message, severity, place, path, expected, found, hint, *more = row
    related = tuple(Related(note, Origin(*at)) for note, at in more)
    return Diagnostic(code, message, Severity(severity), Origin(*place) if place else None, path, expected, found, hint, related)


def _place(origin: Origin | None) -> list[Any] | None:
    return [origin.file, origin.line, origin.column] if origin else None
