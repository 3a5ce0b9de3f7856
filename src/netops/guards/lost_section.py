"""A section that a device cannot do without would be gone: its name, its users, AAA, its ports, or what netops connects by."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace

from netops import platforms
from netops.config import DiffLine, ParsedConfig
from netops.dialects.grammar import Grammar
from netops.dialects.sections import feature_of
from netops.errors import ConfigError
from netops.guards._lines import listed_lines, positions_of_removed_lines, removals_at
from netops.guards.record import DeployRequest, Finding
from netops.plan import Step
from netops.plan.record import has_word
from netops.platforms import Platform

CODE = "GRD007"
WAY = "look at what the templates and layers of it no longer give"

DEFINED_BY = {"account": ("users", "aaa"), "address": ("interfaces",), "interface": ("interfaces",)}
"""The features whose lines define what netops connects by."""

_VERBS = re.compile(r"^(?:set|deactivate|protect) ")
"""How a line of a Junos config in the form of commands begins."""


def find(request: DeployRequest) -> Iterator[Finding]:
    if request.is_rollback:
        return
    for name, step in request.plan.steps.items():
        yield from _features(step, request.targets[name].platform)
        yield from _way_in(step, request.targets[name].platform)


def _features(step: Step, platform: Platform) -> Iterator[Finding]:
    """The mandatory features that lose all of their lines."""
    if platform.grammar is None:
        return
    suspects = [name for name in platform.grammar.mandatory if step.features.get(name) == "extra"]
    left = _features_of(step.predicted, platform, platform.grammar) if suspects else frozenset()
    for feature in suspects:
        if feature not in left:
            lines = [at for at, line in enumerate(step.diff) if line.sign == "-" and _feature(line, platform, platform.grammar) == feature]
            message = "\n    ".join([f"{step.target} would have nothing of {feature} left:", *listed_lines(step, lines)])
            yield Finding(message, WAY, removals_at(step, lines or positions_of_removed_lines(step)))


def _features_of(text: str, platform: Platform, grammar: Grammar) -> frozenset[str]:
    """The features of which a config has a line that is no negation."""
    names = (_VERBS.sub("", head.name) for head in ParsedConfig(platform, text).heads)
    return frozenset(feature_of(grammar, name) or "" for name in names if grammar.positive(name) == name)


def _feature(line: DiffLine, platform: Platform, grammar: Grammar) -> str | None:
    """The feature of a line of a difference, by its path on Junos and by the top-level line that it is below elsewhere."""
    if grammar.dialect.PATHS:
        return feature_of(grammar, grammar.positive(" ".join(line.path)))
    with suppress(ConfigError):
        return next((feature_of(grammar, grammar.positive(head.name)) for head in ParsedConfig(platform, line.path[0]).heads), None)
    return None


def _way_in(step: Step, platform: Platform) -> Iterator[Finding]:
    """What netops connects by, where a line that defines it goes: the same word elsewhere, as in a file of a server, says nothing."""
    if platform.grammar is None:
        return
    lost = {found: DEFINED_BY[found.split()[0]] for found in step.reach}
    lines = [at for at, line in enumerate(step.diff) if line.sign == "-" and _defines(line, lost, platform, platform.grammar)]
    if lines:
        what = [f"{step.target}: {found}" for found in step.reach]
        message = "\n    ".join([f"{step.target} would lose what netops connects by:", *what, *listed_lines(step, lines)])
        way = "netops would not get in again: change the way in with one deploy, and take the old one away with the next"
        yield Finding(message, way, removals_at(step, lines))


def _defines(line: DiffLine, lost: Mapping[str, tuple[str, ...]], platform: Platform, grammar: Grammar) -> bool:
    words = [found for found in lost if has_word(line.text, found.split()[-1])]
    return bool(words) and any(_feature(line, platform, grammar) in lost[found] for found in words)


def violate(request: DeployRequest) -> DeployRequest:
    """The first target as one of a platform with users, which loses the account of netops."""
    name, step = next(iter(request.plan.steps.items()))
    platform, start = next(_with_users())
    gone = DiffLine("-", (f"{start} netops-guard-proof",))
    bad = replace(step, diff=(*step.diff, gone), reach=("account netops-guard-proof",))
    facts = replace(request.targets[name], platform=platform)
    plan = replace(request.plan, steps={**request.plan.steps, name: bad})
    return replace(request.as_deploy(), plan=plan, targets={**request.targets, name: facts})


def _with_users() -> Iterator[tuple[Platform, str]]:
    """The platforms that have a feature for users, with how a line of it begins."""
    for record in map(platforms.get, platforms.names()):
        for start in record.grammar.features.get("users", ()) if record.grammar else ():
            yield record, start
