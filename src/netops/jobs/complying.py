"""What each target runs against what is intended, feature by feature."""

from __future__ import annotations

from collections.abc import Container

from netops.config.compliance import compliance
from netops.errors import ConfigError
from netops.events import Listener, Outcome, silent
from netops.jobs.operation import Operation
from netops.jobs.reading import Reading, config_source, read_targets
from netops.plan.compliance import ComplianceRun, TargetCompliance
from netops.state import utc_now


def find_compliance(operation: Operation, listen: Listener = silent) -> ComplianceRun:
    """Each target by feature. Nothing is sent, and nothing is remembered."""
    selection = operation.selection
    readings, left = read_targets(operation, selection.configured, listen), operation.unmanaged()
    operation.intended.prepare(readings)
    return ComplianceRun(
        created=utc_now().isoformat(timespec="seconds"),
        targets=tuple(_compared(operation, name, reading, left) for name, reading in sorted(readings.items())),
        skipped=selection.without_config("it has no config"),
        running=config_source(selection, readings),
    )


def _compared(operation: Operation, name: str, reading: Reading, left: Container[str]) -> TargetCompliance:
    rendered = operation.intended(name)
    managed = () if name in left else rendered.managed
    if reading.error:
        return TargetCompliance(name, rendered.platform, outcome=str(reading.outcome), error=reading.error)
    try:
        features = compliance(rendered.platform, reading.text, rendered.text, "all" if managed is None else managed)
    except ConfigError as error:
        return TargetCompliance(name, rendered.platform, outcome=str(Outcome.FAILED), error=str(error))
    if not features:
        return TargetCompliance(
            name, rendered.platform, outcome=str(Outcome.FAILED), error="neither what runs nor what is wanted has a line"
        )
    return TargetCompliance(name, rendered.platform, features)
