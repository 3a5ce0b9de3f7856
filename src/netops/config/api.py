"""The public functions on texts: thin covers of `ParsedConfig` and `ConfigPair`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from netops.config.diff import DiffLine
from netops.config.parsed import ConfigPair, ParsedConfig
from netops.dialects import sections
from netops.dialects.tree import Tree
from netops.platforms import Platform, check_features


def _pair(platform: str | Platform, running: str, intended: str) -> ConfigPair:
    return ConfigPair(ParsedConfig(platform, running), ParsedConfig(platform, intended))


def _like(platform: str | Platform, text: str | None) -> ParsedConfig | None:
    return ParsedConfig(platform, text) if text else None


def parse(platform: str | Platform, text: str) -> Tree:
    """The tree of a config. `text(parse(platform, t)) == t` for every text that can be parsed; ConfigError for others.

    >>> tree = parse("cisco_ios", "interface GigabitEthernet1/0/1\\n shutdown\\n")
    >>> [node.text for node in tree.root.children.values()]
    ['interface GigabitEthernet1/0/1']
    """
    config = ParsedConfig(platform, text)
    _ = config.root
    return config


def text(tree: Tree) -> str:
    """The text that a tree was parsed from, byte for byte.

    >>> text(parse("cisco_ios", "interface GigabitEthernet1/0/1\\n shutdown\\n"))
    'interface GigabitEthernet1/0/1\\n shutdown\\n'
    """
    return "\n".join(tree.lines)


def normalise(platform: str | Platform, text: str) -> str:
    """The canonical text of a config: equal for configs that mean the same. Noise, comments and blanks are gone, and lines whose order
    means nothing are in one order. Digests are made over it.

    >>> normalise("cisco_ios", "!\\nntp server 10.0.0.2\\nntp server 10.0.0.1\\n")
    'ntp server 10.0.0.1\\nntp server 10.0.0.2\\n'
    """
    config = ParsedConfig(platform, text)
    return config.grammar.dialect.canonical(config.grammar, config.root)


def diff(platform: str | Platform, running: str, intended: str) -> tuple[DiffLine, ...]:
    """The lines in which two configs differ, with the lines above them. Without secrets; empty when they mean the same.

    Two secrets are compared by value, but a placeholder, or a secret that is taken out, equals every value.

    >>> lines = diff("cisco_ios", "interface Vlan1\\n shutdown\\n", "interface Vlan1\\n no shutdown\\n")
    >>> [(line.sign, line.depth, line.text) for line in lines]
    [(' ', 0, 'interface Vlan1'), ('-', 1, 'shutdown'), ('+', 1, 'no shutdown')]
    """
    return _pair(platform, running, intended).difference


def remediate(platform: str | Platform, running: str, intended: str) -> list[str]:
    """The commands that bring a device from `running` to `intended`, in order, each indented below its context line.

    Secrets and placeholders are in them as in `intended`. Empty when nothing differs. ConfigError when no right list can be made.

    >>> remediate("cisco_ios", "interface Vlan1\\n shutdown\\n", "interface Vlan1\\n no shutdown\\n")
    ['interface Vlan1', ' no shutdown']
    """
    return list(_pair(platform, running, intended).commands)


def predict(platform: str | Platform, running: str, commands: Sequence[str]) -> str:
    """The config of a device that runs `running` after commands. ConfigError when a command cannot be understood.

    >>> predict("cisco_ios", "ntp server 10.0.0.1\\n", ["no ntp server 10.0.0.1", "ntp server 10.0.0.2"])
    'ntp server 10.0.0.2\\n'
    """
    return ParsedConfig(platform, running).after(commands).text


def rollback(platform: str | Platform, running: str, intended: str) -> list[str]:
    """The commands that undo `remediate(platform, running, intended)`.

    >>> rollback("cisco_ios", "ntp server 10.0.0.1\\n", "ntp server 10.0.0.2\\n")
    ['no ntp server 10.0.0.2', 'ntp server 10.0.0.1']
    """
    return list(_pair(platform, running, intended).inverse)


def redact(platform: str | Platform, text: str, like: str | None = None) -> str:
    """The text with `netops.secrets.REDACTED` in place of each secret and placeholder. Idempotent.

    `like`: another text of the same target; a line that has a placeholder there holds a secret here too.

    >>> redact("cisco_ios", "snmp-server community s3cret RO\\n")
    'snmp-server community ⟦secret⟧ RO\\n'
    """
    return ParsedConfig(platform, text).redacted(_like(platform, like))


def secrets(platform: str | Platform, text: str, like: str | None = None) -> dict[str, str]:
    """The secrets of a config: path to value. A path holds no secret and stays when a value changes; placeholders are left out.

    `like`: as in `redact`.

    >>> secrets("cisco_ios", "snmp-server community s3cret RO\\n")
    {'snmp-server community ⟦secret⟧ RO': 's3cret'}
    """
    return ParsedConfig(platform, text).secrets(_like(platform, like))


def compose(platform: str | Platform, running: str, intended: str, managed: str | Sequence[str]) -> str:
    """What a device should run: the managed features as intended, all else with the device's own bytes.

    `managed`: "all", or names of features. ConfigError for a feature that no platform has. Also with "all" the lines stay that a device
    writes by itself, unless the intended config names them.

    >>> compose("cisco_ios", "ntp server 10.0.0.1\\nvlan 9\\n", "ntp server 10.0.0.2\\n", "ntp")
    'ntp server 10.0.0.2\\nvlan 9\\n'
    """
    features = None if managed == "all" else (managed,) if isinstance(managed, str) else managed
    return ParsedConfig(platform, running).candidate(ParsedConfig(platform, intended), features).text


def features(platform: str | Platform) -> dict[str, tuple[str, ...]]:
    """The features of a platform: name to the first words of the lines that belong to it.

    >>> features("cisco_ios")["ntp"]
    ('ntp',)
    """
    return dict(ParsedConfig(platform, "").grammar.features)


def coverage(platform: str | Platform, running: str, managed: str | Sequence[str]) -> tuple[int, int]:
    """How many lines of a config are in managed features, and how many lines it has.

    >>> coverage("cisco_ios", "hostname sw1\\nntp server 10.0.0.1\\n", "ntp")
    (1, 2)
    """
    config = ParsedConfig(platform, running)
    chosen = "all" if managed == "all" else check_features(config.platform, managed)
    return sections.count_managed_lines(config.grammar, chosen, config.heads)


@dataclass(frozen=True, slots=True)
class Overwritten:
    """A line of a text that a later one takes back or sets anew: number from 1 and text without secrets of both."""

    line: int
    text: str
    later_line: int
    later_text: str


def overwritten(platform: str | Platform, text: str) -> tuple[Overwritten, ...]:
    """The lines of a config that make no difference, since a later line sets the same, in the order of the text.

    >>> [(lost.line, lost.later_line) for lost in overwritten("cisco_ios", "hostname a\\nhostname b\\n")]
    [(1, 2)]
    """
    found = (
        Overwritten(lost.line, lost.shown, node.line, node.shown)
        for _, node in ParsedConfig(platform, text).root.walk()
        for lost in node.overwritten
    )
    return tuple(sorted(found, key=lambda one: one.line))
