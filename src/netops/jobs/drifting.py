"""What each target runs against what is intended."""

from __future__ import annotations

from netops import config, drift
from netops.drift import Drift
from netops.errors import ConfigError
from netops.events import Outcome
from netops.jobs.operation import Operation
from netops.jobs.reading import Reading, read
from netops.model.company import Target


def find_drift(operation: Operation) -> list[Drift]:
    """What each target runs against what is intended, in the order of the targets."""
    readings = read(operation)
    return [_drift(operation, target, readings[target.name]) for target in operation.reachable]


def _drift(operation: Operation, target: Target, reading: Reading) -> Drift:
    name = target.name
    if reading.error:
        return Drift(name, target.platform, target.site, outcome=reading.outcome, error=reading.error)
    if operation.specs[name].observed:
        expected = dict(operation.company.view(name).get("expected", {}))
        where = {fact: operation.company.origin("device", target.device, ("expected", fact)) for fact in expected}
        return drift.compare_facts(name, target.platform, target.site, reading.facts, expected, where)
    try:
        return _compared(operation, target, reading)
    except ConfigError as error:
        return Drift(name, target.platform, target.site, outcome=Outcome.FAILED, error=str(error))


def _compared(operation: Operation, target: Target, reading: Reading) -> Drift:
    name = target.name
    changed = operation.state.changed_secrets(name, config.secrets(target.platform, reading.text, operation.rendered[name].text))
    return drift.compare(
        operation.rendered[name],
        reading.text,
        target.site,
        managed=operation.managed(name),
        applied=operation.applied(name),
        secrets=changed,
    )
