"""Differences of one target, each with a cause: the last applied config is the base that shows who moved, git or the device."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netops.config import Cause, ConfigPair, DiffLine, IsSame, ParsedConfig, uncomparable_secrets
from netops.config.items import item_numbers
from netops.errors import Origin
from netops.events import Outcome
from netops.plan.lines import OriginsOf, explain_lines
from netops.platforms import Platform
from netops.render import Rendered


@dataclass(frozen=True, slots=True)
class Drift:
    """What was found on one target. `error` is set when it could not be read: then nothing is known about it."""

    target: str
    platform: str
    site: str
    lines: tuple[DiffLine, ...] = ()
    outcome: Outcome | None = None
    error: str = ""

    @property
    def clean(self) -> bool:
        return not self.lines and not self.error

    @property
    def differing(self) -> tuple[DiffLine, ...]:
        """The lines without their context."""
        return tuple(line for line in self.lines if line.differs)

    @property
    def items(self) -> list[int]:
        """For each of the lines the number by which it can be adopted, 0 for context and for what is no line of a config."""
        numbers = item_numbers(self.lines)
        return [0 if line.cause in (Cause.SECRET, Cause.OBSERVED) else number for line, number in zip(self.lines, numbers, strict=True)]


def target_drift(
    rendered: Rendered,
    running: str,
    site: str,
    *,
    managed: tuple[str, ...] | None,
    applied: str | None,
    owned: tuple[str, ...] | None = None,
    secrets: Callable[[Mapping[str, str]], Sequence[str]] = lambda _: (),
    origins: OriginsOf | None = None,
    record: Platform | None = None,
    is_same: IsSame = uncomparable_secrets,
) -> Drift:
    """The drift of a target that renders a config. `origins` gives those of its lines, when some differ.

    `secrets` gives, of the secrets of the running config by path, the paths of those that are not the ones sent last.
    `is_same`: as in `ConfigPair`.
    """
    platform = rendered.platform
    now, intended = ParsedConfig(record or platform, running), ParsedConfig(record or platform, rendered.text)
    pair = ConfigPair(now, now.candidate(intended, managed), is_same)
    marks = (DiffLine("-", (f"secret at {path}",), cause=Cause.SECRET) for path in secrets(now.secrets(intended)))
    return Drift(rendered.target, platform, site, (*explain_lines(pair, applied, origins or (lambda _: rendered.lines), owned), *marks))


def compare_facts(
    target: str, platform: str, site: str, facts: Mapping[str, Any], expected: Mapping[str, Any], where: Mapping[str, Origin | None]
) -> Drift:
    """The drift of an observed target: what it says of itself against what the source of truth expects.

    `expected` maps a fact to its value, or `supplies_low` to the percentage below which a supply counts as low.
    """
    lines = [
        _observed(f"{fact}: {facts.get(fact, 'not reported')!s}, expected {wanted!s}", where.get(fact))
        for fact, wanted in expected.items()
        if fact != "supplies_low" and str(facts.get(fact, "")) != str(wanted)
    ]
    floor = expected.get("supplies_low")
    if floor is not None and not facts.get("supplies"):
        lines.append(_observed(f"supplies: not reported, expected {floor} % or more", where.get("supplies_low")))
    lines += [
        _observed(f"{supply['name']} at {supply['level']} %, expected {floor} % or more", where.get("supplies_low"))
        for supply in facts.get("supplies", ())
        if floor is not None and 0 <= supply["level"] < floor
    ]
    return Drift(target, platform, site, tuple(lines))


def _observed(text: str, origin: Origin | None) -> DiffLine:
    return DiffLine("-", (text,), values=(origin,) if origin else (), cause=Cause.OBSERVED)
