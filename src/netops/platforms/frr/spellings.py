"""What FRR shows for lines that are typed in another way, as the daemons of 8.4.4 do: each line was typed and read back.

The kernel says which VRF an interface is in, and a name without a VRF is one in any VRF (lib/if.c), so `interface X vrf Y` is
`interface X`. Lines of an address family that are typed below `router bgp` belong to IPv4 unicast.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, ip_address, ip_interface, ip_network
from typing import Final

from netops.dialects.spellings import EntryNumbering, HiddenLines, Pair, Spellings, spellings_anywhere, spellings_below

_ADDRESS: Final = r"\d+\.\d+\.\d+\.\d+"
_PEER: Final = r"neighbor \S+"


def _options(head: str, *options: str) -> Pair:
    """A line whose options can be typed in any order, and the order in which they are shown."""
    each = re.compile(rf" ({'|'.join(options)})(?= |$)")

    def ordered(match: re.Match[str]) -> str:
        found = each.findall(match["options"])
        return " ".join(
            [match["head"], *sorted(found, key=lambda text: next(i for i, one in enumerate(options) if re.fullmatch(one, text)))]
        )

    return rf"(?P<head>{head})(?P<options>(?: (?:{'|'.join(options)}))+)", ordered


# ------------------------------------------------------------------------------------------------ addresses

_WORD: Final = re.compile(r"(?<![\w:.%-])[\dA-Fa-f]*:[\dA-Fa-f:.]*(?:/\d+)?(?![\w:.%-])|(?<![\w:./])\d+\.\d+\.\d+\.\d+/\d+(?![\w./])")
_OF_HOST: Final = re.compile(r"(?:ip|ipv6) address |set |match ip(?:v6)? next-hop address |ip rip ")


_SHOWN: Final = re.compile(r"(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})/(0|[1-9]\d?)", re.ASCII)
"""A prefix of IPv4 without zeros that nobody shows."""


def _addresses(match: re.Match[str]) -> str:
    """IPv6 addresses in their short form, prefixes without bits of the host unless they are addresses of an interface."""
    return _WORD.sub(_address if _OF_HOST.match(match[0]) else _prefix, match[0])


def _address(match: re.Match[str]) -> str:
    try:
        return str(ip_interface(match[0])) if "/" in match[0] else str(ip_address(match[0]))
    except ValueError:
        return match[0]


def _is_prefix(text: str) -> bool:
    """Whether a text is a prefix of IPv4 as it is shown, which most are."""
    match = _SHOWN.fullmatch(text)
    if match is None:
        return False
    a, b, c, d, length = map(int, match.groups())
    return max(a, b, c, d) < 256 and length <= 32 and not (a << 24 | b << 16 | c << 8 | d) & (0xFFFFFFFF >> length)


def _prefix(match: re.Match[str]) -> str:
    if _is_prefix(match[0]):
        return match[0]
    try:
        return str(ip_network(match[0], strict=False)) if "/" in match[0] else str(ip_address(match[0]))
    except ValueError:
        return match[0]


def _with_length(match: re.Match[str]) -> str:
    """A network and its mask as a prefix."""
    try:
        return f"{match[1]} {ip_network(f'{match[2]}/{match[3]}', strict=False)}{match[4]}"
    except ValueError:
        return match[0]


def _of_class(match: re.Match[str]) -> str:
    """A network without a mask has that of its class (lib/prefix.c, apply_classful_mask_ipv4)."""
    first = int(match[2].partition(".")[0])
    return f"{match[1]} {ip_network((match[2], 8 if first < 128 else 16 if first < 192 else 24), strict=False)}{match[3]}"


def _as_address(match: re.Match[str]) -> str:
    """A number as an address: an area of ospf6d, a cluster of bgpd."""
    return f"{match[1]} {IPv4Address(int(match[2]))}{match[3]}"


# ------------------------------------------------------------------------------------------------ communities

_WELL_KNOWN: Final = {
    "no-export": 0xFFFFFF01,
    "no-advertise": 0xFFFFFF02,
    "local-AS": 0xFFFFFF03,
    "no-peer": 0xFFFFFF04,
    "blackhole": 0xFFFF029A,
}


def _communities(match: re.Match[str]) -> str:
    """Communities rise (bgpd/bgp_community.c, community_uniq_sort); numbers have no zeros before them; `additive` is last."""
    words = [":".join(part.lstrip("0") or "0" for part in word.split(":")) for word in match[2].split()]
    known = [word for word in words if word != "additive"]
    if not all(word in _WELL_KNOWN or re.fullmatch(r"\d+:\d+", word) for word in known):
        return match[0]
    known = sorted(dict.fromkeys(known), key=_community)
    return " ".join([match[1], *known, *(["additive"] if "additive" in words else [])])


def _community(word: str) -> int:
    high, _, low = word.partition(":")
    return _WELL_KNOWN[word] if word in _WELL_KNOWN else int(high) * 65536 + int(low)


# ------------------------------------------------------------------------------------------------ timers

_OF_LINK: Final = {"hello-interval": "10", "retransmit-interval": "5", "transmit-delay": "1", "dead-interval": "40"}


def _virtual_link(match: re.Match[str]) -> str:
    """All four timers of a virtual link as soon as one is set."""
    words = match[2].split()
    timers = _OF_LINK | dict(zip(words[::2], words[1::2], strict=True))
    return f"{match[1]} " + " ".join(f"{name} {value}" for name, value in timers.items())


def _timers(match: re.Match[str]) -> str:
    """A keepalive is at most a third of the hold time (bgpd/bgpd.c, bgp_timers_set)."""
    return f"{match[1]} {min(int(match[2]), int(match[3]) // 3)} {match[3]}"


def _msdp_timers(match: re.Match[str]) -> str:
    """Keepalive and hold time; they are shown in the other order (pimd/pim_msdp.c, pim_msdp_config_write), so the shorter one is first."""
    first, second = sorted((int(match[2]), int(match[3])))
    return f"{match[1]} {first} {second}{match[4]}"


def _dscp(match: re.Match[str]) -> str:
    """A code point by its number: cs3 is 24, af41 is 34, ef is 46 (pbrd/pbr_vty.c)."""
    kind, digits = match[2].lower(), match[3]
    value = 46 if kind == "ef" else 8 * int(digits[0]) + 2 * int(digits[1:] or 0)
    return f"{match[1]} {value}"


def _lifetime(match: re.Match[str]) -> str:
    """A month, then a day of two digits."""
    return re.sub(
        r" (?:(?P<a>\d+) (?P<b>[A-Z][a-z]{2})|(?P<c>[A-Z][a-z]{2}) (?P<d>\d+)) (?=\d{4})",
        lambda day: f" {day['b'] or day['c']} {int(day['a'] or day['d']):02} ",
        match[0],
    )


def _evpn_unchanged(match: re.Match[str]) -> str:
    """EVPN hands on the next hop anyway, and so it is not among what is shown (bgpd/bgp_vty.c, bgp_config_write_peer_af)."""
    others = (match[2] or "") + (match[3] or "")
    return match[1] + (others or " next-hop")


_OF_LSP: Final = {"gen-interval": "lsp-gen-interval", "refresh-interval": "lsp-refresh-interval", "max-lifetime": "max-lsp-lifetime"}


def _lsp_timers(match: re.Match[str]) -> str:
    """The three timers of both levels, or of one, are shown on one line as soon as one is set, and each is set by its own."""
    words, levels = match[2].split(), (match[1],) if match[1] else (" level-1", " level-2")
    pairs = list(zip(words[::2], words[1::2], strict=True))
    return "\n".join(f"{_OF_LSP[name]}{level} {value}" for level in levels for name, value in pairs)


# ------------------------------------------------------------------------------------------------ lines

_OF_ROUTE: Final = (r"tag \d+", r"\d+", r"nexthop-vrf \S+", r"table \d+", r"onlink", r"color \d+", r"label \S+")
_WAY: Final = r"(?!(?:tag|table|label|nexthop-vrf|onlink|color|vrf|\d+)(?: |$))\S+"
_EVPN_ROUTES: Final = {"1": "ead", "2": "macip", "3": "multicast", "4": "es", "5": "prefix"}
_OF_FAMILY: Final = (
    r"(?:network|aggregate-address|redistribute|table-map|maximum-paths|distance|bgp dampening)(?: .+)?",
    rf"{_PEER} (?:activate|route-map|prefix-list|filter-list|distribute-list|next-hop-self|weight|default-originate|soft-reconfiguration"
    r"|maximum-prefix|maximum-prefix-out|allowas-in|remove-private-AS|route-reflector-client|route-server-client|unsuppress-map|send-community"
    r"|attribute-unchanged|capability orf|addpath-tx-all-paths|addpath-tx-bestpath-per-AS|as-override|soo|advertise-map|disable-addpath-rx)"
    r"(?: .+)?",
)

LINES: Final = (
    *spellings_anywhere((r"(?!description |banner |.* description |.* remark |.*password |.*message ).*[:/].*", _addresses)),
    *spellings_below(
        "",
        (r"interface (\S+) vrf \S+", r"interface \1"),
        (r"router-id (.+)", r"ip router-id \1"),
        (r"(ipv6 router-id) .+", r"\1 ::"),
        (r"(bgp extcommunity-list (?:standard \S+|\d{1,2}) (?:seq \d+ )?(?:permit|deny)) (soo \S+) (rt \S+)", r"\1 \3 \2"),
        (r"log (syslog|file \S+) debugging", r"log \1"),
        (rf"(ip pim rp {_ADDRESS})", r"\1 224.0.0.0/4"),
        (r"(ip pim ecmp) rebalance", r"\1\n\g<0>"),
        (r"(pbr-map \S+ seq) 0*(\d+)", r"\1 \2"),
        (r"(bgp update-delay (\d+)) \2", r"\1"),
        (r"(ip msdp timers) (\d+) (\d+)(.*)", _msdp_timers),
        (r"(access-list \S+ (?:seq \d+ )?(?:permit|deny)) host (\S+)", r"\1 \2"),
        (r"(bgp community-list (?:standard \S+|\d{1,2}) (?:seq \d+ )?(?:permit|deny)) (.+)", _communities),
        _options(r"(?:ip|ipv6) prefix-list \S+ (?:seq \d+ )?(?:permit|deny) \S+", r"ge \d+", r"le \d+"),
    ),
    *spellings_below(
        "vrf ", (r"(ipv6 router-id) .+", r"\1 ::"), (r"router-id (.+)", r"ip router-id \1"), (rf"(ip pim rp {_ADDRESS})", r"\1 224.0.0.0/4")
    ),
    *spellings_below("", (r"((?:ip|ipv6) route .+?) vrf (\S+)(.*)", r"\1\3"), section=r"vrf \2"),
    *spellings_anywhere(
        (rf"(ip route) ({_ADDRESS}) ({_ADDRESS})( .+)", _with_length),
        (rf"((?:ip|ipv6) route \S+(?: from \S+)? {_ADDRESS}|ipv6 route \S+(?: from \S+)? \S*:\S*) Null0(.*)", r"\1\2"),
        _options(rf"(?:ip|ipv6) route \S+(?: from \S+)?(?: {_WAY}){{1,2}}", *_OF_ROUTE),
        (rf"((?:ip|ipv6) route \S+(?: from \S+)?(?: {_WAY}){{1,2}}(?: tag \d+)?) 1((?: \D.*)?)", r"\1\2"),
    ),
    *spellings_below(
        "route-map ",
        (r"match rpki (\S+)", r"match rpki-extcommunity \1"),
        (r"match evpn route-type (\d)", lambda match: f"match evpn route-type {_EVPN_ROUTES.get(match[1], match[1])}"),
        (r"continue (\d+)", r"on-match goto \1"),
        (r"(set community) (.+)", _communities),
    ),
    *spellings_below(
        "interface ",
        (r"((?:ip|ipv6) (?:igmp|mld|pim|ospf6 bfd)) .+", r"\1\n\g<0>"),
        (r"((?:ip pim|ipv6 ospf6) bfd) profile \S+", r"\1\n\g<0>"),
        (r"(vrrp \d+) .+", r"\1\n\g<0>"),
        (r"(vrrp \d+ advertisement-interval) (\d+)", lambda match: f"{match[1]} {int(match[2]) // 10 * 10}"),
        (r"(ipv6 nd ra-interval) msec (\d+)000", r"\1 \2"),
        (r"(ip rip (?:send|receive) version) 2 1", r"\1 1 2"),
        (r"(ip rip authentication mode md5) auth-length old-ripd", r"\1"),
        _options(r"ipv6 nd prefix \S+(?: \S+ \S+)?", r"off-link", r"no-autoconfig", r"router-address"),
    ),
    *spellings_below(
        "router ospf",
        (r"(router-id|write-multiplier) (\S+)", r"ospf \1 \2"),
        (r"(area \S+ nssa) translate-candidate", r"\1"),
        (r"(area \S+ nssa) (?:no-summary|suppress-fa|translate-\S+).*", r"\1\n\g<0>"),
        (r"(area \S+ range \S+) advertise(.*)", r"\1\2"),
        _options(r"area \S+ range \S+", r"cost \d+", r"substitute \S+", r"not-advertise"),
        (r"(area \S+ virtual-link \S+) (authentication \S+) (authentication-key \S+)", r"\1\n\1 \2\n\1 \3"),
        (r"(area \S+ virtual-link \S+) (?:authentication|authentication-key|message-digest-key)\b.*", r"\1\n\g<0>"),
        (r"(area \S+ virtual-link \S+)((?: (?:hello-interval|retransmit-interval|transmit-delay|dead-interval) \d+)+)", _virtual_link),
        _options(r"default-information originate", "always", r"metric \d+", r"metric-type \d", r"route-map \S+"),
        _options(r"distance ospf", r"intra-area \d+", r"inter-area \d+", r"external \d+"),
        _options(r"neighbor \S+", r"priority \d+", r"poll-interval \d+"),
        (r"(neighbor \S+(?: priority \d+)?) poll-interval 60", r"\1"),
        (r"(neighbor \S+) priority 0(.*)", r"\1\2"),
        _options(r"redistribute \S+(?: \d+)?", r"metric \d+", r"metric-type \d", r"route-map \S+"),
        (r"((?:redistribute|default-information) .*?)(?: metric-type 2)( .*)?", lambda match: match[1] + (match[2] or "")),
        (r"ospf opaque-lsa", "capability opaque"),
        (r"ospf rfc1583compatibility", "compatible rfc1583"),
        (r"mpls-te on", "mpls-te router-address 0.0.0.0\nmpls-te on"),
        (r"router-info area.*", "router-info as"),
        (r"refresh timer (\d+)", lambda match: f"refresh timer {int(match[1]) // 10 * 10}"),
    ),
    *spellings_below("router ospf", (r"passive-interface (?!default)(\S+)", "ip ospf passive"), section=r"/interface \1"),
    *spellings_below("router ospf6", (r"interface (\S+) area (\S+)", r"ipv6 ospf6 area \2"), section=r"/interface \1"),
    *spellings_below(
        "router isis ",
        _options(r"redistribute ipv[46] \S+ level-\d", r"metric \d+", r"route-map \S+"),
        (r"(segment-routing global-block \d+ \d+) local-block 15000 15999", r"\1"),
        (r"(mpls ldp-sync) holddown \d+", r"\1\n\g<0>"),
    ),
    *spellings_below(
        "router isis ",
        (r"lsp-timers( level-\d)?((?: (?:gen-interval|refresh-interval|max-lifetime) \d+)+)", _lsp_timers),
        (r"(lsp-gen-interval|lsp-refresh-interval|max-lsp-lifetime|spf-interval)( \d+)?", r"\1 level-1\2\n\1 level-2\2"),
        (r"(fast-reroute (?:load-sharing disable|priority-limit \S+|remote-lfa prefix-list \S+))", r"\1 level-1\n\1 level-2"),
        splits=True,
    ),
    *spellings_below("line vty", (r"exec-timeout (\d+)", r"exec-timeout \1 0")),
    *spellings_below(
        "interface ",
        (r"(vrrp \d+) (?:preempt|priority 100|version 3|advertisement-interval 1000)", r"\1"),
        negated=False,
    ),
    *spellings_below("router bgp ", (r"bgp update-delay (\d+)(?: \1)?((?: \d+)?)", r"bgp update-delay \1\2"), section="/"),
    *spellings_below(
        "pbr-map ",
        (r"(match dscp) (cs|ef|af)(\d*)", _dscp),
        (r"(match dscp) (CS|EF|AF)(\d*)", _dscp),
        (r"strip vlan", "strip vlan any"),
        (r"(set nexthop .+) nexthop-vrf default", r"\1"),
    ),
    *spellings_below("key chain ", (r"key 0*(\d+)", r"key \1")),
    *spellings_below("segment-list ", (r"index 0*(\d+) (.+)", r"index \1 \2")),
    *spellings_below("candidate-path ", (r"(affinity \S+) (0x[\dA-Fa-f]+|\d+)", lambda match: f"{match[1]} 0x{int(match[2], 0):08x}")),
    *spellings_below("key ", (r"(?:accept|send)-lifetime .+", _lifetime)),
    *spellings_below(
        "bfd",
        _options(r"peer \S+", "multihop", r"local-address \S+", r"vrf \S+", r"interface \S+"),
        (r"(peer .+) vrf default((?: .+)?)", r"\1\2"),
    ),
    *spellings_below("peer |profile ", (r"echo-interval (\d+)", r"echo transmit-interval \1\necho receive-interval \1")),
    *spellings_below("router rip", _options(r"redistribute \S+", r"metric \d+", r"route-map \S+")),
    *spellings_below(
        "router eigrp ",
        (r"(metric weights \d+ \d+ \d+ \d+ \d+)", r"\1 0"),
        (r"timers active-time disabled", "timers active-time 0"),
    ),
    *spellings_below("mpls ldp", (r"install allow-broken-lsps", "install allow-broken-lsp")),
    *spellings_below("address-family ", (r"(label local advertise|label remote accept) for (\S+) (to|from) (\S+)", r"\1 \3 \4 for \2")),
    *spellings_below("interface ", (r"babel wireless", "no babel wired")),
    *spellings_below("router bgp ", *((one, r"\g<0>") for one in _OF_FAMILY), section="address-family ipv4 unicast"),
    *spellings_below(
        "router bgp ",
        (r"address-family (ipv4|ipv6)", r"address-family \1 unicast"),
        (r"(bgp cluster-id) (\d+)()", _as_address),
        (r"bgp bestpath as-path multipath-relax no-as-set", "bgp bestpath as-path multipath-relax"),
        (r"bgp bestpath med missing-as-worst confed", "bgp bestpath med confed missing-as-worst"),
        (r"(bgp max-med administrative) 4294967294", r"\1"),
        (rf"({_PEER} bfd) (?:check-control-plane-failure|profile \S+)", r"\1\n\g<0>"),
        (r"(bgp shutdown) message .*", r"\1"),
        (r"(update-delay (\d+)) \2", r"\1"),
        (rf"({_PEER} timers|timers bgp) (\d+) (\d+)", _timers),
        (rf"({_PEER} ebgp-multihop)", r"\1 255"),
        (rf"({_PEER}) enforce-multihop", r"\1 disable-connected-check"),
        (rf"({_PEER} shutdown rtt \d+)", r"\1 count 1"),
    ),
    *spellings_below(
        "router bgp |address-family ",
        (rf"(network|aggregate-address) ({_ADDRESS}) (?:mask )?({_ADDRESS})(.*)", _with_length),
        (rf"(network) ({_ADDRESS})((?: .*)?)", _of_class),
        _options(r"network \S+", r"label-index \d+", r"route-map \S+", r"backdoor"),
        _options(
            r"aggregate-address \S+", r"as-set", r"summary-only", r"route-map \S+", r"origin \S+", r"matching-MED-only", r"suppress-map \S+"
        ),
        _options(r"redistribute \S+(?: \d+)?", r"metric \d+", r"route-map \S+"),
        (r"(?:route-target|rt)((?:6)? (?:vpn|redirect) .+)", r"rt\1"),
        (r"import vrf route-map (\S+)", r"route-map vpn import \1"),
        (rf"({_PEER}) route-server-client", r"\1 attribute-unchanged next-hop\n\g<0>"),
        (rf"({_PEER} send-community) standard", r"\1"),
        (rf"({_PEER} allowas-in) 3", r"\1"),
        (rf"({_PEER} maximum-prefix \d+) 75((?: .+)?)", r"\1\2"),
        (rf"({_PEER} attribute-unchanged)", r"\1 as-path next-hop med"),
        _options(rf"{_PEER} attribute-unchanged", r"as-path", r"next-hop", r"med"),
    ),
    *spellings_below("address-family l2vpn evpn", (rf"({_PEER} attribute-unchanged)( as-path)? next-hop( med)?", _evpn_unchanged)),
)

LISTS: Final = (
    EntryNumbering(re.compile(r"((?:ip|ipv6) prefix-list \S+) ((?:permit|deny) .+)")),
    EntryNumbering(re.compile(r"((?:ipv6 |mac )?access-list \S+) ((?:permit|deny) .+)")),
    EntryNumbering(re.compile(r"(bgp as-path access-list \S+) ((?:permit|deny) .+)"), rounds=True),
    EntryNumbering(re.compile(r"(bgp (?:large-|ext)?community-list (?:standard |expanded )?\S+) ((?:permit|deny) .+)"), rounds=True),
)

SILENT: Final = (HiddenLines(re.compile(r"address-family ipv4 unicast"), re.compile(rf"{_PEER} activate"), "no bgp default ipv4-unicast"),)

SPELLINGS: Final = Spellings(LINES, LISTS, SILENT)
