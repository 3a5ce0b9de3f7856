"""AS numbers: whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from netops.checks import Finding, Place, Scope, place_of, rule
from netops.checks._help import did_you_mean
from netops.errors import Severity


@rule("ASN001", title="AS number is known")
def as_number_is_defined(company: Scope) -> Iterator[Finding]:
    """Each AS number of a site, a BGP speaker or a neighbour is one that the company lists, or a provider's.

    What it does: looks it up among the `as_numbers` and the `asn` of the providers, when the company lists some.
    Why it matters: a slip in a number brings the session down, or brings up one with another network.
    Example: `remote_asn: 64050` for the provider with AS 64500.
    Use instead: the number as it was given, or an entry in `as_numbers` with its holder.
    """
    listed = {int(one["asn"]) for one in company.of("as_number").values()}
    if not listed:
        return
    theirs = {int(one["asn"]) for one in company.of("provider").values() if "asn" in one}
    for place, asn in _used(company):
        if asn not in listed | theirs:
            hint = did_you_mean(asn, map(str, listed | theirs))
            yield Finding(place, f"AS {asn} is not assigned", expected="an AS of the company or of a provider", found=str(asn), hint=hint)


def _used(company: Scope) -> Iterator[tuple[Place, int]]:
    """All AS numbers in the data, with their places."""
    yield from ((place_of("site", name, "asn"), int(site["asn"])) for name, site in company.of("site").items() if "asn" in site)
    for name, device in company.devices.items():
        bgp = device.get("bgp", {})
        if "asn" in bgp:
            yield place_of("device", name, "bgp", "asn"), int(bgp["asn"])
        for index, neighbor in enumerate(bgp.get("neighbors", ())):
            if "remote_asn" in neighbor:
                yield place_of("device", name, "bgp", "neighbors", index, "remote_asn"), int(neighbor["remote_asn"])


@rule("ASN002", title="AS number is used where it belongs", severity=Severity.WARNING)
def as_number_is_used_by_owner(company: Scope) -> Iterator[Finding]:
    """An AS number that belongs to one site is that of no other site, nor of a router there.

    What it does: compares `site` of the AS number with the site whose `asn` it is, and with the site of each router that speaks as it.
    Why it matters: BGP drops routes with its own AS in their path, so two sites with one number do not see each other.
    Example: `bgp: {asn: 65010}` on a router in Hamburg, while 65010 is Berlin's.
    Use instead: the number of the site; without `site`, the AS number may be used anywhere.
    """
    homes = {int(one["asn"]): (name, str(one["site"])) for name, one in company.of("as_number").items() if "site" in one}
    owned = [(place_of("site", name, "asn"), name, int(site["asn"])) for name, site in company.of("site").items() if "asn" in site]
    speakers = [
        (place_of("device", name, "bgp", "asn"), str(device["site"]), int(device["bgp"]["asn"]))
        for name, device in company.devices.items()
        if "asn" in device.get("bgp", {})
    ]
    for place, site, asn in (*owned, *speakers):
        name, home = homes.get(asn, ("", site))
        if home != site:
            related = (("it is given here", place_of("as_number", name, "site")),)
            yield Finding(place, f"AS {asn} of site {home} is used at {site}", expected=f"an AS of {site}", found=str(asn), related=related)
