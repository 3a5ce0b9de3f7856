"""Texts of IOS XR: what is typed of a config, how the device complains, what its sessions, commits, interfaces and neighbours say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_NOISE = re.compile(r"\s*(?:[!#]|(?:root|end|exit)?\s*$)|Building configuration|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} +\d+ \d\d:\d\d:")
_HEADER = re.compile(r"(?:!! )?Building configuration|!! Last configuration change")
_BLOCK = re.compile(r"(?P<policy>route-policy )|(?:\w+-)+set \S")
_BANNER = re.compile(r"banner \S+ (?P<mark>\^C|\S)")
ENDS = re.compile(r"end-(?:class-map|policy-map|template|group)$")
"""Lines that leave the section that they stand in."""
MARKS = "#$~@|&"


@dataclass(frozen=True, slots=True)
class Statement:
    """What is typed in one piece: a line, a policy or a set with its lines, or a banner, which has no prompt before its end."""

    depth: int
    lines: tuple[str, ...]
    banner: bool = False


def statements(text: str) -> Iterator[Statement]:
    """The statements of a config or a list of commands; comments, the device's own header and `end` are left out."""
    lines = iter(text.splitlines())
    for line in lines:
        if _NOISE.match(line):
            continue
        if mark := _BANNER.match(line):
            yield Statement(0, _typable((line, *_banner(line[mark.end() :], lines, mark["mark"])), mark["mark"]), banner=True)
        elif block := _BLOCK.match(line):
            yield Statement(0, (line, *_until(lines, "end-policy" if block["policy"] else "end-set")))
        else:
            yield Statement(len(line) - len(line.lstrip(" ")), (line.strip(),))


def _until(lines: Iterator[str], end: str) -> Iterator[str]:
    for line in lines:
        yield line
        if line.strip() == end:
            return


def _banner(first: str, lines: Iterator[str], mark: str) -> Iterator[str]:
    """The lines of a banner after its first, up to the one with its mark."""
    if mark in first:
        return
    for line in lines:
        yield line
        if mark in line:
            return


def _typable(lines: tuple[str, ...], mark: str) -> tuple[str, ...]:
    """A banner as it can be typed: `^C` is how a device shows a mark that is one key, so another one takes its place."""
    if mark != "^C":
        return lines
    text = "\n".join(lines)
    other = next((key for key in MARKS if key not in text), MARKS[0])
    return tuple(text.replace(mark, other).split("\n"))


def parse_refusals(answer: str) -> list[str]:
    """The complaints in an answer: XR marks them with `%`, but also the warning that a set or policy is written over."""
    return [line.strip() for line in answer.splitlines() if line.startswith("%") and "WARNING" not in line]


def config_without_header(text: str) -> str:
    """A config as XR shows it, without the header lines with the time."""
    lines = [line for line in text.splitlines() if not _HEADER.match(line)]
    return "\n".join([*lines, ""])


def differing_lines(text: str) -> str:
    """The lines of `show commit changes diff` and its like that differ, and those around them; empty when nothing does."""
    lines = [line for line in text.splitlines() if line.strip() not in ("", "!", "end") and not line.startswith(("!", "Building"))]
    return "\n".join(lines) if any(line[0] in "+-#<" for line in lines) else ""


def parse_commit_failures(text: str) -> str:
    """Why a commit was refused, of `show configuration failed`: each line with the reason (`!!%`) that follows it."""
    lines = [line.strip() for line in text.splitlines() if re.match(r"!!%|(?!!|end$)\s*\S", line)]
    return " / ".join(line.removeprefix("!!%").strip() for line in lines)


@dataclass(frozen=True, slots=True)
class ConfigSession:
    """An open configuration session. `waiting`: the trial of a timed commit; `locked`: nobody else may commit."""

    name: str
    user: str
    line: str
    waiting: bool
    locked: bool


_SESSION = re.compile(r"^\s*\d+\) Session: (\S+)(.*?)(?=^\s*\d+\) Session:|\Z)", re.MULTILINE | re.DOTALL)


def parse_config_sessions(text: str) -> list[ConfigSession]:
    """The sessions of `show configuration sessions detail`."""

    def value(body: str, name: str) -> str:
        found = re.search(rf"{name}: (\S+)", body)
        return found[1] if found else ""

    def made(name: str, body: str) -> ConfigSession:
        waiting, locked = value(body, "Client") == "commit-confirm", value(body, "Lock") == "Reserved"
        return ConfigSession(name, value(body, "User"), value(body, "Line"), waiting, locked)

    return [made(name, body) for name, body in _SESSION.findall(text)]


@dataclass(frozen=True, slots=True)
class CommitEntry:
    """An entry of the device's list of commits."""

    name: str
    user: str
    client: str


_COMMIT = re.compile(r"^\d+\s+(\S+)\s+(\S+)\s+\S+\s+(\S+)\s+\w{3} \w{3} ", re.MULTILINE)


def last_commit(text: str) -> CommitEntry | None:
    """The newest entry of `show configuration commit list`, None when there is none."""
    found = _COMMIT.search(text)
    return CommitEntry(*found.groups()) if found else None


_UNITS = {"year": 31_536_000, "week": 604_800, "day": 86_400, "hour": 3600, "minute": 60, "second": 1}


def parse_show_version(text: str) -> dict[str, Any]:
    """Version, model and uptime (seconds) of `show version`."""
    release = re.search(r"Cisco IOS XR Software, Version ([^\s\[]+)", text)
    model = re.search(r"^cisco (\S.*?) (?:Series )?\(", text, re.MULTILINE)
    up = re.search(r"uptime is (.*)", text)
    seconds = sum(int(n) * _UNITS[unit] for n, unit in re.findall(r"(\d+) (year|week|day|hour|minute|second)", up[1] if up else ""))
    return {"os_version": release[1] if release else "", "model": model[1] if model else "", "uptime": float(seconds)}


def parse_serial_number(text: str) -> str:
    """The serial number of the chassis in `show inventory`: of the first entry that is a rack or chassis, else of the first one."""
    entries = re.findall(r'NAME: "([^"]*)".*?SN: *(\S*)', text, re.DOTALL)
    chassis = [number for name, number in entries if re.search(r"rack|chassis", name, re.IGNORECASE)]
    return next(iter([*chassis, *(number for _, number in entries)]), "")


_INTERFACE = re.compile(r"^(\S+) is (?P<state>[\w ]+), line protocol is (?P<line>[\w ]+?)\s*$(?P<body>(?:\n[ \t].*|\n$)*)", re.MULTILINE)


def parse_interfaces(text: str) -> dict[str, dict[str, Any]]:
    """NAPALM's table of interfaces, of `show interfaces`."""
    return {found[1]: _interface(found) for found in _INTERFACE.finditer(text)}


def _interface(found: re.Match[str]) -> dict[str, Any]:
    body = found["body"]

    def value(pattern: str) -> str:
        match = re.search(pattern, body)
        return match[1] if match else ""

    mac = value(r"address is ([0-9a-f.]+)").replace(".", "")
    return {
        "is_up": found["line"] == "up",
        "is_enabled": not found["state"].startswith("administratively"),
        "description": value(r"Description: (.*)").strip(),
        "last_flapped": -1.0,
        "mtu": int(value(r"MTU (\d+)") or 0),
        "speed": int(value(r"BW (\d+) Kbit") or 0) / 1000,
        "mac_address": ":".join(re.findall("..", mac)).upper(),
    }


def parse_lldp_neighbors(text: str) -> Mapping[str, list[Mapping[str, str]]]:
    """NAPALM's table of neighbours, of `show lldp neighbors detail`."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for block in re.split(r"^-{5,}\s*$", text, flags=re.MULTILINE):
        local = re.search(r"Local Interface: (\S+)", block)
        port, name = re.search(r"Port id: (\S+)", block), re.search(r"System Name: (\S+)", block)
        if local and port and name:
            found.setdefault(local[1], []).append({"hostname": name[1], "port": port[1]})
    return found


_FAMILY = re.compile(r"^Address Family: +(\S+) +(\S+)", re.MULTILINE)
_PEER = re.compile(r"^(?P<peer>[\da-f][\da-f.:]+)\s+\d+ +(?P<asn>[\d.]+) +\d+ +\d+ +\d+ +\d+ +\d+ +\S+ +(?P<state>.+?) *$", re.MULTILINE)


def bgp_neighbors(printed: str) -> dict[str, Any]:
    """From `show bgp all all summary`, as NAPALM has them: a number of prefixes in place of a state means an established session."""
    peers: dict[str, dict[str, Any]] = {}
    starts = [*_FAMILY.finditer(printed)]
    for family, end in zip(starts, [*(one.start() for one in starts[1:]), len(printed)], strict=False):
        for found in _PEER.finditer(printed, family.end(), end):
            peer = peers.setdefault(found["peer"], {"is_up": False, "address_family": {}})
            number = int(found["state"]) if found["state"].isdecimal() else -1
            peer["is_up"] = peer["is_up"] or number >= 0
            peer["address_family"][f"{family[1]} {family[2]}".lower()] = {"received_prefixes": number, "sent_prefixes": -1}
    return {"global": {"peers": peers}} if peers else {}
