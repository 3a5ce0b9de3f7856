"""What the lines of IKE and IPsec are in the model (Security Command Reference: crypto isakmp, ikev2, ipsec, map)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field
from netops.platforms.cisco_ios.importing_routing import network_from_mask

V1: Final = {"des": "des", "3des": "3des", "aes": "aes-128-cbc", "aes 192": "aes-192-cbc", "aes 256": "aes-256-cbc"}
V2: Final = {
    **{"des": "des", "3des": "3des"},
    **{f"aes-cbc-{bits}": f"aes-{bits}-cbc" for bits in (128, 192, 256)},
    **{f"aes-gcm-{bits}": f"aes-{bits}-gcm" for bits in (128, 256)},
}
ESP: Final = {
    **{"esp-des": "des", "esp-3des": "3des", "esp-null": "null"},
    **{"esp-aes": "aes-128-cbc", "esp-aes 192": "aes-192-cbc", "esp-aes 256": "aes-256-cbc"},
    **{"esp-gcm": "aes-128-gcm", "esp-gcm 192": "aes-192-gcm", "esp-gcm 256": "aes-256-gcm"},
}
HASHES: Final = {"md5": "md5", "sha": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}
PROOFS: Final = {"pre-share": "pre-shared-key", "rsa-sig": "rsa-signatures", "ecdsa-sig": "ecdsa-signatures"}
KINDS: Final = {"address": "address", "fqdn": "hostname", "email": "email", "key-id": "key-id"}


def row_of(key: str, **more: Any) -> Callable[..., Fields]:
    """A section: one more row of a list of `ipsec`, with the name that the line gives."""

    def enter(fields: Fields, name: str) -> Fields:
        row: Fields = {"name": name, **more}
        fields.setdefault("ipsec", {}).setdefault(key, []).append(row)
        return row

    return enter


def _of_all(name: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda fields, word: fields.setdefault("ipsec", {}).update({name: convert(word)})


def _several(name: str, words: dict[str, str]) -> Effect:
    return set_field(name, lambda found: [words[word] for word in found.split()])


def _one(name: str, words: dict[str, str]) -> Effect:
    return set_field(name, lambda found: [words[found]])


def _groups(found: str) -> list[int]:
    return [int(word) for word in found.split()]


def _range(words: str) -> str:
    """`A` and `A MASK` as a prefix."""
    address, _, mask = words.partition(" ")
    return network_from_mask(address, mask or "255.255.255.255") if "." in address else f"{address.lower()}/128"


def _key(name: str) -> Effect:
    """An effect: a key, behind the number that says how it is hidden."""

    def effect(fields: Fields, words: str) -> None:
        kind, _, key = words.rpartition(" ")
        fields[name] = key
        if kind and fields.setdefault("key_type", int(kind)) != int(kind):
            raise ValueError("two kinds of hiding")

    return effect


def _identity(name: str) -> Effect:
    def effect(fields: Fields, kind: str, value: str) -> None:
        fields[name] = {"type": KINDS[kind], "value": value}

    return effect


def _remote(fields: Fields, kind: str, value: str = "") -> None:
    fields.setdefault("remote_identities", []).append({"type": kind} | ({"value": value} if value else {}))


def _dead_peer(fields: Fields, interval: str, retry: str = "", when: str = "") -> None:
    fields["dead_peer"] = {"interval_s": int(interval)} | ({"retry_s": int(retry)} if retry else {}) | ({"when": when} if when else {})


def _legacy_encryption(fields: Fields, word: str, cipher: str) -> None:
    fields["encryption"] = [V1[cipher]]
    fields["_word"] = word


PROPOSAL1: Final = make_table(
    {
        "encr|encryption ~": _legacy_encryption,
        "hash *": _one("integrity", HASHES),
        "authentication *": set_field("authentication", PROOFS.__getitem__),
        "group #": set_field("dh_groups", _groups),
        "lifetime #": set_field("lifetime_s", int),
    }
)
PROPOSAL2: Final = make_table(
    {
        "encryption ~": _several("encryption", V2),
        "prf ~": set_field("prf", str.split),
        "integrity ~": set_field("integrity", str.split),
        "group ~": set_field("dh_groups", _groups),
    }
)
POLICY2: Final = make_table(
    {"match fvrf *": set_field("vrf"), "match address local *": set_field("local_address"), "proposal *": append_to_field("proposals")}
)


def _peer_of_one(fields: Fields, kind: str, words: str) -> None:
    """`pre-shared-key address A [MASK] key [TYPE] KEY` of a keyring of version 1."""
    place, _, key = words.partition(" key ")
    row: Fields = {"name": place.replace(" ", "-").replace(":", "-")}
    row |= {"hostname": place} if kind == "hostname" else {"prefix": _range(place)}
    _key("pre_shared_key")(row, key)
    fields.setdefault("peers", []).append(row)


def _peer(fields: Fields, name: str) -> Fields:
    row: Fields = {"name": name}
    fields.setdefault("peers", []).append(row)
    return row


KEYRING1: Final = make_table({"local-address *": set_field("local_address"), "pre-shared-key address|hostname ~": _peer_of_one})
PEER: Final = make_table(
    {
        "description ~": set_field("description"),
        "hostname *": set_field("hostname"),
        "address ~": set_field("prefix", _range),
        "identity address|fqdn|email|key-id ~": _identity("identity"),
        "pre-shared-key ~": _key("pre_shared_key"),
        "pre-shared-key local ~": _key("local_key"),
        "pre-shared-key remote ~": _key("remote_key"),
    }
)
KEYRING2: Final = make_table({"peer *": SectionPattern(PEER, _peer, whole=True)})


def _peer_key(fields: Fields, words: str, place: str) -> None:
    """`crypto isakmp key [TYPE] KEY address A [MASK] [no-xauth]`."""
    place, no_xauth = place.removesuffix(" no-xauth"), place.endswith(" no-xauth")
    row: Fields = {"prefix": _range(place)} | ({"no_xauth": True} if no_xauth else {})
    _key("pre_shared_key")(row, words)
    fields.setdefault("ipsec", {}).setdefault("peer_keys", []).append(row)


def _match_of_one(fields: Fields, words: str) -> None:
    address, mask, *vrf = words.split()
    if (vrf and fields.setdefault("match_vrf", vrf[0]) != vrf[0]) or ("match_vrf" in fields and not vrf):
        raise ValueError("two VRFs")
    _remote(fields, "address", network_from_mask(address, mask))


PROFILE1: Final = make_table(
    {
        "description ~": set_field("description"),
        "vrf *": set_field("vrf"),
        "keyring *": set_field("keyring"),
        "ca trust-point *": set_field("trustpoint"),
        "self-identity fqdn|email ~": _identity("local_identity"),
        "match identity address ~": _match_of_one,
        "match identity host *": lambda fields, name: _remote(fields, "hostname", name),
        "keepalive # retry #": _dead_peer,
        "local-address *": set_field("local_address"),
    }
)
PROFILE2: Final = make_table(
    {
        "description ~": set_field("description"),
        "match fvrf *": set_field("match_vrf"),
        "match address local *": set_field("local_address"),
        "match identity remote address * *": lambda fields, address, mask: _remote(fields, "address", network_from_mask(address, mask)),
        "match identity remote fqdn|email|key-id *": lambda fields, kind, value: _remote(fields, KINDS[kind], value),
        "match identity remote any": lambda fields: _remote(fields, "any"),
        "identity local address|fqdn|email|key-id ~": _identity("local_identity"),
        "identity local dn": set_constant("local_identity", {"type": "dn"}),
        "authentication local pre-share|rsa-sig|ecdsa-sig": set_field("authentication_local", PROOFS.__getitem__),
        "authentication remote pre-share|rsa-sig|ecdsa-sig": set_field("authentication_remote", PROOFS.__getitem__),
        "keyring local *": set_field("keyring"),
        "pki trustpoint *": set_field("trustpoint"),
        "lifetime #": set_field("lifetime_s", int),
        "dpd # # on-demand|periodic": _dead_peer,
        "nat keepalive #": set_field("nat_keepalive_s", int),
        "ivrf *": set_field("vrf"),
    }
)


def _transforms(fields: Fields, name: str, words: str) -> Fields:
    """`crypto ipsec transform-set NAME esp-aes 256 esp-sha-hmac`."""
    row = row_of("proposals")(fields, name)
    cipher, found = "", words.split()
    if found[0] in ESP:
        cipher = found.pop(0)
        if found and found[0].isdecimal():
            cipher += f" {found.pop(0)}"
        row |= {"protocol": "esp", "encryption": ESP[cipher]}
    if found:
        protocol, word, _ = found.pop(0).split("-")
        if row.setdefault("protocol", protocol) != protocol:
            raise ValueError(words)
        row["integrity"] = HASHES[word]
    if found:
        raise ValueError(words)
    return row


TRANSFORMS: Final = make_table({"mode tunnel|transport": set_field("mode")})
PROTECTION: Final[dict[str, Effect | SectionPattern]] = {
    "description ~": set_field("description"),
    "set security-association lifetime seconds #": set_field("lifetime_s", int),
    "set security-association lifetime kilobytes #": set_field("lifetime_kb", int),
    "set transform-set ~": set_field("proposals", str.split),
    "set pfs *": set_field("pfs_group", lambda word: int(word.removeprefix("group"))),
    "set ikev2-profile *": lambda fields, name: fields.update(gateway=name, _version=2),
    "set isakmp-profile *": lambda fields, name: fields.update(gateway=name, _version=1),
}
POLICY: Final = make_table({**PROTECTION, "responder-only": set_constant("responder_only", True)})
ENTRY: Final = make_table(
    {
        **PROTECTION,
        "set peer *": append_to_field("peers"),
        "match address *": set_field("acl"),
        "reverse-route": set_constant("reverse_route", True),
    }
)


def _map(fields: Fields, name: str, **more: Any) -> Fields:
    maps: list[Fields] = fields.setdefault("ipsec", {}).setdefault("maps", [])
    if not maps or maps[-1]["name"] != name:
        maps.append({"name": name, **more})
    return maps[-1]


def _entry(fields: Fields, name: str, number: str, **more: Any) -> Fields:
    row: Fields = {"seq": int(number)}
    _map(fields, name, **more).setdefault("entries", []).append(row)
    return row


IPSEC: Final[dict[str, Any]] = {
    "crypto ikev2 proposal *": SectionPattern(PROPOSAL2, row_of("ike_proposals", version=2)),
    "crypto ikev2 policy *": SectionPattern(POLICY2, row_of("ike_policies")),
    "crypto ikev2 keyring *": SectionPattern(KEYRING2, row_of("keyrings", version=2)),
    "crypto ikev2 profile *": SectionPattern(PROFILE2, row_of("gateways", version=2)),
    "crypto ikev2 dpd # # on-demand|periodic": lambda fields, *words: _global_dead_peer(fields, "dead_peer_v2", *words),
    "crypto keyring *": SectionPattern(KEYRING1, row_of("keyrings", version=1)),
    "crypto keyring * vrf *": SectionPattern(KEYRING1, lambda fields, name, vrf: row_of("keyrings", version=1, vrf=vrf)(fields, name)),
    "crypto isakmp policy #": SectionPattern(PROPOSAL1, row_of("ike_proposals", version=1)),
    "crypto isakmp key ~ address ~": _peer_key,
    "crypto isakmp keepalive #": lambda fields, *words: _global_dead_peer(fields, "dead_peer", *words),
    "crypto isakmp keepalive # #": lambda fields, *words: _global_dead_peer(fields, "dead_peer", *words),
    "crypto isakmp keepalive # # periodic": lambda fields, *words: _global_dead_peer(fields, "dead_peer", *words, "periodic"),
    "crypto isakmp profile *": SectionPattern(PROFILE1, row_of("gateways", version=1)),
    "crypto ipsec transform-set * ~": SectionPattern(TRANSFORMS, _transforms),
    "crypto ipsec profile *": SectionPattern(POLICY, row_of("policies")),
    "crypto ipsec security-association lifetime seconds #": _of_all("lifetime_s", int),
    "crypto ipsec security-association lifetime kilobytes #": _of_all("lifetime_kb", int),
    "crypto ipsec security-association replay window-size #": _of_all("replay_window", int),
    "crypto ipsec df-bit clear|copy|set": _of_all("df_bit"),
    "crypto dynamic-map * #": SectionPattern(ENTRY, lambda fields, name, number: _entry(fields, name, number, dynamic=True)),
    "crypto map * local-address *": lambda fields, name, port: _map(fields, name).update(local_interface=port),
    "crypto map * # ipsec-isakmp": SectionPattern(ENTRY, _entry),
    "crypto map * # ipsec-isakmp dynamic *": lambda fields, name, number, other: _entry(fields, name, number).update(dynamic_map=other),
}
"""Lines of IKE and IPsec."""


def _global_dead_peer(fields: Fields, name: str, *words: str) -> None:
    found: Fields = {}
    _dead_peer(found, *words)
    fields.setdefault("ipsec", {})[name] = found["dead_peer"]


def finish_ipsec(fields: Fields) -> None:
    """Put together what several lines say: which word the release has, and which version a profile is of."""
    ipsec = fields.get("ipsec", {})
    words = [row.pop("_word") for row in ipsec.get("ike_proposals", ()) if "_word" in row]
    if "encr" in words:
        ipsec["short_words"] = True
    versions = {(row["name"], row["version"]) for row in ipsec.get("gateways", ())}
    entries = [entry for one in ipsec.get("maps", ()) for entry in one.get("entries", ())]
    for row in (*ipsec.get("policies", ()), *entries):
        if "gateway" in row and (row["gateway"], row.pop("_version")) not in versions:
            del row["gateway"]
