"""Records that a name server loads, and that do not work as they were meant."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from ipaddress import ip_address

from netops.checks import Device, Finding, Scope, rule
from netops.checks.dns import target_of, zones
from netops.model.zones import full_name, zone_of


@rule("DNS008", title="name is not below a delegation")
def delegated(company: Scope) -> Iterator[Finding]:
    """Below a name that NS records give to other servers the zone has addresses of these servers alone.

    What it does: looks for records below the name of an NS record that is not the zone itself.
    Why it matters: BIND refers everybody to the other servers, and never answers with the record (RFC 1034, section 4.2.1).
    Example: `{name: lab, type: NS, value: ns.lab}` and `{name: www.lab, type: A, value: 10.1.20.80}`.
    Use instead: the record in the zone of the other server.
    """
    for zone in zones(company):
        found = [(place, record, full_name(str(record["name"]), zone.name).lower()) for place, record in zone.records()]
        cuts = {name: place for place, record, name in found if record["type"] == "NS" and name != zone.name.lower()}
        servers = {full_name(target_of(record), zone.name).lower() for _, record, _ in found if record["type"] == "NS"}
        for place, record, name in found:
            cut = zone_of(name, cuts)
            is_glue = record["type"] in ("A", "AAAA") and name in servers
            if cut and not is_glue and not (name == cut and record["type"] == "NS"):
                message = f"{record['type']} record {record['name']} is never answered: {cut} is on other servers"
                yield Finding(
                    place, message, expected="no record but NS and addresses of the servers", found=name, related=(("NS", cuts[cut]),)
                )


TERM = re.compile(
    r"[+?~-]?(?:all|(?:a|mx)(?::[\w.%{}-]+)?(?:/\d{1,2})?(?://\d{1,3})?|ptr(?::[\w.-]+)?|ip4:[\d.]+(?:/\d{1,2})?|ip6:[0-9a-f:.]+(?:/\d{1,3})?"
    r"|(?:include|exists):[\w.%{}+-]+)|(?:redirect|exp)=[\w.%{}+-]+|[a-z][\w.-]*=\S*",
    re.IGNORECASE,
)
"""A term of SPF (RFC 7208, section 12)."""
POLICY = re.compile(r"\s*p\s*=\s*(?:none|quarantine|reject)\s*", re.IGNORECASE)


@rule("DNS009", title="proof of mail can be read")
def readable(company: Scope) -> Iterator[Finding]:
    """A typed SPF record has terms that exist, one of DMARC a policy and the name `_dmarc`; a key of DKIM is base64.

    What it does: reads TXT records that begin with `v=spf1` or `v=DMARC1`, and the keys of `mail: {dkim: ...}`.
    Why it matters: receivers take a record that they cannot read for none, or refuse all mail of the company.
    Example: `{name: "@", type: TXT, value: "v=spf1 mx -al"}`.
    Use instead: `v=spf1 mx -all`, or `mail: {spf: {allow: [mx]}}`.
    """
    for zone in zones(company):
        for place, record in zone.records():
            text = str(record["value"]).strip('"')
            if record["type"] == "TXT" and (fault := _proof_fault(str(record["name"]), text)):
                yield Finding(place, f"{record['name']}: {fault[0]}", expected=fault[1], found=text[:80])
        for index, key in enumerate(zone.data.get("mail", {}).get("dkim", ())):
            if not _is_key(str(key["public_key"]), str(key.get("type", "rsa"))):
                place, selector = zone.at("mail", "dkim", index, "public_key"), key["selector"]
                yield Finding(
                    place, f"the public key of {selector} cannot be read", expected="a whole key in base64", found="something else"
                )


def _proof_fault(name: str, text: str) -> tuple[str, str] | None:
    """What is wrong with a record of SPF or DMARC, and what is expected; None for a right one, and for other texts."""
    version = re.match(r"v=(spf1(?= |$)|dmarc1(?=\s*;|$))", text, re.IGNORECASE)
    if version is None:
        return None
    if version[1].lower() == "spf1":
        wrong = next((term for term in text.split()[1:] if not TERM.fullmatch(term)), "")
        return (f"SPF has no term {wrong}", "terms such as mx, ip4:192.0.2.0/24, -all") if wrong else None
    if not (name == "_dmarc" or name.startswith("_dmarc.")):
        return "DMARC is looked for at _dmarc alone", "_dmarc"
    tags = text.split(";")[1:]
    return None if tags and POLICY.fullmatch(tags[0]) else ("DMARC has no policy", "p=none, p=quarantine or p=reject after v=DMARC1")


LEAST_KEY = {"rsa": 128, "ed25519": 32}
"""Octets of a public key: RSA of 1024 bits and more (RFC 8301), Ed25519 (RFC 8463)."""


def _is_key(text: str, kind: str) -> bool:
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        return False
    return len(key) == LEAST_KEY[kind] if kind == "ed25519" else len(key) >= LEAST_KEY[kind]


@rule("DNS010", title="name server does not ask itself", scope="target")
def asks_others(device: Device) -> Iterator[Finding]:
    """The forwarders of a name server are other machines.

    What it does: compares `dns_server.forwarders` with the addresses of the device.
    Why it matters: every question that it cannot answer goes round until it times out.
    Example: `forwarders: [10.1.20.5]` on the server that has 10.1.20.5.
    Use instead: the provider's resolvers.
    """
    own = {one.value.ip for one in device.assigned}
    for index, text in enumerate(device.data.get("dns_server", {}).get("forwarders", ())):
        address = ip_address(str(text))
        if address in own or str(address) in ("127.0.0.1", "::1"):
            place = device.at("dns_server", "forwarders", index)
            yield Finding(place, f"{device.name} forwards to itself", expected="another name server", found=str(text))
