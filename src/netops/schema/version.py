"""The version of the data (`schema:` of netops.yaml), and keys that will go.

A change of keys raises SCHEMA and adds a migration to `netops.migrate`; `netops fmt --migrate` rewrites older data. A key that is to go
later has `"x-netops-deprecated": {"since": VERSION, "removed": DATE, "use": WHAT}` in its schema: from which netops on it is not to be
used, from which day on it may be refused, and what to write in its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from netops.errors import Diagnostic, Severity
from netops.schema.check import Schema
from netops.schema.conditions import HasOrigins
from netops.schema.marked import marked_places
from netops.schema.values import dotted_path

SCHEMA = 2
"""The version that this netops reads."""

KEY = "schema"


def version_of(settings: Any) -> int | None:
    """The version that netops.yaml names; None when it names none, which its schema refuses."""
    found = settings.get(KEY) if isinstance(settings, dict) else None
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else None


def version_problems(settings: Any, document: HasOrigins) -> list[Diagnostic]:
    """The problem of data that is older or newer than what this netops reads."""
    found = version_of(settings)
    if found in (None, SCHEMA):
        return []
    code, message, hint = (
        ("SCH014", "the data is newer than this netops", f"install a netops that reads schema {found}")
        if found > SCHEMA
        else ("SCH013", "the data is older than this netops", "run netops fmt --migrate; with --check it only shows the changes")
    )
    origin = document.origin((KEY,))
    return [Diagnostic(code, message, origin=origin, path=KEY, expected=f"schema {SCHEMA}", found=f"schema {found}", hint=hint)]


def deprecation_warnings(value: Any, schema: Schema, document: HasOrigins) -> Iterator[Diagnostic]:
    """A warning for each deprecated key that a value has."""
    for path, _, marks in marked_places(value, schema.deprecations):
        mark = marks[0]
        message = f"a deprecated key: not to be used since {mark['since']}, refused from {mark['removed']}"
        origin, name = document.origin(path, key=True), dotted_path((*getattr(document, "path", ()), *path))
        yield Diagnostic("SCH015", message, Severity.WARNING, origin, name, hint=str(mark["use"]))
