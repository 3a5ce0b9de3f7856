"""The devices that logins to the targets of a plan pass, and what they run as far as that is known without reaching them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from netops.errors import DeviceError
from netops.jobs.offline import ConfigFolder, read_config_file
from netops.jobs.selection import files_of, platform_of
from netops.lab.simulators import simulator_of
from netops.model.company import Company, ConfigTarget
from netops.plan import Plan, topology_of


def configs_on_management_paths(company: Company, plan: Plan) -> Mapping[str, str]:
    """What targets run that a plan does not change and that a login to one of its targets passes, netops' own switch included.

    It is read from the files that the plan was made from, or from backups; a target without a whole file is left out.
    """
    sources = list(_sources(company, plan))
    found: dict[str, str] = {}
    for target in _targets(company, plan) if sources else ():
        texts = (_text(company, files, target.name) for files in sources)
        if text := next(filter(None, texts), ""):
            found[target.name] = text
    return found


def _targets(company: Company, plan: Plan) -> Iterator[ConfigTarget]:
    topology = topology_of(company, plan.steps)
    changed = set(topology.devices.values())
    passed = {device for way in topology.management.values() for device in way} - changed
    for target in company.targets.values():
        if target.device in passed and target.name == target.device and simulator_of(target.platform) is not None:
            yield target


def _sources(company: Company, plan: Plan) -> Iterator[ConfigFolder]:
    backups = company.project.state_dir / "backups"
    if plan.running.kind == "folder" and (folder := Path(plan.running.folder)).is_dir():
        yield ConfigFolder("folder", folder, plan.running.folder)
    if backups.is_dir():
        yield ConfigFolder("backup", backups, f"{company.project.state_dir.name}/backups")


def _text(company: Company, files: ConfigFolder, name: str) -> str:
    try:
        return read_config_file(files_of(company, files), name, platform_of(company, name))[0]
    except DeviceError:
        return ""
