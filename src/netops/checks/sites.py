"""Sites: who answers, and which lines there are, for how many people and until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._business import count_users, is_in_service
from netops.checks._help import unknown_name
from netops.errors import Severity
from netops.model.index import Object

ALWAYS = "24x7"


@rule("SIT001", title="site has a technical contact with a telephone", scope="site", severity=Severity.WARNING)
def site_has_technical_contact(site: Scope) -> Iterator[Finding]:
    """A site where people work has a technical contact, and that contact a telephone.

    What it does: looks for `contacts.technical`, and for `phone` of that contact.
    Why it matters: the line is down, so a mail does not reach the contact.
    Example: a site with 40 people and no `contacts`.
    Use instead: `contacts: {technical: it-network}`, and `phone` in org/contacts.yaml.
    """
    known = site.of("contact")
    for name, data in _own(site):
        technical = str(data.get("contacts", {}).get("technical", ""))
        if not count_users(site.of("department").values(), name) or not is_in_service(data):
            continue
        if not technical:
            yield Finding(
                place_of("site", name), f"site {name} has no technical contact", expected="contacts: {technical: ...}", found="none"
            )
        elif technical in known and "phone" not in known[technical]:
            message, place = (
                f"{technical}, the technical contact of {name}, has no telephone",
                place_of("site", name, "contacts", "technical"),
            )
            yield Finding(place, message, expected="phone", found="none", related=(("the contact", place_of("contact", technical)),))


def _own(site: Scope) -> Iterator[tuple[str, Object]]:
    return iter(site.of("site").items())


@rule("SIT002", title="contract of a circuit has an end", scope="site", severity=Severity.WARNING)
def circuit_has_contract_end(site: Scope) -> Iterator[Finding]:
    """Of a circuit that costs money every month it is known when its contract ends.

    What it does: looks for `circuit_contract_end` of each circuit with `cost_month_eur`.
    Why it matters: it renews itself for a year, at the old price, the day after the last chance to end it.
    Example: `{cid: HT-1004, cost_month_eur: 290}`.
    Use instead: `ends: 2028-03-31`.
    """
    for name, circuit in site.of("circuit").items():
        if "cost_month_eur" in circuit and "ends" not in circuit and is_in_service(circuit):
            message = f"circuit {circuit['cid']} costs {circuit['cost_month_eur']} euro a month, without an end of the contract"
            yield Finding(place_of("circuit", name), message, expected="ends", found="none")


@rule("SIT003", title="contract of a circuit has not ended", scope="site", severity=Severity.WARNING)
def circuit_contract_has_not_ended(site: Scope, *, today: date, days: int = 60) -> Iterator[Finding]:
    """The contract of a circuit in service has not ended, nor does it end soon.

    What it does: compares `circuit_contract_end` with today.
    Why it matters: the provider takes the line away; a new one takes months.
    Example: `ends: 2026-01-31`, in the middle of January.
    Use instead: a new contract, and its last day.
    Options: `days` before the end from which on this counts.
    """
    for name, circuit in site.of("circuit").items():
        if "ends" in circuit and is_in_service(circuit):
            last = date.fromisoformat(str(circuit["ends"]))
            if last < today + timedelta(days=days):
                message = f"the contract of circuit {circuit['cid']} {'ended' if last < today else 'ends'} on {last}"
                yield Finding(place_of("circuit", name, "ends"), message, expected=f"{days} days or more", found=str(last))


@rule("SIT004", title="many people have two lines", severity=Severity.WARNING)
def large_site_has_two_circuits(company: Scope, *, people: int = 30) -> Iterator[Finding]:
    """A site where many work has more than one circuit.

    What it does: counts the circuits that end at a site, and the people of all departments there; a site without any circuit in the data
    is left out.
    Why it matters: one excavator, and they all go home.
    Example: 55 people, and one line.
    Use instead: a second circuit, of another provider through another street.
    Options: `people`, from how many on.
    """
    found: dict[str, list[str]] = defaultdict(list)
    for circuit in company.of("circuit").values():
        ends = {str(circuit[end]["device"]) for end in ("a", "z") if end in circuit and is_in_service(circuit)}
        for site in {str(company.devices[device]["site"]) for device in ends if device in company.devices}:
            found[site].append(str(circuit["cid"]))
    for site, cids in found.items():
        there = count_users(company.of("department").values(), site)
        if len(cids) == 1 and there >= people:
            message = f"{there} people work at {site}, and one line leads there"
            yield Finding(place_of("site", site), message, expected="two circuits", found=cids[0])


@rule("SIT005", title="provider that must repair can be called", severity=Severity.WARNING)
def provider_has_support_phone(company: Scope) -> Iterator[Finding]:
    """The provider of a circuit with a time to repair has a telephone for faults.

    What it does: looks for `phone` of the provider of each circuit with `sla_h`.
    Why it matters: the hours count from the call.
    Example: `{cid: HT-1004, provider: hanse, sla_h: 8}`, and hanse has no `phone`.
    Use instead: `phone: +49 40 9990 1` in org/providers.yaml.
    """
    providers = company.of("provider")
    for name, circuit in company.of("circuit").items():
        provider = str(circuit["provider"])
        if "sla_h" in circuit and provider in providers and "phone" not in providers[provider]:
            message = f"{provider} must repair {circuit['cid']} in {circuit['sla_h']} h, and has no telephone for faults"
            related = (("the provider", place_of("provider", provider)),)
            yield Finding(place_of("circuit", name, "sla_h"), message, expected="phone", found="none", related=related)


@rule("SIT006", title="contact that is called next exists")
def escalation_contact_exists(company: Scope) -> Iterator[Finding]:
    """The contact that another one escalates to exists, and no chain of them comes back to its start.

    What it does: follows `escalates_to`, and looks up `contacts.escalation` of each site.
    Why it matters: the escalation ends at a contact that does not exist, or goes in a circle.
    Example: a escalates to b, and b to a.
    Use instead: a chain that ends with who decides.
    """
    known = company.of("contact")
    for name, contact in known.items():
        following = str(contact.get("escalates_to", ""))
        if following and following not in known:
            yield unknown_name(
                "contact",
                following,
                known,
                place_of("contact", name, "escalates_to"),
                "a contact of org/contacts.yaml",
                partial(place_of, "contact"),
            )
        elif name in escalation_chain(company, following):
            message = f"contact {name} escalates to itself"
            yield Finding(place_of("contact", name, "escalates_to"), message, expected="a chain with an end", found=following)
    for site, data in company.of("site").items():
        named = data.get("contacts", {}).get("escalation")
        if named is not None and str(named) not in known:
            yield unknown_name(
                "contact",
                named,
                known,
                place_of("site", site, "contacts", "escalation"),
                "a contact of org/contacts.yaml",
                partial(place_of, "contact"),
            )


def escalation_chain(company: Scope, name: str) -> list[str]:
    """The contacts that are called one after the other, from `name` on, each once."""
    found: list[str] = []
    while name in company.of("contact") and name not in found:
        found.append(name)
        name = str(company.of("contact")[name].get("escalates_to", ""))
    return found


@rule("SIT007", title="contact is on duty as long as the business service is needed", severity=Severity.WARNING)
def contact_covers_service_hours(company: Scope) -> Iterator[Finding]:
    """A business service that is needed around the clock has a contact that answers around the clock, be it the last in the chain.

    What it does: compares `hours` of services with 24x7 with `hours` of their contact, and of those that it escalates to.
    Why it matters: it fails on a Saturday, and the contact reads it on Monday.
    Example: `hours: 24x7`, and a contact with `hours: Mon-Fri 07:00-19:00`.
    Use instead: a contact on duty, or `escalates_to` one.
    """
    for name, service in company.of("service").items():
        called = escalation_chain(company, str(service.get("contact", "")))
        hours = [str(company.of("contact")[contact].get("hours", "")) for contact in called]
        if str(service.get("hours", "")) == ALWAYS and called and is_in_service(service) and ALWAYS not in hours:
            message = f"{name} is needed {ALWAYS}, and no contact is on duty at night: {', '.join(called)}"
            related = (("the contact", place_of("contact", called[0])),)
            yield Finding(
                place_of("service", name, "contact"), message, expected=f"a contact with hours {ALWAYS}", found=called[0], related=related
            )
