"""What devices have seen by LLDP and CDP, from the outputs of commands that lie beside their configs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from netops.adopt.cables import Neighbour
from netops.drivers.shown import lldp_neighbors
from netops.platforms import get

COMMANDS = {
    "LLDP": ("show lldp neighbors detail", "show lldp neighbors", "display lldp neighbor"),
    "CDP": ("show cdp neighbors detail", "show cdp neighbors"),
}
"""By protocol the commands whose output may be in a file, the one that shows most first."""
_FILE = re.compile(r"(?P<name>.+?)[. _-](?:show[ _-])?(?P<protocol>lldp|cdp)(?:[. _-].*)?", re.IGNORECASE)


def files_of_other_features(stems: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The outputs beside a config, `sw1.lldp` and `sw1_show_cdp_neighbors`, by their names: the config's name and the protocol."""
    names = set(stems)
    found = ((stem, _FILE.fullmatch(stem)) for stem in sorted(names))
    return {stem: (match["name"], match["protocol"].upper()) for stem, match in found if match and match["name"] in names}


def read_neighbours(platform: str, shown: Iterable[tuple[str, str]]) -> list[Neighbour]:
    """What a device has seen: pairs of a protocol and the output. What two protocols see alike counts once."""
    found: dict[tuple[str, str, str], Neighbour] = {}
    for protocol, text in sorted(shown, reverse=True):
        for one in _read(get(platform).netmiko or platform, protocol, text):
            found.setdefault((one.port, one.host, one.other), one)
    return list(found.values())


def _read(device_type: str, protocol: str, text: str) -> Iterator[Neighbour]:
    """The neighbours in an output of the first command whose template takes it."""
    for command in COMMANDS[protocol]:
        found = lldp_neighbors(device_type, command, text) or {}
        whole = [
            Neighbour(port, row["hostname"], row["port"], protocol) for port, rows in found.items() for row in rows if _is_whole(port, row)
        ]
        if whole:
            yield from whole
            return


def _is_whole(port: str, row: Mapping[str, str]) -> bool:
    return bool(port and row["hostname"] and row["port"])
