"""A step from what runs and what is wanted. The same function works out the commands when the plan is made and when it is applied."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netops.config import ConfigPair, DiffLine, IsSame, ParsedConfig, short_digest, uncomparable_secrets
from netops.config.compliance import Coverage, FeatureCompliance, compliance_by_feature, coverage_of
from netops.errors import ConfigError
from netops.plan.assess import with_risk_checks
from netops.plan.lines import OriginsOf, explain_lines
from netops.plan.preconditions import unmet_preconditions
from netops.plan.record import Apply, Step, has_word
from netops.plan.restore import restore_secrets
from netops.plan.timer import has_revert_timer
from netops.platforms import Platform
from netops.render import Rendered
from netops.secrets import secret_names_in_text

LOST = "bring the line back through the YAML, where the secret has a name"


def intended_digest(text: str, actions: Sequence[Mapping[str, Any]]) -> str:
    return short_digest(text, json.dumps(list(actions), sort_keys=True, ensure_ascii=False))


@dataclass(frozen=True, slots=True)
class CandidateChange:
    """What to send to a device. It may hold the device's own secrets: in memory only, never written. `commands` are those to send, none
    where the whole candidate is. `lost`: lines of an old config that cannot be brought back, since their secrets are stored nowhere."""

    pair: ConfigPair
    commands: tuple[str, ...]
    predicted: ParsedConfig
    lost: tuple[str, ...] = ()

    @property
    def candidate(self) -> str:
        """The config that the device should run."""
        return self.pair.wanted.text


def compute_change(
    apply: Apply, running: ParsedConfig, intended: ParsedConfig, managed: tuple[str, ...] | None, is_same: IsSame = uncomparable_secrets
) -> CandidateChange:
    """The candidate, the commands (where they are what is sent) and the running config afterwards. `is_same`: as in `ConfigPair`."""
    restored, lost = restore_secrets(running, intended)
    pair = ConfigPair(running, running.candidate(restored, managed), is_same)
    if apply != "commands":
        return CandidateChange(pair, (), pair.wanted, lost)
    return CandidateChange(pair, pair.commands, pair.predicted, lost)


def build_step(
    rendered: Rendered,
    apply: Apply,
    running: str,
    *,
    managed: tuple[str, ...] | None,
    applied: str | None,
    owned: tuple[str, ...] | None = None,
    reach: Sequence[str] = (),
    actions: Sequence[Mapping[str, Any]] = (),
    origins: OriginsOf | None = None,
    record: Platform | None = None,
    captured: bool = False,
    only: tuple[str, ...] = (),
    services: Mapping[str, str] | None = None,
    is_same: IsSame = uncomparable_secrets,
) -> Step | None:
    """The step that brings a target from `running` to what is rendered, or None when nothing differs.

    `origins` gives those of its lines, when some differ. `applied` is the config that netops left on the target (normalised,
    redacted), `owned` the parts that it managed then. `reach`: what it connects by, as in a step. `record`: of the platform, where the
    company has one of its own. `captured`: lines that only the device has are stored before they go. `only`, `services`: as in a step;
    `managed` is narrowed to `only` already. `is_same`: as in `ConfigPair`.
    """
    platform, text = rendered.platform, rendered.text
    now, intended = ParsedConfig(record or platform, running), ParsedConfig(record or platform, text)
    change = compute_change(apply, now, intended, managed, is_same)
    lines = explain_lines(change.pair, applied, origins or (lambda _: rendered.lines), owned)
    if not lines and change.lost:
        raise ConfigError(f"its secret is stored nowhere, and the device no longer has it: {'; '.join(change.lost)}", hint=LOST)
    if not lines:
        return None
    features = compliance_by_feature(change.pair, "all" if managed is None else managed)
    predicted = change.predicted.normal(intended)
    reviewed = _reviewed(apply, change)
    made = Step(
        target=rendered.target,
        platform=platform,
        apply=apply,
        running_digest=now.digest(intended),
        intended_digest=intended_digest(text, actions),
        intended=text,
        managed=managed,
        predicted=predicted,
        commands=redacted_lines(reviewed.commands, intended),
        inverse=redacted_lines(reviewed.inverse, intended),
        diff=lines,
        actions=tuple(actions),
        secrets=secret_names_in_text("\n".join(change.commands) if apply == "commands" else change.candidate),
        features={found.feature: found.state for found in features if found.difference},
        coverage=_coverage(now, intended, managed, features),
        remaining=change.pair.remaining if apply == "commands" else (),
        lost=change.lost,
        reach=tuple(found for found in reach if _is_lost(found.split()[-1], lines, predicted)),
        no_commands=reviewed.no_commands,
        no_inverse=reviewed.no_inverse,
        only=only,
        services=services or {},
        before=now.redacted(intended),
        timed=has_revert_timer(now.platform, apply, running),
        unmet=tuple(unmet_preconditions(now, apply)),
    )
    return with_risk_checks(made, now.platform, captured=captured)


@dataclass(frozen=True, slots=True)
class _Reviewed:
    """The commands of a change and those that lead back, each with the reason where there are none."""

    commands: tuple[str, ...] = ()
    inverse: tuple[str, ...] = ()
    no_commands: str = ""
    no_inverse: str = ""


def _reviewed(apply: Apply, change: CandidateChange) -> _Reviewed:
    """What a reviewer reads of a change. A replace goes on without commands, and every step without those that lead back."""
    pair = change.pair
    if apply != "commands" and not pair.running.platform.spec.takes("commands"):
        return _Reviewed(no_commands="it takes whole files, no commands", no_inverse="its old files are put back whole")
    commands, no_commands = (change.commands, "") if apply == "commands" else _or_why(lambda: pair.commands)
    inverse, no_inverse = _or_why(lambda: ConfigPair(change.predicted, pair.running, pair.is_same).commands)
    return _Reviewed(commands, inverse, no_commands, no_inverse)


def _or_why(commands: Callable[[], tuple[str, ...]]) -> tuple[tuple[str, ...], str]:
    try:
        return commands(), ""
    except ConfigError as error:
        return (), error.message


def _coverage(
    running: ParsedConfig, intended: ParsedConfig, managed: tuple[str, ...] | None, features: Sequence[FeatureCompliance]
) -> Coverage:
    """How much of a running config is managed, and how much the model has; the candidate of a partly managed target has all the rest."""
    return coverage_of(features if managed is None else compliance_by_feature(ConfigPair(running, intended), managed))


def _is_lost(word: str, lines: Sequence[DiffLine], predicted: str) -> bool:
    """Whether a word is in a line that goes, and in none that is there afterwards."""
    gone = any(has_word(line.text, word) for line in lines if line.sign == "-")
    return gone and not any(has_word(line, word) for line in predicted.split("\n"))


def redacted_lines(commands: Sequence[str], intended: ParsedConfig) -> tuple[str, ...]:
    """Commands as a plan may show them."""
    return tuple(ParsedConfig(intended.platform, "\n".join(commands)).redacted(intended).splitlines()) if commands else ()
