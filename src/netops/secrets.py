"""Secrets as references: the core and every file hold names, a driver fills in values at the moment of sending.

In YAML a secret is `!secret NAME`; in rendered text it is `⟦secret:NAME⟧`, or `⟦secret:NAME|transform⟧` when the device
wants it in another form. The brackets are refused in all data and templates, so no text can forge a placeholder.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from difflib import get_close_matches

from netops.errors import Diagnostic, Origin, Related

OPEN, CLOSE = "⟦", "⟧"
REDACTED = f"{OPEN}secret{CLOSE}"
"""What a redacted text has in place of a secret."""
REDACTION = re.compile(rf"{OPEN}secret(?:-(\d+))?{CLOSE}")
"""The same, of the first and of the further secrets at one place of a text (`snmp-server community`)."""


def redaction(number: int) -> str:
    """What a redacted text has in place of a secret that is the first, second, ... one at its place."""
    return REDACTED if number == 1 else f"{OPEN}secret-{number}{CLOSE}"


def redaction_number(text: str) -> int:
    """The number of a redaction.

    >>> redaction_number(redaction(2))
    2
    """
    match = REDACTION.fullmatch(text)
    return int(match[1] or 1) if match else 1


def is_redacted(text: str) -> bool:
    """Whether secrets were taken out of a text."""
    return REDACTED in text or REDACTION.search(text) is not None


PLACEHOLDER = re.compile(rf"{OPEN}secret:([A-Za-z][A-Za-z0-9_.-]*)(?:\|([a-z0-9_]+))?{CLOSE}")


@dataclass(frozen=True, slots=True)
class SecretRef:
    """`!secret NAME` in YAML. Its text form is the placeholder, so a template prints it like any value."""

    name: str

    def __str__(self) -> str:
        return f"{OPEN}secret:{self.name}{CLOSE}"

    def as_(self, transform: str) -> str:
        """The placeholder for this secret in another form (`⟦secret:NAME|sha512⟧`)."""
        return f"{OPEN}secret:{self.name}|{transform}{CLOSE}"


_INLINE = re.compile(r"!secret ([A-Za-z](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?)")
"""A reference inside a line of text: `snmp-server community !secret snmp_ro RO`."""


def with_placeholders(line: str) -> str:
    """A line of `raw_config` with the placeholder of each secret in place of its `!secret NAME`."""
    return _INLINE.sub(lambda match: f"{OPEN}secret:{match[1]}{CLOSE}", line) if "!secret " in line else line


def with_references(line: str) -> str:
    """A line with `!secret NAME` in place of each placeholder, as it is written in `raw_config`."""
    return PLACEHOLDER.sub(lambda match: f"!secret {match[1]}", line) if OPEN in line else line


def secret_names_in_text(text: str) -> tuple[str, ...]:
    """The names of the secrets that a rendered text needs, in order of first use."""
    return tuple(dict.fromkeys(m[1] for m in PLACEHOLDER.finditer(text)))


def fill_secrets(text: str, lookup: Callable[[str], str], transform: Callable[[str, str], str] | None = None) -> str:
    """The text with every placeholder replaced by `lookup(name)`, after `transform(kind, value)` where one is asked for."""

    def value(match: re.Match[str]) -> str:
        plain = lookup(match[1])
        if match[2] is None:
            return plain
        if transform is None:
            raise ValueError(f"no transform {match[2]!r} for secrets here")
        return transform(match[2], plain)

    return PLACEHOLDER.sub(value, text)


def undefined_secret(
    name: str, known: Collection[str], origin: Origin | None, at: Callable[[str], Origin | None] = lambda near: None
) -> Diagnostic:
    """What is wrong with a secret that is used, and that `secrets:` of netops.yaml, which has the `known` ones, gives no source.

    `at` gives the place of a known one.
    """
    near = get_close_matches(name, known, 1)
    variable = re.sub(r"\W", "_", f"NETOPS_{name}").upper()
    hint = f"did you mean {near[0]!r}?" if near else f"add it to netops.yaml: secrets: {{{name}: {{env: {variable}}}}}"
    return Diagnostic(
        "SEC001",
        f"secret {name!r} has no source",
        origin=origin,
        path=f"secrets.{name}",
        expected="an entry under secrets: in netops.yaml",
        found="none",
        hint=hint,
        related=tuple(Related(f"{one} is here", place) for one in near if (place := at(one))),
    )
