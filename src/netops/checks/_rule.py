"""A rule, what it finds, and how a function becomes one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from netops.errors import Severity
from netops.model.index import Place

SCOPES = ("target", "site", "company", "network")
GIVEN = "today"
"""A keyword that is no option: the date, for rules that need one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that a rule found. `related` are other places that are part of it, each with the reason."""

    at: Place
    message: str
    expected: str = ""
    found: str = ""
    hint: str = ""
    related: tuple[tuple[str, Place], ...] = ()


Check = Callable[..., Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as `netops validate` runs it and as the documentation lists it. `options` are the defaults of what a company can set."""

    code: str
    title: str
    scope: str
    severity: Severity
    check: Check
    options: Mapping[str, Any] = field(default_factory=dict)
    needs_today: bool = False

    @property
    def text(self) -> str:
        """The rule's page: What it does, Why it matters, Example, Use instead, Options."""
        return self.check.__doc__ or ""

    @property
    def group(self) -> str:
        """The subject: the name of the file that the rule is in."""
        return PurePath(self.check.__code__.co_filename).stem.replace("_", " ")


def rule(code: str, *, title: str, scope: str = "company", severity: Severity = Severity.ERROR) -> Callable[[Check], Rule]:
    """Make a function a rule.

    The function gets a `Device` when the scope is `target`, the `Graph` of the company when it is `network`, else a `Scope`. Its
    keyword-only parameters with a default are the rule's options, which `rules:` in netops.yaml sets; a keyword-only `today` is the date.

    >>> from netops.checks import Finding, rule
    >>> @rule("OUR001", title="devices have a description", scope="target")
    ... def described(device, *, roles=("access",)):
    ...     if device.data["role"] in roles and "comments" not in device.data:
    ...         yield Finding(device.at(), f"{device.name} has no comments")
    >>> described.code, described.scope, dict(described.options)
    ('OUR001', 'target', {'roles': ('access',)})
    """
    if scope not in SCOPES:
        raise ValueError(f"rule {code}: scope is one of {', '.join(SCOPES)}, not {scope!r}")
    return lambda check: Rule(code, title, scope, severity, check, *_keywords(check))


def _keywords(check: Check) -> tuple[dict[str, Any], bool]:
    words = {word.name: word.default for word in inspect.signature(check).parameters.values() if word.kind is word.KEYWORD_ONLY}
    needs_today = words.pop(GIVEN, None) is not None
    return words, needs_today
