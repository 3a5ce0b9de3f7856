"""How the files of a host are brought in: what is recognised, and what their lines are in the model.

A reader takes what it knows and nothing else: the proof of the import compares what the templates make of it with the file, to the letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from netops.dialects.files import file_blocks
from netops.facts.importer import Importer, fill_no_defaults, starts_with_any
from netops.facts.read import Reader
from netops.facts.table import make_table
from netops.platforms.linux.importing_files import read_ganesha_exports, read_smb_conf

Data = dict[str, Any]
Effect = Callable[..., object]

LEVELS: Final = {
    "emerg": "emergencies",
    "alert": "alerts",
    "crit": "critical",
    "err": "errors",
    "warning": "warnings",
    "notice": "notifications",
    "info": "informational",
    "debug": "debugging",
}


def _add(key: str) -> Effect:
    return lambda data, value: data.setdefault(key, []).append(value)


def _put(key: str, convert: Callable[[str], Any] = str) -> Effect:
    return lambda data, value: data.update({key: convert(value)})


def _time_server(data: Data, host: str, iburst: str | None, prefer: str | None) -> None:
    row: Data = {"host": host} | ({} if iburst else {"iburst": False}) | ({"prefer": True} if prefer else {})
    data.setdefault("servers", []).append(row)


def _log_server(data: Data, level: str, host: str, port: str) -> None:
    row: Data = {"host": host} | ({} if port == "514" else {"port": int(port)})
    data.setdefault("servers", []).append(row | ({} if level == "info" else {"severity": LEVELS[level]}))


def _community(data: Data, community: str, client: str) -> None:
    data["community"] = community
    if client != "default":
        data.setdefault("clients", []).append(client)


def _networks(value: str) -> list[str]:
    """The networks beside the host's own, IPv6 without brackets."""
    return [one.replace("[", "").replace("]", "") for one in re.split(r",\s*", value) if not one.startswith(("127.", "[::1]"))]


def _list(value: str) -> list[str]:
    return [one for one in re.split(r"[,\s]+", value) if one]


TABLES: Final[Mapping[str, tuple[str, Mapping[str, Effect]]]] = {
    "/etc/chrony/chrony.conf": ("ntp", {r"server (\S+)( iburst)?( prefer)?": _time_server, r"allow (\S+)": _add("serve_to")}),
    "/etc/resolv.conf": ("dns", {r"nameserver (\S+)": _add("servers"), r"search (.+)": _put("search", _list)}),
    "/etc/rsyslog.d/60-netops.conf": (
        "syslog",
        {rf'\*\.({"|".join(LEVELS)}) action\(type="omfwd" target="([^"]+)" port="(\d+)" .*': _log_server},
    ),
    "/etc/snmp/snmpd.conf": (
        "snmp",
        {
            r"sysLocation (.+)": _put("location"),
            r"sysContact (.+)": _put("contact"),
            r"rocommunity6? (\S+) (\S+)": _community,
        },
    ),
    "/etc/ssh/sshd_config.d/50-netops.conf": (
        "sshd",
        {
            r"Port (\d+)": _put("port", int),
            r"PermitRootLogin (\S+)": _put("root_login"),
            r"PasswordAuthentication (yes|no)": _put("password_login", lambda value: value == "yes"),
            r"AllowGroups (.+)": _put("allow_groups", _list),
        },
    ),
    "/etc/postfix/main.cf": (
        "mail_relay",
        {
            r"myhostname = (\S+)": _put("hostname"),
            r"relay_domains = (.+)": _put("domains", _list),
            r"mynetworks = (.+)": _put("networks", _networks),
            r"relayhost = \[(\S+)\]": _put("smart_host"),
            r"message_size_limit = (\d+)": _put("max_message_mb", lambda value: int(value) // 1048576),
        },
    ),
    "/etc/netops/services-enabled": ("system_services", {r"(\S+)": _add("enabled")}),
    "/etc/netops/services-disabled": ("system_services", {r"(\S+)": _add("disabled")}),
}
"""By path the noun, and what its lines say, as regular expressions of whole lines."""

READERS: Final[Mapping[str, Callable[[str], Data]]] = {
    "/etc/ganesha/ganesha.conf": read_ganesha_exports,
    "/etc/motd": lambda text: {"banner": {"login": text}},
    "/etc/samba/smb.conf": read_smb_conf,
}
"""By path what is read off a text as a whole, by noun."""


def read_files(text: str) -> Data:
    """What the files of a host are in the model."""
    data: Data = {}
    for block in file_blocks(text):
        if block.path in TABLES:
            noun, effects = TABLES[block.path]
            _read(block.content, effects, data.setdefault(noun, {}))
        elif block.path in READERS:
            data |= READERS[block.path](block.content)
    return {noun: value for noun, value in data.items() if value}


def _read(text: str, effects: Mapping[str, Effect], data: Data) -> None:
    for line in text.splitlines():
        for pattern, effect in effects.items():
            if match := re.fullmatch(pattern, line):
                effect(data, *match.groups())
                break


IMPORTER: Final = Importer(
    certain=starts_with_any(r"### (?:file|dir) /\S* \S+:\S+ [0-7]{3,4}$"),
    typical=starts_with_any(r"### (?:file|dir) /"),
    reader=Reader(make_table({}), (), fill_no_defaults),
    files=read_files,
    manufacturer="Generic",
    role="server",
    folder="servers",
)
