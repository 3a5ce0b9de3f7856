"""Filter entries that follow from the flows of the business services, for filters with `from_services: true`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from netops.model.index import Network, Object, parse_interface, parse_network
from netops.source.trace import derived

if TYPE_CHECKING:
    from netops.model.company import Company

FIRST_SEQ, STEP = 10_000, 10
VERSIONS = {"ipv4": 4, "ipv6": 6}


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`acls[*].entries` with a permit per flow that ends behind the interfaces where the filter is bound outwards."""
    wanted = {name: acl for name, acl in view.get("acls", {}).items() if acl.get("from_services")}
    return {"acls": {name: {"entries": _entries(name, acl, view, company)} for name, acl in wanted.items()}} if wanted else {}


def _entries(name: str, acl: Object, view: Mapping[str, Any], company: Company) -> list[Any]:
    behind = tuple(_behind(name, view))
    permits = list(dict.fromkeys(_permits(behind, VERSIONS[acl.get("family", "ipv4")], company)))
    return [*acl["entries"], *(_entry(FIRST_SEQ + STEP * at, permit) for at, permit in enumerate(permits))]


def _behind(acl: str, view: Mapping[str, Any]) -> Iterator[Network]:
    for interface in view.get("interfaces", {}).values():
        if interface.get("acl_out") == acl:
            yield from (found.network for text in interface.get("addresses", ()) if (found := parse_interface(text)))


def _permits(behind: Sequence[Network], version: int, company: Company) -> Iterator[tuple[Any, ...]]:
    for _, service in sorted(company.objects.get("service", {}).items()):
        for flow in service.get("flows", ()):
            hosts = [one for one in company.index.assigned.get(str(flow["to"]), ()) if any(one.value.ip in net for net in behind)]
            for host in (h for h in hosts if h.value.version == version):
                for source in sources(flow["from"], version, company):
                    if not _inside(str(source), behind):
                        yield (
                            flow.get("protocol", "tcp"),
                            source,
                            derived(str(host.value.ip), host.text),
                            host.value.max_prefixlen,
                            flow["port"],
                            service["name"],
                        )


def sources(text: Any, version: int, company: Company) -> list[Any]:
    """What a flow's `from` stands for: `any`, a prefix itself, or all prefixes of that role or VLAN name, by address."""
    if text == "any" or parse_network(str(text)) is not None:
        return [text]
    networks, prefixes = company.index.networks, company.objects.get("prefix", {})
    named = [
        name
        for name, net in networks.items()
        if net.version == version and str(text) in (prefixes[name].get("role"), prefixes[name].get("vlan"))
    ]
    return [
        derived(str(networks[name]), prefixes[name]["prefix"]) for name in sorted(named, key=lambda name: networks[name].network_address)
    ]


def _inside(source: str, behind: Sequence[Network]) -> bool:
    network = parse_network(source)
    return network is not None and any(network.version == net.version and network.subnet_of(net) for net in behind)  # type: ignore[arg-type]


def _entry(seq: int, permit: tuple[Any, ...]) -> dict[str, Any]:
    protocol, source, host, length, port, service = permit
    to = {"destination": derived(f"{host}/{length}", host), "port": port, "remark": service}
    return {"seq": seq, "action": "permit", "protocol": protocol, "source": source, **to}
