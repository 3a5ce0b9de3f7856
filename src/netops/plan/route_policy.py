"""Whether a step changes what routing protocols exchange: the walk takes all networks of a domain as known to all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from netops.config import DiffLine
from netops.plan.record import Step

LIST: Final = re.compile(
    r"(?:(?:ip|ipv6) )?(?:prefix-list|as-path(?: access-list)?|bgp as-path|(?:ext)?community-list|large-community-list)"
    r"(?: standard| expanded)? (?P<list>\S+)"
    r"|route-map (?P<map>\S+)|(?:route-policy|prefix-set|as-path-set|community-set|rd-set) (?P<set>\S+)"
    r"|policy-options(?: (?:policy-statement|prefix-list|community|as-path|route-filter-list) (?P<statement>\S+))?"
)
"""Beginnings of lines that define what policies of routes are made of, with the name."""
PROCESS: Final = re.compile(r"router (?:bgp|ospf|ospfv3|ospf6|isis|eigrp)\b|protocols\b|routing-instances\b|routing-options\b")
"""Beginnings of the sections of routing protocols."""
WORDS: Final = frozenset(
    (
        *("prefix-list", "route-map", "filter-list", "distribute-list", "route-policy", "import", "export", "import-policy"),
        *("redistribute", "network", "aggregate-address", "aggregate", "maximum-prefix", "maximum-routes", "prefix-limit"),
        *("default-originate", "default-information", "summary-address", "range", "stub", "nssa", "unsuppress-map", "advertise-map"),
        *("accepted-prefix-limit", "filter-policy", "table-map", "stub-router", "max-metric", "overload", "set-overload-bit"),
    )
)
"""Words of lines of a protocol that narrow or end what it announces and takes."""
ADJACENT: Final = re.compile(
    r"\b(?:ospf|ospfv3|isis|eigrp|bgp|neighbor|area|interface)\b.*\b(?:"
    r"authentication(?:-\S+)?|message-digest-key|hello-interval|dead-interval|hello-multiplier|interface-type"
    r"|network (?:point|broadcast|non)\S*|shutdown|password|ttl-security|update-source|local-address|local-as)\b"
)
"""Lines on which both ends of an adjacency or a session have to agree."""


def changed_policies(step: Step, running: str) -> list[DiffLine]:
    """The differing lines of a step that say what is announced or taken. A list that nothing names says nothing."""
    texts = f"{running}\n{step.predicted}".splitlines()
    return [line for line in step.diff if line.differs and _is_policy(line, texts)]


def _is_policy(line: DiffLine, texts: Sequence[str]) -> bool:
    path = " ".join(part.strip(" {;") for part in line.path).removeprefix("no ")
    if match := LIST.match(path):
        name = next((found for found in match.groups() if found), "") or next(iter(_names_in(path)), "")
        return not name or _is_named(name, texts)
    is_of_protocol = PROCESS.match(path) is not None
    return (is_of_protocol and not WORDS.isdisjoint(path.split())) or _is_adjacent(path, is_of_protocol=is_of_protocol)


def _is_adjacent(path: str, *, is_of_protocol: bool) -> bool:
    """Whether both ends have to agree on a line: of a protocol, or of one at an interface."""
    return ADJACENT.search(path) is not None and (is_of_protocol or AT_INTERFACE.search(path) is not None)


AT_INTERFACE: Final = re.compile(r"^interfaces? .*\b(?:ospf|ospfv3|isis|eigrp)\b")


STATEMENTS: Final = ("policy-statement", "prefix-list", "community", "as-path", "route-filter-list")
"""What Junos defines below `policy-options`."""


def _names_in(path: str) -> Iterator[str]:
    """The name of the statement of Junos that a path is in."""
    return (name for kind, name in pairwise(path.split()) if kind in STATEMENTS)


def _is_named(name: str, texts: Sequence[str]) -> bool:
    """Whether a line names a list or a policy beside those that define it."""
    word = re.compile(rf"(?<!\S){re.escape(name)}(?![^\s;\])])")
    return any(word.search(text) and not _defines(text.strip(), name) for text in texts)


def _defines(text: str, name: str) -> bool:
    words, match = text.strip(" {;").removeprefix("no ").split(), LIST.match(text.removeprefix("no "))
    return (match is not None and name in match.groups()) or (words[:1] != [] and words[0] in STATEMENTS and words[1:2] == [name])
