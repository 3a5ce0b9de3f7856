"""The way from where netops runs to each target, as the data has it."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Finding, place_of, rule
from netops.graph.graph import CompanyGraph
from netops.graph.reach import ManagementReach, ManagementStation
from netops.messages import first_few
from netops.model.company import Company
from netops.model.target import CONFIGURED

WHOLE = "all"
NOUN = "device"


@rule("MGT001", title="netops reaches every target", scope="network")
def target_is_reachable_for_management(graph: CompanyGraph) -> Iterator[Finding]:
    """What is intended lets netops in: from `runner:` of netops.yaml to the management address of every target, and back.

    What it does: follows the way over ports, VLANs, gateways, routes and filters in the data, and the login: sshd, accounts, SSH and the
    API by which `access:` connects. Without `runner:`, and for targets that are not managed as a whole, nothing is followed. What the data
    does not show counts as open.
    Why it matters: a deploy would cut netops off, and the way back is a drive to the site.
    Example: `access-class` with the networks of another site; `allow_groups: [staff]` where netops logs in as root.
    Use instead: permit the network of netops; keep the account that `access:` names.
    """
    manager = ManagementStation(graph)
    if manager.start is None:
        return
    cut: dict[tuple[str, str], list[ManagementReach]] = {}
    for name in _targets(graph.company):
        found = manager.reach(graph, name)
        if found.state == "cut" and _is_whole(graph.company, found.device):
            cut.setdefault((found.device, found.why), []).append(found)
    for (device, why), rows in cut.items():
        targets = first_few([one.target for one in rows])
        place = place_of(NOUN, device, *rows[0].where.path) if device in graph.company.devices else place_of(NOUN, rows[0].target)
        hint = "netops deploy would refuse it: permit the way of netops, or correct `runner:` and `access:` of netops.yaml"
        yield Finding(place, f"netops does not reach {targets}: {why}", hint=hint)


def _targets(company: Company) -> Iterator[str]:
    """The targets that netops changes as a whole."""
    for name, target in company.targets.items():
        is_changed = target.status in CONFIGURED and not company.platform(target.platform).spec.observed
        if is_changed and ":" not in name and _is_whole(company, name):
            yield name


def _is_whole(company: Company, name: str) -> bool:
    """Whether the data has all of a device; of an unknown one there is nothing else."""
    return name not in company.devices or str(company.view(name, derivations=()).get("managed", WHOLE)) == WHOLE
