"""What each target runs against what is intended."""

from __future__ import annotations

from collections.abc import Callable

from netops import drift
from netops.drift import Drift
from netops.errors import ConfigError
from netops.events import Outcome
from netops.jobs.operation import Operation
from netops.jobs.reading import Reading, read
from netops.model.company import Company, Target
from netops.render import Rendered
from netops.state import State


def find_drift(operation: Operation) -> list[Drift]:
    """What each target runs against what is intended, in the order of the targets."""
    readings = read(operation)

    def intended(name: str, trace: bool) -> Rendered:
        return operation.traced(name) if trace else operation.rendered[name]

    return [target_drift(operation.company, operation.state, target, readings[target.name], intended) for target in operation.reachable]


def target_drift(company: Company, state: State, target: Target, reading: Reading, intended: Callable[[str, bool], Rendered]) -> Drift:
    """What one target runs against what is intended. `intended(name, trace)` renders it; with trace only when lines differ."""
    name = target.name
    if reading.error:
        return Drift(name, target.platform, target.site, outcome=reading.outcome, error=reading.error)
    if company.platform(target.platform).spec.observed:
        expected = dict(company.view(name).get("expected", {}))
        where = {fact: company.origin("device", target.device, ("expected", fact)) for fact in expected}
        return drift.compare_facts(name, target.platform, target.site, reading.facts, expected, where)
    managed, applied = company.view(name).get("managed", "all"), state.applied(name)
    try:
        return drift.compare(
            intended(name, False),
            reading.text,
            target.site,
            managed=None if managed == "all" else tuple(managed),
            applied=applied.text if applied else None,
            secrets=lambda found: state.changed_secrets(name, dict(found)),
            trace=lambda: intended(name, True),
            record=company.platform(target.platform),
        )
    except ConfigError as error:
        return Drift(name, target.platform, target.site, outcome=Outcome.FAILED, error=str(error))
