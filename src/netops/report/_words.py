"""Sentences that several reports share: where running configs are from, how old they are, how much of a config netops manages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from netops.config.compliance import Coverage
from netops.git import has_changes
from netops.messages import first_few, pluralize
from netops.plan import ConfigSource, Plan, Step

Note = tuple[str, str]
"""What is to be known of a step: of what kind, and a line of its config, empty where it is about none."""

_UNITS = (("day", timedelta(days=1)), ("hour", timedelta(hours=1)), ("minute", timedelta(minutes=1)))

_SECRETS = {
    "backup": "backups hold no secrets, so secrets were not compared",
    "folder": "secrets that the data names, and those taken out of the files, were not compared",
}


def uncommitted_note(plan: Plan) -> list[str]:
    """That nobody finds again what a plan was made of; nothing when its files are in a commit."""
    return [f"made of files that are not committed: {plan.commit}"] if plan.steps and has_changes(plan.commit) else []


def coverage_text(coverage: Coverage) -> str:
    """How much of a running config netops would overwrite, and how much of it the model has; only all of it is 100 %."""
    shares = [f"{100 * number // coverage.lines} % " if coverage.lines else "" for number in (coverage.managed, coverage.modelled)]
    return f"managed {shares[0]}({coverage.managed} of {coverage.lines} lines), modelled {shares[1]}({coverage.modelled})"


def age_text(written: str, now: str) -> str:
    """How old something is, in its largest whole unit. A time that is still to come counts as now."""
    passed = datetime.fromisoformat(now) - datetime.fromisoformat(written)
    unit, length = next(((unit, length) for unit, length in _UNITS if passed >= length), _UNITS[-1])
    return pluralize(max(0, passed // length), unit)


def how_applied(step: Step) -> str:
    """How a step changes its target."""
    return pluralize(len(step.commands), "command") if step.apply == "commands" else "replaced as a whole"


def step_notes(step: Step, captured_for: int, *, risks: bool = True) -> tuple[str, ...]:
    """What a reviewer of a step has to know beside its lines. Without `risks` only what would cut netops off."""
    found = (f"{kind}: {line}" if line else kind for kind, line in step_note_lines(step, captured_for, risks=risks))
    return (*found, *_features(step))


def step_note_lines(step: Step, captured_for: int, *, risks: bool = True) -> list[Note]:
    """The same but for the features: each of its kind, with a line of the config where it is about one."""
    found: list[Note] = [("changed by hand since the last deploy, would be overwritten", line) for line in step.manual]
    found += [("stays on the device, no command removes it", line) for line in step.remaining]
    if number := len(step.removals):
        found.append((f"never deployed, would go with nothing in their place: {pluralize(number, 'line')}", ""))
    found += [("not brought back, its secret is stored nowhere", line) for line in step.lost]
    if captured_for and (number := len(step.irrecoverable)):
        lines = pluralize(number, "line")
        found.append((f"{lines} with a secret of the device alone: stored for {pluralize(captured_for, 'recipient')} before going", ""))
    return [*found, *((text, "") for text in (step.risk_notes if risks else (f"LOCKOUT: {text}" for text in step.lockouts)))]


def _features(step: Step) -> list[str]:
    """The features that change, by state, and how much of the config is managed where that is not all of it."""
    states: dict[str, list[str]] = {}
    for feature, state in step.features.items():
        states.setdefault(state, []).append(feature)
    parts = [f"{state}: {', '.join(names)}" for state, names in sorted(states.items())]
    parts += [coverage_text(step.coverage)] if step.managed is not None else []
    return [f"by feature: {'; '.join(parts)}"] if parts else []


def source_note(running: ConfigSource, created: str) -> list[str]:
    """What to know before believing a comparison that did not read the devices; nothing when it did."""
    if running.kind == "live":
        return []
    what = "backups" if running.kind == "backup" else "files"
    said = f"compared with {what} in {running.folder}, not with the devices"
    if running.files:
        name, oldest = min(running.files.items(), key=lambda item: item[1].written)
        said += f"; the oldest is {name}'s, written {age_text(oldest.written, created)} ago"
    return [said, _SECRETS[running.kind], ""]


def file_age(running: ConfigSource, target: str, created: str) -> str:
    """The age of the file that stood in for a target, as an ending of its line; empty when the target itself was read."""
    kept = running.files.get(target)
    return f", {running.kind if running.kind == 'backup' else 'file'} written {age_text(kept.written, created)} ago" if kept else ""


def skipped_text(skipped: Mapping[str, str]) -> list[str]:
    """Which targets were left out, by reason: what is rare first, since nobody misses it in a crowd."""
    by_why: dict[str, list[str]] = {}
    for name, why in sorted(skipped.items()):
        by_why.setdefault(why, []).append(name)
    rows = sorted(by_why.items(), key=lambda row: (len(row[1]), row[0]))
    return [f"{first_few(names)}: skipped: {why}" for why, names in rows]


def waves_text(plan: Plan) -> list[str]:
    """The waves, and under each why its targets are in it."""
    lines = []
    for number, wave in enumerate(plan.waves, 1):
        lines.append(f"wave {number}: {', '.join(wave)}")
        lines += [f"    {first_few(names, 4)}: {why}" for why, names in targets_by_reason(plan, wave).items()]
    return lines


def targets_by_reason(plan: Plan, wave: Sequence[str]) -> dict[str, list[str]]:
    """The targets of a wave by the reason for which they are in it; those without one left out."""
    found: dict[str, list[str]] = {}
    for name in wave:
        if why := plan.wave_reasons.get(name):
            found.setdefault(why, []).append(name)
    return found
