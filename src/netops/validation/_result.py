"""What validating a site gives, and under which names the cache holds it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from netops.cache import digest
from netops.errors import Diagnostic
from netops.model.packing import pack_problems, unpack_problems

OUTLINE = ".outline"


def cache_name(site: str, what: str = "") -> str:
    """The name under which the cache holds a site's result. It is a digest, since a site may have any name that a folder can have."""
    return f"{digest(site)}{what}"


@dataclass(frozen=True)
class SiteResult:
    """The result of one site: problems by stage, the names of its devices, how many of each kind, the digest of its outline.

    `unchecked`: what of it no rule has seen, since there are errors: some files, or the site. `unobeyed`: names of what it sets and nothing
    obeys.
    """

    problems: Mapping[str, list[Diagnostic]] = field(default_factory=dict)
    devices: Sequence[str] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)
    outline: str = ""
    unchecked: Sequence[str] = ()
    unobeyed: Sequence[str] = ()

    def saved(self) -> list[Any]:
        problems = {stage: pack_problems(found) for stage, found in self.problems.items()}
        return [problems, self.devices, self.kinds, self.outline, self.unchecked, self.unobeyed]

    @classmethod
    def restored(cls, saved: list[Any]) -> SiteResult:
        problems, *rest = saved
        return cls({stage: unpack_problems(found) for stage, found in problems.items()}, *rest)
