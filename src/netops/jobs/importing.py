"""What devices show of themselves, for an import: config, facts, neighbours."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nornir.core.task import Result, Task

from netops.adopt.cables import Neighbour
from netops.adopt.live import Seen
from netops.errors import NetopsError
from netops.events import Listener, silent
from netops.fleet import Answer, session
from netops.fleet.backup import check_whole
from netops.jobs.operation import Operation
from netops.platforms import Platform


def read_seen(operation: Operation, listen: Listener = silent) -> tuple[dict[str, Seen], dict[str, Answer]]:
    """What each configured target shows, and how it ended on each."""
    selection = operation.selection
    names = [name for name in selection.configured if selection.platform(name).importer]

    def task(task: Task) -> Result:
        site = str(selection.company.devices[selection.company.target(task.host.name).device]["site"])
        return Result(task.host, result=_read(task, selection.platform(task.host.name), site))

    answers = operation.on_each(names, task, listen)
    return {name: answer.value for name, answer in answers.items() if answer.ok}, answers


def _read(task: Task, platform: Platform, site: str) -> Seen:
    """The config has to be whole; without facts or neighbours, a device comes in all the same."""
    with session(task) as driver:
        text = driver.get_config(retrieve="running")["running"]
        check_whole(task.host.name, platform, text)
        facts, neighbours = _asked(driver.get_facts), _asked(driver.get_lldp_neighbors)
    found = [Neighbour(port, str(row["hostname"]), str(row["port"])) for port, rows in neighbours.items() for row in rows]
    return Seen(text, platform.name, site, str(facts.get("serial_number") or ""), str(facts.get("model") or ""), found)


def _asked(verb: Any) -> Mapping[str, Any]:
    try:
        found: Mapping[str, Any] = verb()
    except (NetopsError, NotImplementedError):
        return {}
    return found
