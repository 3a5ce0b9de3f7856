"""Ordinary changes: none is LOCKOUT, and few are RISKY; generated over all targets of the company, one kind in one plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

import pytest
from lockout_company import Bench, Edit

from netops.plan import Step

Edits = Callable[[str, str], Iterator[tuple[Edit, ...]]]
"""The changes of one kind to a target: its platform and its text."""
IOS, EOS, JUNOS, FRR, NXOS, XR, LINUX = "cisco_ios", "arista_eos", "juniper_junos", "frr", "cisco_nxos", "cisco_xr", "linux"
TYPED = (IOS, EOS, FRR, NXOS, XR)


def first(text: str, starts: str) -> str | None:
    """The first line with a start, with its end."""
    return next((f"{line}\n" for line in text.splitlines() if line.startswith(starts)), None)


def added(before: str, *lines: str) -> tuple[Edit, ...]:
    return ((before, f"{before}{''.join(f'{line}{chr(10)}' for line in lines)}"),)


def every(lines: dict[str, str]) -> Edits:
    """A kind that adds a line of its own, by platform, behind the one with the name of the device."""

    def edits(platform: str, text: str) -> Iterator[tuple[Edit, ...]]:
        head = first(text, "hostname ")
        if platform in lines and head is not None:
            yield added(head, *lines[platform].split("\n"))
        if platform == JUNOS and JUNOS in lines:
            name = first(text, "    host-name ")
            assert name is not None
            yield added(name, lines[JUNOS])

    return edits


def descriptions(platform: str, text: str) -> Iterator[tuple[Edit, ...]]:
    lines = [line for line in text.splitlines() if line.strip().startswith("description ") and text.count(f"{line}\n") == 1]
    for line in lines[:3]:
        word = line.split()[1]
        yield ((f"{line}\n", f"{line}\n".replace(f"description {word}", f"description {word[:1]}X{word[1:]}")),)


def idle_ports(platform: str, text: str) -> Iterator[tuple[Edit, ...]]:
    """Ports for people: shut, moved to another VLAN, described."""
    if platform == IOS:
        for number in (2, 3, 4):
            head = f"interface GigabitEthernet1/0/{number}\n switchport access vlan 110\n"
            if head in text:
                yield ((head, head.replace("110\n", "111\n")),)
                yield ((head, head + " shutdown\n"),)
    if platform == EOS and "interface Ethernet20\n!\n" in text:
        yield (("interface Ethernet20\n!\n", "interface Ethernet20\n   shutdown\n!\n"),)
        yield (("interface Ethernet20\n!\n", "interface Ethernet20\n   description Lab\n   switchport access vlan 110\n!\n"),)


def filters(platform: str, text: str) -> Iterator[tuple[Edit, ...]]:
    """Entries of filters that netops does not pass."""
    if platform in (IOS, EOS) and (head := first(text, "ip access-list standard SNMP-CLIENTS")):
        indent = " " if platform == IOS else "   "
        host = "10.1.20.10" if platform == IOS else "host 10.1.20.10"
        yield added(head, f"{indent}5 permit {host}")
    if platform == IOS and "10 permit tcp 10.1.0.0 0.0.0.255 any eq 22\n" in text:
        yield added(" 10 permit tcp 10.1.0.0 0.0.0.255 any eq 22\n", " 30 permit tcp 10.7.0.0 0.0.0.255 any eq 22")
        yield added(" 10 permit tcp 10.1.0.0 0.0.0.255 any eq 22\n", " 40 permit tcp host 10.1.20.9 any eq 22")
    if platform in (NXOS, XR) and (head := first(text, "ip access-list SNMP-CLIENTS") or first(text, "ipv4 access-list SNMP-CLIENTS")):
        word = "ip" if platform == NXOS else "ipv4"
        yield added(head, f" 5 permit {word} {'10.1.20.10/32' if platform == NXOS else 'host 10.1.20.10'} any")
    if platform == JUNOS and "        filter GUEST-IN {\n" in text:
        term = ("term 5 {", "    from {", "        protocol icmp;", "    }", "    then accept;", "}")
        yield added("        filter GUEST-IN {\n", *(f"            {line}" for line in term))


def files(platform: str, text: str) -> Iterator[tuple[Edit, ...]]:
    """Files of servers, those of sshd and of the firewall among them, as long as netops gets in."""
    motd = "### file /etc/motd root:root 0644\n"
    if platform == LINUX and motd in text:
        yield ((motd, f"### file /etc/cron.d/x root:root 0644\n# x\n{motd}"),)
        sshd = "### file /etc/ssh/sshd_config.d/50-netops.conf root:root 0644\n"
        if sshd not in text:
            yield ((motd, f"{sshd}Port 22\nPermitRootLogin prohibit-password\nPasswordAuthentication no\nAllowGroups root ops\n{motd}"),)
        if "nftables" not in text:
            rules = "  ct state established,related accept\n  tcp dport { 22, 80 } accept\n"
            table = f"table inet filter {{\n chain input {{\n  type filter hook input priority 0; policy drop;\n{rules} }}\n}}\n"
            yield ((motd, f"### file /etc/nftables.conf root:root 0755\n{table}{motd}"),)


def one_line_each(**lines: str) -> Edits:
    return every({globals()[name]: text for name, text in lines.items()})


KINDS: dict[str, Edits] = {
    "ntp": one_line_each(
        IOS="ntp server 10.1.20.7", EOS="ntp server 10.1.20.7", NXOS="ntp server 10.1.20.7 use-vrf management", XR="ntp\n server 10.1.20.7"
    ),
    "logging": one_line_each(
        IOS="logging host 10.1.20.11", EOS="logging host 10.1.20.11", NXOS="logging server 10.1.20.11", FRR="log syslog errors"
    ),
    "vlan": one_line_each(IOS="vlan 777\n name new", EOS="vlan 777\n   name new", NXOS="vlan 777\n  name new"),
    "user": one_line_each(
        IOS="username bob privilege 1 secret 9 $9$x",
        EOS="username bob privilege 1 role network-operator secret sha512 $6$x",
        NXOS="username bob password 5 $5$x  role network-operator",
        XR="username bob\n group operator\n secret 10 $6$x",
    ),
    "route": one_line_each(
        IOS="ip route 198.51.100.0 255.255.255.0 Null0",
        EOS="ip route 198.51.100.0/24 Null0",
        NXOS="ip route 198.51.100.0/24 Null0",
        FRR="ip route 198.51.100.0/24 blackhole",
    ),
    "filter of nobody": one_line_each(
        IOS="ip access-list extended NEW\n 10 deny ip any any",
        EOS="ip access-list NEW\n   10 deny ip any any",
        NXOS="ip access-list NEW\n  10 deny ip any any",
        XR="ipv4 access-list NEW\n 10 deny ipv4 any any",
    ),
    "snmp": one_line_each(
        IOS="snmp-server host 10.1.20.11 version 2c x",
        EOS="snmp-server chassis-id x",
        NXOS="snmp-server host 10.1.20.11 x",
        XR="snmp-server chassis-id x",
    ),
    "loopback": one_line_each(
        IOS="interface Loopback9\n ip address 198.51.100.1 255.255.255.255",
        EOS="interface Loopback9\n   ip address 198.51.100.1/32",
        NXOS="interface loopback9\n  ip address 198.51.100.1/32",
        XR="interface Loopback9\n ipv4 address 198.51.100.1 255.255.255.255",
        FRR="interface dummy9\n ip address 198.51.100.1/32\nexit",
    ),
    "name server": one_line_each(
        IOS="ip name-server 10.1.20.7", EOS="ip name-server 10.1.20.7", NXOS="ip name-server 10.1.20.7", XR="domain name-server 10.1.20.7"
    ),
    "line nobody reads": one_line_each(
        IOS="service frobnicate",
        EOS="frobnicate enable",
        NXOS="feature frobnicate",
        XR="frobnicate",
        FRR="service frobnicate",
        JUNOS="    frobnicate yes;",
    ),
    "time zone": one_line_each(
        IOS="clock timezone CET 1 0",
        EOS="clock timezone Europe/Berlin",
        NXOS="clock timezone CET 1 0",
        XR="clock timezone CET 1",
        JUNOS="    time-zone Europe/Berlin;",
    ),
    "descriptions": descriptions,
    "idle ports": idle_ports,
    "filters": filters,
    "files": files,
}
OBSERVED = ("printer", "cups")


def changes(bench: Bench, kind: Edits, *, is_whole: bool = True) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    """The changes of a kind, over all targets that have a text, or over one of each platform."""
    seen = set()
    for name, target in bench.company.targets.items():
        if not is_whole and target.platform in seen:
            continue
        seen.add(target.platform)
        if target.platform not in OBSERVED and target.platform != "inventory_only" and ":" not in name:
            yield from ((name, edits) for edits in kind(target.platform, bench.text(name)))


def plans(bench: Bench, kind: Edits, *, is_whole: bool = True) -> Iterator[dict[str, str]]:
    """The changes in plans, of which each changes a target once."""
    rows = list(changes(bench, kind, is_whole=is_whole))
    while rows:
        now: dict[str, str] = {}
        rest = []
        for name, edits in rows:
            if name in now:
                rest.append((name, edits))
            else:
                now[name] = bench.changed(name, *edits)
        yield now
        rows = rest


def steps_of(bench: Bench, kind: str, *, is_whole: bool) -> list[Step]:
    return list(chain.from_iterable(bench.verdicts(plan).values() for plan in plans(bench, KINDS[kind], is_whole=is_whole)))


@pytest.mark.parametrize("kind", KINDS)
def test_ordinary_change(bench: Bench, kind: str) -> None:
    steps = steps_of(bench, kind, is_whole=False)
    assert steps, "nothing changes"
    assert [(step.target, step.lockouts, step.doubts) for step in steps if step.lockouts or step.doubts] == []


@pytest.mark.soak
def test_three_hundred_ordinary_changes(bench: Bench) -> None:
    steps = [step for kind in KINDS for step in steps_of(bench, kind, is_whole=True)]
    assert len(steps) >= 300
    assert [step.lockouts for step in steps if step.lockouts] == []
    risky = [(step.target, step.doubts) for step in steps if step.doubts]
    assert len(risky) * 10 <= len(steps), risky
