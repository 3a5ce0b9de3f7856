"""The inventories of Nornir and Ansible as lists of devices. Logins are not taken: `access:` of netops.yaml has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from netops.adopt.listed import DeviceList, field_of_heading
from netops.errors import UsageError

LOGIN = re.compile(r"^(ansible_)?(user|username|password|ssh_pass|become.*|port|connection|ssh_.*|httpapi_.*|connection_options)$")
"""What is needed to log in."""
RANGE = re.compile(r"\[([0-9]+|[a-z]):([0-9]+|[a-z])(?::([0-9]+))?\]")
SECTION = re.compile(r"\[([^\]:]+)(?::(children|vars))?\]")
LARGEST_RANGE = 10_000
PAIR = re.compile(r"(\S+?)=(\"[^\"]*\"|'[^']*'|\S*)")
HIDDEN = frozenset({"all", "ungrouped"})
Vars = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """Reads tags of others, such as `!vault`, as nothing."""


_Loader.add_multi_constructor("!", lambda loader, suffix, node: None)


def load_yaml(text: str, file: str) -> Any:
    """A YAML file as values. UsageError when it cannot be read."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506, a safe loader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{file}:{mark.line + 1}" if mark else file
        raise UsageError(f"{place}: it is no YAML: {getattr(error, 'problem', None) or error}") from error


def read_nornir(files: Mapping[str, str]) -> DeviceList:
    """The hosts of hosts.yaml with what groups.yaml and defaults.yaml give them; each file by its name."""
    hosts, groups, defaults = (_maps(load_yaml(files.get(name, ""), name), name) for name in ("hosts.yaml", "groups.yaml", "defaults.yaml"))
    out, left = DeviceList(), Counter[str]()
    for name, host in hosts.items():
        own = host if isinstance(host, dict) else {}
        chain = list(_groups(own, groups, ()))
        found: Vars = {}
        for layer in (defaults, *(groups[group] for group in reversed(chain)), own):
            values = layer if isinstance(layer, dict) else {}
            data = values.get("data")
            found |= {key: value for key, value in values.items() if key not in ("data", "groups", "hostname") and value is not None}
            found |= data if isinstance(data, dict) else {}
        found.pop("name", None)
        address = own.get("hostname") or next((groups[one].get("hostname") for one in chain if groups[one].get("hostname")), None)
        out.add(f"hosts.yaml: {name}", _fields(name, address, found, left), chain)
    _report(out, left)
    return out


def _groups(values: Mapping[str, Any], groups: Mapping[str, Any], above: tuple[str, ...]) -> Iterator[str]:
    """The groups of a host or a group that are defined, the nearest first."""
    for group in values.get("groups") or ():
        if group in groups and group not in above and isinstance(groups[group], dict):
            yield group
            yield from _groups(groups[group], groups, (*above, group))


def _maps(value: Any, file: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise UsageError(f"{file} is no map", hint="expected the form of Nornir's SimpleInventory")
    return {str(key): item for key, item in value.items()}


def _fields(name: str, address: Any, found: Mapping[str, Any], left: Counter[str]) -> Vars:
    """The fields of a device; other variables are counted."""
    out: Vars = {"name": name, "address": address}
    for key, value in found.items():
        field = field_of_heading(str(key))
        if field in (None, "name", "address") or isinstance(value, dict | list):
            left["what is needed to log in" if LOGIN.match(str(key)) else f"the variable {key}"] += 1
        else:
            out.setdefault(str(field), value)
    return out


def _report(out: DeviceList, left: Counter[str]) -> None:
    out.problems += [f"{what} is not taken, of {number} hosts" for what, number in sorted(left.items())]


def read_ansible(files: Mapping[str, str]) -> DeviceList:
    """The hosts of an inventory: INI or YAML files, with group_vars/ and host_vars/ beside them; each file by its path."""
    tree = _Tree()
    for path, text in sorted(files.items()):
        if not re.search(r"(^|/)(group_vars|host_vars)/", path):
            is_yaml = path.endswith((".yml", ".yaml")) or text.lstrip().startswith("---")
            tree.read_yaml(load_yaml(text, path)) if is_yaml else tree.read_ini(text, path)
    for path, text in sorted(files.items()):
        if match := re.search(r"(?:^|/)(group_vars|host_vars)/([^/]+?)(?:\.ya?ml|\.json)?(?:/|$)", path):
            values = load_yaml(text, path) if not text.startswith("$ANSIBLE_VAULT") else None
            target = tree.group_vars if match[1] == "group_vars" else tree.hosts
            if isinstance(values, dict) and (match[1] == "group_vars" or match[2] in tree.hosts):
                target.setdefault(match[2], {}).update(values)
    out, left = DeviceList(problems=tree.problems), Counter[str]()
    for name, own in tree.hosts.items():
        chain = tree.chain(name)
        found = {key: value for group in ("all", *reversed(chain)) for key, value in tree.group_vars.get(group, {}).items()} | own
        address = found.pop("ansible_host", None)
        out.add(f"host {name}", _fields(name, address, found, left), [one for one in chain if one not in HIDDEN])
    _report(out, left)
    return out


class _Tree:
    """Groups with their hosts, their groups and their variables."""

    def __init__(self) -> None:
        self.hosts: dict[str, Vars] = {}
        self.members: dict[str, list[str]] = {}
        self.children: dict[str, list[str]] = {}
        self.group_vars: dict[str, Vars] = {}
        self.problems: list[str] = []

    def chain(self, host: str) -> list[str]:
        """The groups of a host, the nearest first."""
        found = [group for group, hosts in self.members.items() if host in hosts]
        for group in found:
            found += [above for above, inner in self.children.items() if group in inner and above not in found]
        return found

    def read_ini(self, text: str, file: str) -> None:
        group, kind = "ungrouped", ""
        for number, raw in enumerate(text.splitlines(), 1):
            line = raw.strip()
            if not line or line[0] in "#;":
                continue
            if line.startswith("["):
                match = SECTION.fullmatch(line.partition(" #")[0].strip())
                if match is None:
                    self.problems.append(f"{file}:{number}: {line} is no heading of a group")
                    group, kind = "ungrouped", ""
                else:
                    group, kind = match[1], match[2] or ""
                    self.members.setdefault(group, [])
            elif kind == "children":
                self.children.setdefault(group, []).append(line.split()[0])
            elif kind == "vars":
                key, is_pair, value = line.partition("=")
                self.group_vars.setdefault(group, {})[key.strip()] = value.strip().strip("\"'") if is_pair else None
            else:
                self._host(line, group, f"{file}:{number}")

    def _host(self, line: str, group: str, place: str) -> None:
        word, _, rest = line.partition(" ")
        values = {match[1]: match[2].strip("\"'") for match in PAIR.finditer(rest.partition(" #")[0])}
        try:
            expanded = list(expand_host_pattern(word))
        except ValueError as error:
            self.problems.append(f"{place}: {word}: {error}")
            return
        for name in expanded:
            self.hosts.setdefault(name, {}).update(values)
            self.members.setdefault(group, []).append(name)

    def read_yaml(self, value: Any, above: str = "") -> None:
        """Read groups by their names."""
        for group, data in value.items() if isinstance(value, dict) else ():
            self.members.setdefault(str(group), [])
            if above:
                self.children.setdefault(above, []).append(str(group))
            if not isinstance(data, dict):
                continue
            hosts = data.get("hosts")
            for pattern, values in hosts.items() if isinstance(hosts, dict) else ():
                for name in expand_host_pattern(str(pattern)):
                    self.hosts.setdefault(name, {}).update(values if isinstance(values, dict) else {})
                    self.members[str(group)].append(name)
            values = data.get("vars")
            self.group_vars.setdefault(str(group), {}).update(values if isinstance(values, dict) else {})
            self.read_yaml(data.get("children"), str(group))


def expand_host_pattern(pattern: str) -> Iterator[str]:
    """The hosts of a pattern: `sw[01:03]` gives sw01, sw02, sw03. ValueError when there are too many."""
    match = RANGE.search(pattern)
    if match is None:
        yield pattern
        return
    first, last, step = match[1], match[2], int(match[3] or 1)
    if first.isdecimal() != last.isdecimal() or step < 1:
        raise ValueError("a range has two numbers or two letters")
    low, high = (int(first), int(last)) if first.isdecimal() else (ord(first), ord(last))
    if (high - low) // step > LARGEST_RANGE:
        raise ValueError(f"a range has at most {LARGEST_RANGE} hosts")
    for number in range(low, high + 1, step):
        word = str(number).zfill(len(first)) if first.isdecimal() else chr(number)
        yield from expand_host_pattern(pattern[: match.start()] + word + pattern[match.end() :])
