"""Which platform a config is of, from its text."""

from __future__ import annotations

from collections.abc import Iterable

from netops.facts.importer import Importer
from netops.platforms import Platform

CERTAIN = 1000
"""What a line counts that only one platform prints."""


def recognise_platforms(text: str, candidates: Iterable[tuple[Platform, Importer]]) -> list[str]:
    """The platforms that a text may be of: the likeliest one, several that are equally likely, none."""
    scores = {platform.name: _score(importer, text) for platform, importer in candidates}
    best = max(scores.values(), default=0)
    return sorted(name for name, score in scores.items() if score == best) if best else []


def _score(importer: Importer, text: str) -> int:
    certain = CERTAIN * bool(importer.certain and importer.certain.search(text))
    return certain + sum(1 for _ in importer.typical.finditer(text))
