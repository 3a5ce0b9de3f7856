"""Business services that a provider runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from netops.checks import Finding, Scope, place_of, rule
from netops.checks._business import is_in_service
from netops.errors import Severity
from netops.model.index import Object

WAYS = ("phone", "email", "portal")
"""How faults are reported to a provider."""


def _hosted(company: Scope) -> Iterator[tuple[str, Object]]:
    """The business services in service that a provider runs, with what is known of that."""
    return ((name, one["hosted"]) for name, one in company.of("service").items() if "hosted" in one and is_in_service(one))


@rule("PRV001", title="contract of a hosted service has not ended", severity=Severity.WARNING)
def hosting_contract_has_not_ended(company: Scope, *, today: date, days: int = 60) -> Iterator[Finding]:
    """The contract of a business service that a provider runs has not ended, nor does it end soon.

    What it does: compares `hosted.ends` with today.
    Why it matters: the provider switches the service off, and its data goes with it; to move it takes months.
    Example: `hosted: {provider: mailhaus, ends: 2026-01-31}`, in the middle of January.
    Use instead: a new contract, and its last day.
    Options: `days` before the end from which on this counts.
    """
    for name, hosted in _hosted(company):
        last = date.fromisoformat(str(hosted["ends"])) if "ends" in hosted else None
        if last is not None and last < today + timedelta(days=days):
            message = f"the contract of service {name} with {hosted['provider']} {'ended' if last < today else 'ends'} on {last}"
            yield Finding(place_of("service", name, "hosted", "ends"), message, expected=f"{days} days or more", found=str(last))


@rule("PRV002", title="faults of a hosted service can be reported", severity=Severity.WARNING)
def hosted_service_has_support(company: Scope) -> Iterator[Finding]:
    """A business service that a provider runs has a telephone, a mail address or a portal for its faults.

    What it does: looks for `phone` and `email` of `hosted`, then for `phone`, `email` and `portal` of the provider.
    Why it matters: nobody here can repair it, and nobody is there to call.
    Example: `hosted: {provider: mailhaus}`, and mailhaus has a name only.
    Use instead: `phone: +49 30 9990 5` in org/providers.yaml.
    """
    providers = company.of("provider")
    for name, hosted in _hosted(company):
        provider = str(hosted["provider"])
        if provider in providers and not any(way in one for one in (hosted, providers[provider]) for way in WAYS):
            message = f"{provider} runs service {name}, and there is no way to report faults"
            related = (("the provider", place_of("provider", provider)),)
            place = place_of("service", name, "hosted", "provider")
            yield Finding(place, message, expected="phone, email or portal", found="none", related=related)
