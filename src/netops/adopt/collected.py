"""Configs as Oxidized and RANCID collect them: one file for each device in folders of groups, and router.db with the platforms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from netops.adopt.aliases import platform_by_name
from netops.adopt.names import dns_label

ROUTER_DB = "router.db"
RANCID_FOLDER = "configs"
NOT_CONFIGS = re.compile(
    r"(^|/)(\.|README|LICENSE|CVS/|logs?/|routers\.\w+$)"
    r"|\.(new|old|raw|log|lock|md|db|pyc|ya?ml|json|sh|pl|py|rb|up|down|all)$"
)
ENDINGS = (".cfg", ".conf", ".txt", ".config")
CONTENT_TYPE = re.compile(r"^[!#]\s*RANCID-CONTENT-TYPE:\s*(\S+)", re.MULTILINE)
RANCID = re.compile(r"^[!#]\s*RANCID-CONTENT-TYPE:", re.MULTILINE)
COMMENT = re.compile(r"^[!#].*\n", re.MULTILINE)


@dataclass(slots=True)
class CollectedConfigs:
    """Texts by the names of their devices; the platforms that are given, and the sites: the groups.

    `left`: files left out, with the reason.
    """

    texts: dict[str, str] = field(default_factory=dict)
    platforms: dict[str, str] = field(default_factory=dict)
    sites: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def collect_configs(files: Mapping[str, str]) -> CollectedConfigs:
    """The configs in the files of a folder or a repository, by their paths."""
    out = CollectedConfigs()
    databases = {path: _router_db(text) for path, text in files.items() if path.rpartition("/")[2] == ROUTER_DB}
    for path in sorted(files):
        folder, _, file = path.rpartition("/")
        if file == ROUTER_DB or NOT_CONFIGS.search(path) or not files[path].strip():
            if file != ROUTER_DB:
                out.left.append(f"{path}: it is no config")
            continue
        name = file.removesuffix(next((ending for ending in ENDINGS if file.endswith(ending)), ""))
        if name in out.texts:
            out.left.append(f"{path}: another file is of a device {name} already")
            continue
        group = [part for part in folder.split("/") if part and part != RANCID_FOLDER]
        if group and (site := dns_label("-".join(group))):
            out.sites[name] = site
        if platform := _platform(name, path, files[path], databases):
            out.platforms[name] = platform
        out.texts[name] = without_rancid_comments(files[path])
    return out


def without_rancid_comments(text: str) -> str:
    """A config without the comments that RANCID writes above it: the release, the serial numbers, the modules."""
    if not RANCID.search(text[:200]):
        return text
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip() and line[0] not in "!#"), len(lines))
    return "\n".join(lines[first:])


def _platform(name: str, path: str, text: str, databases: Mapping[str, Mapping[str, str]]) -> str | None:
    """The platform of router.db in the nearest folder above, else of the file's first line."""
    above = sorted((database for database in databases if path.startswith(database.removesuffix(ROUTER_DB))), key=len, reverse=True)
    found = next((databases[one][name.lower()] for one in above if name.lower() in databases[one]), "")
    match = CONTENT_TYPE.search(text[:200])
    return platform_by_name(found) or (platform_by_name(match[1]) if match else None)


def _router_db(text: str) -> dict[str, str]:
    """The words for the platform by the device: RANCID's `name;type;up`, Oxidized's `name:model`."""
    found = {}
    for line in text.splitlines():
        parts = re.split(r"[;:]", line.partition("#")[0].strip())
        if len(parts) > 1:
            words = [part for part in parts[1:] if platform_by_name(part)]
            found[parts[0].lower()] = words[0] if words else parts[1]
    return found
