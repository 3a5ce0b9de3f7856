"""A difference comes in items, and each can be taken alone."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config_strategies import configs
from netops import config
from netops.config.items import item_numbers, with_chosen_items
from netops.errors import ConfigError
from netops.platforms import get, names

PLATFORMS = [name for name in names() if get(name).grammar]
relaxed = settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def items(pair: config.ConfigPair) -> list[list[config.DiffLine]]:
    numbers = item_numbers(pair.difference)
    return [
        [line for line, n in zip(pair.difference, numbers, strict=True) if n == number] for number in range(1, max(numbers, default=0) + 1)
    ]


def test_another_value_is_one_item_and_so_is_a_section() -> None:
    running = "hostname b\ninterface Vlan1\n description x\ninterface Vlan2\n description y\n shutdown\n"
    wanted = "hostname a\nntp server 10.0.0.1\nntp server 10.0.0.2\ninterface Vlan1\n description z\n shutdown\n"
    pair = config.ConfigPair(config.ParsedConfig("cisco_ios", running), config.ParsedConfig("cisco_ios", wanted))
    assert [[line.sign + line.text for line in item] for item in items(pair)] == [
        ["-hostname b", "+hostname a"],
        ["+ntp server 10.0.0.1"],
        ["+ntp server 10.0.0.2"],
        ["-description x", "+description z"],
        ["+shutdown"],
        ["-interface Vlan2", "-description y", "-shutdown"],
    ]


def test_a_text_of_several_lines_is_one_item() -> None:
    running, wanted = ("banner login ^C\nnew\n rules\n^C\nhostname a\n", "hostname a\n")
    pair = config.ConfigPair(config.ParsedConfig("cisco_ios", running), config.ParsedConfig("cisco_ios", wanted))
    assert len(items(pair)) == 1


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_with_one_item_no_other_line_differs(platform: str, data: st.DataObject) -> None:
    running, wanted = (config.ParsedConfig(platform, data.draw(configs(platform))) for _ in range(2))
    pair = config.ConfigPair(running, wanted)
    for item in items(pair):
        try:
            text = with_chosen_items(pair, item).text
        except ConfigError:
            continue
        assert {line.key for line in item} <= {line.key for line in config.diff(platform, text, wanted.text) if line.differs}


@pytest.mark.parametrize("platform", PLATFORMS)
@relaxed
@given(data=st.data())
def test_with_all_items_nothing_differs_from_what_runs(platform: str, data: st.DataObject) -> None:
    running, wanted = (config.ParsedConfig(platform, data.draw(configs(platform))) for _ in range(2))
    pair = config.ConfigPair(running, wanted)
    try:
        text = with_chosen_items(pair, pair.difference).text
    except ConfigError:
        return
    assert config.diff(platform, running.text, text) == () or any(line.sign == ">" for line in pair.difference)


def test_a_line_that_means_something_only_beside_another_is_refused_alone() -> None:
    running = "interface Ethernet1/2\n  no switchport\n  no shutdown\n"
    pair = config.ConfigPair(config.ParsedConfig("cisco_nxos", running), config.ParsedConfig("cisco_nxos", "interface Ethernet1/2\n"))
    port, up = items(pair)
    assert with_chosen_items(pair, port).text == "interface Ethernet1/2\n  no switchport\n"
    with pytest.raises(ConfigError, match="cannot be separated from others that differ"):
        with_chosen_items(pair, up)


def test_a_line_that_moved_is_where_the_device_has_it() -> None:
    entries = ["permit tcp any any eq 22", "permit tcp any any eq 80", "deny ip any any log"]
    running, wanted = (
        "ip access-list extended A\n" + "".join(f" {entry}\n" for entry in some) for some in (entries, [entries[2], *entries[:2]])
    )
    pair = config.ConfigPair(config.ParsedConfig("cisco_ios", running), config.ParsedConfig("cisco_ios", wanted))
    (item,) = items(pair)
    assert with_chosen_items(pair, item).text == running
