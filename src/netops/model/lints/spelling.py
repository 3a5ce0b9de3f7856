"""Texts that mean one thing and are spelled in another way than the format of their schema has: FMT003 and FMT004."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from ipaddress import ip_network

from netops.errors import Diagnostic, Severity
from netops.model.layers import Part
from netops.model.lints.finding import Finding
from netops.schema import Schema
from netops.schema.marked import Steps, marked
from netops.schema.values import dotted
from netops.source.changes import Respell

MAC = re.compile(r"(?:[0-9A-Fa-f]{2}([:-]))(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}|[0-9A-Fa-f]{12}")


def mac(text: str) -> str:
    """A MAC address in small letters, with colons; any other text as it is."""
    digits = re.sub(r"[:.-]", "", text.lower())
    return ":".join(digits[at : at + 2] for at in range(0, len(digits), 2)) if MAC.fullmatch(text) else text


def network(text: str) -> str:
    """A network without host bits; a text that is none, or that has no host bits, as it is."""
    try:
        found = ip_network(text, strict=False) if "/" in text else None
    except ValueError:
        return text
    address = text.partition("/")[0]
    return text if found is None or ip_network(address).network_address == found.network_address else str(found)


SPELLINGS: dict[str, tuple[str, str, Callable[[str], str], frozenset[str]]] = {
    "mac": ("FMT003", "a MAC address in another form than small letters with colons", mac, frozenset()),
    "ip-network": ("FMT004", "a network with host bits", network, frozenset({"ip-interface"})),
}
"""By format: the code of the lint, what is wrong, the right spelling, and formats in whose company the text may be right as it is."""


def findings(part: Part, schema: Schema) -> Iterator[Finding]:
    """The texts of a part that are spelled wrongly."""
    for path, text, marks in marked(part.raw, schema.formats):
        formats = frozenset(marks)
        for name in formats & SPELLINGS.keys() if isinstance(text, str) else ():
            code, message, spelled, others = SPELLINGS[name]
            if not formats & others and (right := spelled(text)) != text:
                yield _finding(part, path, text, right, code, message)


def _finding(part: Part, path: Steps, text: str, right: str, code: str, message: str) -> Finding:
    problem = Diagnostic(code, message, Severity.WARNING, part.origin(path), dotted(path), found=text, expected=right)
    return Finding(part.document.file, problem, Respell((*part.path, *path), str(text), right))
