"""What each target runs against what is intended."""

from __future__ import annotations

from netops import drift
from netops.config import IsSame, uncomparable_secrets
from netops.drift import Drift
from netops.errors import ConfigError
from netops.events import Listener, Outcome, silent
from netops.jobs.intended import Intended
from netops.jobs.operation import Operation
from netops.jobs.reading import Reading, read_targets
from netops.jobs.selection import platform_of
from netops.model.company import Company, ConfigTarget
from netops.state import State


def find_drift(operation: Operation, listen: Listener = silent) -> list[Drift]:
    """What each target runs against what is intended, in the order of the targets; those that are not managed are left out."""
    company, state, selection, left = operation.company, operation.state, operation.selection, operation.unmanaged()
    chosen = [target for target in selection.reachable if target.name not in left]
    readings = read_targets(operation, [target.name for target in chosen], listen)
    operation.intended.prepare(name for name in selection.configured if name in readings and not readings[name].error)
    is_same = operation.devices.is_same
    return [drift_of_target(company, state, target, readings[target.name], operation.intended, is_same) for target in chosen]


def drift_of_target(
    company: Company, state: State, target: ConfigTarget, reading: Reading, intended: Intended, is_same: IsSame = uncomparable_secrets
) -> Drift:
    """What one target runs against what is intended. `is_same`: as in `ConfigPair`."""
    name = target.name
    if reading.error:
        return Drift(name, target.platform, target.site, outcome=reading.outcome, error=reading.error)
    if company.platform(target.platform).spec.observed:
        expected = dict(company.view(name).get("expected", {}))
        where = {fact: company.origin("device", target.device, ("expected", fact)) for fact in expected}
        return drift.compare_facts(name, target.platform, target.site, reading.facts, expected, where)
    applied = state.applied(name)
    try:
        wanted = intended(name, ())
        return drift.target_drift(
            wanted,
            reading.text,
            target.site,
            managed=wanted.managed,
            applied=applied.text if applied else None,
            owned=applied.managed if applied else None,
            secrets=lambda found: state.changed_secrets(name, dict(found)),
            origins=lambda lines: intended(name, lines).lines,
            record=platform_of(company, name),
            is_same=is_same,
        )
    except ConfigError as error:
        return Drift(name, target.platform, target.site, outcome=Outcome.FAILED, error=str(error))
