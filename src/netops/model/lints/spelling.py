"""Texts that mean one thing and are spelled in another way than the format of their schema has: FMT003, FMT004 and FMT007."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from ipaddress import ip_network

from netops.errors import Diagnostic, Severity
from netops.model.layers import Part
from netops.model.lints.finding import LintFinding
from netops.model.spelling import ADDRESSES, canonical_address, canonical_mac
from netops.schema import Schema
from netops.schema.marked import Steps, marked_places
from netops.schema.values import dotted_path
from netops.source.changes import ChangeSpelling


def canonical_network(text: str) -> str:
    """A network without host bits; a text that is none, or that has no host bits, as it is."""
    try:
        found = ip_network(text, strict=False) if "/" in text else None
    except ValueError:
        return text
    before = text.partition("/")[0]
    return text if found is None or ip_network(before).network_address == found.network_address else str(found)


@dataclass(frozen=True, slots=True)
class Spelling:
    """A lint for texts of some formats; `unless` are formats in whose company a text may be right as it is."""

    code: str
    message: str
    formats: frozenset[str]
    spelled: Callable[[str], str]
    unless: frozenset[str] = frozenset()

    def right(self, text: str, formats: frozenset[str]) -> str:
        return self.spelled(text) if formats & self.formats and not formats & self.unless else text


SPELLINGS = (
    Spelling("FMT003", "a MAC address in another form than small letters with colons", frozenset({"mac"}), canonical_mac),
    Spelling("FMT004", "a network with host bits", frozenset({"ip-network"}), canonical_network, frozenset({"ip-interface"})),
    Spelling("FMT007", "an address in another form than the one that is printed", ADDRESSES, canonical_address),
)


def find_misspelled_values(part: Part, schema: Schema) -> Iterator[LintFinding]:
    """The texts of a part that are spelled wrongly."""
    for path, text, marks in marked_places(part.raw, schema.formats):
        formats = frozenset(marks)
        for lint in SPELLINGS if isinstance(text, str) else ():
            if (right := lint.right(text, formats)) != text:
                yield _finding(part, path, text, right, lint)
                break


def _finding(part: Part, path: Steps, text: str, right: str, lint: Spelling) -> LintFinding:
    problem = Diagnostic(lint.code, lint.message, Severity.WARNING, part.origin(path), dotted_path(path), found=text, expected=right)
    return LintFinding(part.document.file, problem, ChangeSpelling((*part.path, *path), str(text), right))
