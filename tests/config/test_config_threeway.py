"""One change taken out of a config in which others came after it: these stay, and what cannot be separated is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.config import ParsedConfig
from netops.config.threeway import lines_blocking_restore, restore_lines

INDENT = "hostname sw1\n!\ninterface Ethernet1/1\n description one\n!\nntp server 10.0.0.1\nend\n"
JUNOS = "system {\n    host-name sw1;\n    ntp {\n        server 10.0.0.1;\n    }\n}\n"
FILES = "### file /etc/motd root:root 0644\none\nline2\nline3\n### file /etc/x root:root 0644\na = 1\n"
QUEUES = 'queue floor1 location "one"\nqueue floor1 accepting true\n'

CASES = [
    *((platform, INDENT, ("one", "two"), ("\nntp", "\nntp server 10.0.0.9\nntp")) for platform in ("cisco_ios", "cisco_nxos", "frr")),
    *((platform, INDENT, ("10.0.0.1", "10.0.0.2"), ("one", "one\n mtu 1400")) for platform in ("arista_eos", "cisco_xr")),
    ("juniper_junos", JUNOS, ("10.0.0.1", "10.0.0.2"), ("    ntp {", "    ntp {\n        server 10.0.0.9;")),
    ("linux", FILES, ("one", "two"), ("a = 1", "a = 2")),
    ("linux", FILES, ("one", "two"), ("line3", "line4")),
    ("linux", FILES, ("line3", "line3\nline4"), ("line4", "line4\nline5")),
    ("linux", FILES, ("line3", "line3\nline4"), ("one", "zero\none")),
    ("cups", QUEUES, ('"one"', '"two"'), ("true", "false")),
]


def _without(text: str, run: tuple[str, str], later: tuple[str, str]) -> str:
    """The text with the later change alone; that may be next to lines of the first one."""
    return text.replace(*later) if later[0] in text else text.replace(*run).replace(*later).replace(f"{later[0]}\n", "")


@pytest.mark.parametrize(("platform", "text", "run", "later"), CASES)
def test_what_came_later_stays(platform: str, text: str, run: tuple[str, str], later: tuple[str, str]) -> None:
    before, after, running, expected = text, text.replace(*run), text.replace(*run).replace(*later), _without(text, run, later)
    configs = [ParsedConfig(platform, one) for one in (before, after, running)]
    assert lines_blocking_restore(*configs) == ()
    assert restore_lines(*configs).text == expected
    assert restore_lines(configs[0], configs[1], configs[1]).text == before
    assert restore_lines(configs[0], configs[1], configs[0]).text == before


@pytest.mark.parametrize(
    ("old", "new", "now", "said"),
    [
        ("one", "two", "three", "interface Ethernet1/1 / `description one` became `description two`, and is `description three` now"),
        (
            "!\nntp",
            "interface Vlan7\n mtu 1400\n!\nntp",
            "interface Vlan7\n mtu 1400\n shutdown\n!\nntp",
            "nothing became `interface Vlan7` with 1 below, and is `interface Vlan7` with 2 below now",
        ),
    ],
)
def test_what_was_changed_again_is_in_the_way_and_named(old: str, new: str, now: str, said: str) -> None:
    configs = [ParsedConfig("cisco_ios", INDENT.replace(old, text)) for text in (old, new, now)]
    assert lines_blocking_restore(*configs) == (said,)
    overwritten = restore_lines(*configs)
    assert ParsedConfig("cisco_ios", INDENT).digest() == overwritten.digest()


@pytest.mark.parametrize("line", ["host-name {};", 'location "Rack {} left";'])
def test_a_value_of_junos_that_was_changed_again_is_named(line: str) -> None:
    """The dialect does not say which statements replace each other: one that is alone of its word in all three has been replaced."""
    configs = [ParsedConfig("juniper_junos", JUNOS.replace("host-name sw1;", line.format(value))) for value in ("one", "two", "three")]
    was, became, now = (line.format(value).rstrip(";") for value in ("one", "two", "three"))
    assert lines_blocking_restore(*configs) == (f"system / `{was}` became `{became}`, and is `{now}` now",)
    assert restore_lines(*configs).text == configs[0].text


def test_of_several_values_of_junos_each_is_one_of_its_own() -> None:
    configs = [ParsedConfig("juniper_junos", JUNOS.replace("10.0.0.1;", text)) for text in ("1;", "1; server 2;", "1; server 3;")]
    assert lines_blocking_restore(*configs) == ()


def test_a_line_of_a_file_that_is_gone_is_named() -> None:
    configs = [ParsedConfig("linux", FILES.replace("line2", text)) for text in ("line2", "mine", "yours")]
    assert lines_blocking_restore(*configs) == ("### file /etc/motd root:root 0644 / `mine` is not there any more",)


SETTINGS = st.dictionaries(st.sampled_from(["mtu", "description", "delay", "bandwidth"]), st.integers(1, 3), max_size=4)
CONFIGS = st.dictionaries(st.sampled_from(["Ethernet1/1", "Ethernet1/2", "Ethernet1/3"]), SETTINGS, max_size=3)


def text_of(config: dict[str, dict[str, int]]) -> str:
    sections = (
        f"interface {name}\n" + "".join(f" {key} {value}\n" for key, value in sorted(lines.items())) for name, lines in config.items()
    )
    return "hostname sw1\n" + "!\n".join(sections) + "end\n"


@given(CONFIGS, CONFIGS, CONFIGS)
def test_each_setting_is_as_three_ways_say(
    before: dict[str, dict[str, int]], after: dict[str, dict[str, int]], running: dict[str, dict[str, int]]
) -> None:
    """Of configs with all sections: what the change made and nobody touched goes back, everything else stays."""
    names = sorted({*before, *after, *running})
    old, new, now = ({name: config.get(name, {}) for name in names} for config in (before, after, running))
    configs = [ParsedConfig("cisco_ios", text_of(config)) for config in (old, new, now)]
    if lines_blocking_restore(*configs):
        return
    made = restore_lines(*configs)
    for name in names:
        for key in ("mtu", "description", "delay", "bandwidth"):
            was, became, there = (config[name].get(key) for config in (old, new, now))
            node = made.root.children.get(f"interface {name}")
            found = {line.text.strip() for line in node.children.values()} if node else set()
            wanted = there if was == became else was
            assert (f"{key} {wanted}" in found) == (wanted is not None)
