"""Filter entries that follow from the flows of the business services, for filters with `from_services: true`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from netops.model.derive import Replacement
from netops.model.derive.provenance import ProvenanceTagger, provenance_tagger
from netops.model.index import AssignedAddress, Network, Object, Place, parse_interface, parse_network

if TYPE_CHECKING:
    from netops.model.company import Company

FIRST_SEQ, STEP = 10_000, 10
SAME = ("protocol", "source", "destination", "port")
VERSIONS = {"ipv4": 4, "ipv6": 6}


@dataclass(frozen=True, slots=True)
class ReachedAddress:
    """A flow of a service, and the address behind the filter at which it ends."""

    service: str
    position: int
    flow: Object
    host: AssignedAddress


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`acls[*].entries` with a permit per flow that ends behind the interfaces where the filter is bound outwards."""
    wanted = {name: acl for name, acl in view.get("acls", {}).items() if acl.get("from_services")}
    with_provenance = provenance_tagger(view, company)
    because = with_provenance.causes(_choosing(company)) if wanted else ()
    entries = {name: Replacement(_entries(name, acl, view, company, with_provenance), because) for name, acl in wanted.items()}
    return {"acls": {name: {"entries": one} for name, one in entries.items()}} if wanted else {}


def _entries(name: str, acl: Object, view: Mapping[str, Any], company: Company, with_provenance: ProvenanceTagger) -> list[Any]:
    behind, version = tuple(_behind(name, view)), VERSIONS[str(acl.get("family", "ipv4"))]
    permits = (
        permit for reached in _reached(behind, version, company) for permit in _permits(reached, behind, version, company, with_provenance)
    )
    unique: dict[tuple[Any, ...], dict[str, Any]] = {}
    for permit in permits:
        unique.setdefault(tuple(permit[key] for key in SAME), permit)
    numbered = enumerate(_remarked_once(unique.values()))
    return [*acl["entries"], *({"seq": FIRST_SEQ + STEP * at, **permit} for at, permit in numbered)]


def _choosing(company: Company) -> Iterator[Place]:
    """All that decides which entries there are: one more or less, and those after it get other numbers."""
    for name, prefix in company.objects.get("prefix", {}).items():
        yield from (Place("prefix", name, (key,)) for key in ("prefix", "role", "vlan") if key in prefix)
    for name, service in company.objects.get("service", {}).items():
        flows = service.get("flows", ())
        yield from (Place("service", name, ("flows", at, key)) for at, flow in enumerate(flows) for key in flow)
    for assigned in company.index.assigned.values():
        yield from (one.place for one in assigned)


def _remarked_once(permits: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The entries, each remark only on the first of those that it is about."""
    before = None
    for permit in permits:
        yield permit if permit["remark"] != before else {key: value for key, value in permit.items() if key != "remark"}
        before = permit["remark"]


def _behind(acl: str, view: Mapping[str, Any]) -> Iterator[Network]:
    for interface in view.get("interfaces", {}).values():
        if interface.get("acl_out") == acl:
            yield from (found.network for text in interface.get("addresses", ()) if (found := parse_interface(text)))


def _reached(behind: Sequence[Network], version: int, company: Company) -> Iterator[ReachedAddress]:
    """The flows of all services that end on a host behind the filter."""
    for name, service in sorted(company.objects.get("service", {}).items()):
        for position, flow in enumerate(service.get("flows", ())):
            for host in company.index.assigned.get(str(flow["to"]), ()):
                if host.value.version == version and any(host.value.ip in network for network in behind):
                    yield ReachedAddress(name, position, flow, host)


def _permits(
    to: ReachedAddress, behind: Sequence[Network], version: int, company: Company, with_provenance: ProvenanceTagger
) -> Iterator[dict[str, Any]]:
    flow = Place("service", to.service, ("flows", to.position))
    ends = [replace(flow, path=(*flow.path, key)) for key in ("from", "to")]
    for source, place in flow_sources(str(to.flow["from"]), version, company, flow):
        if not _inside(source, behind):
            yield {
                "action": with_provenance("permit", conditions=ends),
                "protocol": with_provenance(to.flow.get("protocol", "tcp"), replace(flow, path=(*flow.path, "protocol"))),
                "source": with_provenance(source, place, conditions=ends),
                "destination": with_provenance(f"{to.host.value.ip}/{to.host.value.max_prefixlen}", ends[1], to.host.place),
                "port": with_provenance(to.flow["port"], replace(flow, path=(*flow.path, "port"))),
                "remark": with_provenance(company.objects["service"][to.service]["name"], Place("service", to.service, ("name",))),
            }


def flow_sources(text: str, version: int, company: Company, flow: Place) -> list[tuple[str, Place]]:
    """What a flow's `from` means, with its place: `any` or a prefix itself, or all prefixes of that role or VLAN name, by address."""
    if text == "any" or parse_network(text) is not None:
        return [(text, replace(flow, path=(*flow.path, "from")))]
    networks, prefixes = company.index.networks, company.objects.get("prefix", {})
    named = [
        name
        for name, net in networks.items()
        if net.version == version and text in (prefixes[name].get("role"), prefixes[name].get("vlan"))
    ]
    return [
        (str(networks[name]), Place("prefix", name, ("prefix",)))
        for name in sorted(named, key=lambda name: int(networks[name].network_address))
    ]


def _inside(source: str, behind: Sequence[Network]) -> bool:
    """Whether the source is behind the filter itself: such traffic does not pass it."""
    network = parse_network(source)
    return network is not None and any(network.version == net.version and network.subnet_of(net) for net in behind)  # type: ignore[arg-type]
