"""What devices show of themselves, for an import: config, facts, neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from nornir.core.task import Result, Task

from netops.adopt.cables import Neighbour
from netops.adopt.host_files import bundle_paths
from netops.adopt.live import DeviceReading
from netops.errors import NetopsError
from netops.events import Listener, silent
from netops.fleet import TaskAnswer, session
from netops.fleet.backup import check_complete
from netops.jobs.operation import Operation
from netops.platforms import Platform, importer_of
from netops.render import Renderer
from netops.render.bundle import Bundle


def read_devices(operation: Operation, listen: Listener = silent) -> tuple[dict[str, DeviceReading], dict[str, TaskAnswer]]:
    """What each configured target shows, and how it ended on each."""
    selection = operation.selection
    names = [name for name in selection.configured if selection.platform(name).importer]
    wanted = {name: _paths(operation, name) for name in names if importer_of(selection.platform(name)).is_of_files}
    operation = replace(operation, owned=replace(operation.owned, wanted=wanted))

    def task(task: Task) -> Result:
        site = str(selection.company.devices[selection.company.target(task.host.name).device]["site"])
        return Result(task.host, result=_read(task, selection.platform(task.host.name), site))

    answers = operation.on_each(names, task, listen)
    return {name: answer.value for name, answer in answers.items() if answer.ok}, answers


def _paths(operation: Operation, name: str) -> list[str]:
    """The paths of a host that bundles of its platform could own, and those that its data gives, where it has any that can be rendered."""
    company = operation.company
    found = Renderer(company.project, company.schemas).bundles(company.target(name).platform)
    with suppress(NetopsError):
        return sorted({*_own(found), *(path for action in operation.intended(name).actions for path in action["paths"])})
    return _own(found)


def _own(found: Iterable[Bundle]) -> list[str]:
    return sorted({path for bundle in found for path in bundle_paths(bundle)})


def _read(task: Task, platform: Platform, site: str) -> DeviceReading:
    """The config has to be whole; without facts or neighbours, a device comes in all the same."""
    with session(task) as driver:
        text = driver.get_config(retrieve="running")["running"]
        check_complete(task.host.name, platform, text)
        unread = dict(getattr(driver, "unread", {}))
        facts, neighbours = _asked(driver.get_facts), _asked(driver.get_lldp_neighbors)
    found = [Neighbour(port, str(row["hostname"]), str(row["port"])) for port, rows in neighbours.items() for row in rows]
    return DeviceReading(text, platform.name, site, str(facts.get("serial_number") or ""), str(facts.get("model") or ""), found, unread)


def _asked(verb: Any) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = verb()
    except (NetopsError, NotImplementedError):
        return {}
    return found
