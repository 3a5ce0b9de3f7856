"""What every platform has to have."""

from __future__ import annotations

import pytest

from netops import config
from netops.dialects.rules import parse_rulebook
from netops.errors import UsageError
from netops.platforms import get, names

PLATFORMS = [name for name in names() if get(name).grammar]


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_platform_is_complete(name: str) -> None:
    grammar = get(name).grammar
    assert grammar is not None
    assert (get(name).name, grammar.name) == (name, name)
    assert grammar.features
    assert grammar.secrets.by_word


@pytest.mark.parametrize("name", PLATFORMS)
def test_an_empty_config_is_a_config(name: str) -> None:
    assert config.normalise(name, "") == ""
    assert config.diff(name, "", "") == ()
    assert config.coverage(name, "", "all") == (0, 0)


def test_all_platforms_know_the_features_of_each_other() -> None:
    assert config.compose("frr", "hostname a\n", "hostname b\n", ["ntp"]) == "hostname a\n"
    with pytest.raises(UsageError) as error:
        config.compose("frr", "", "", ["ntpp"])
    assert error.value.message == "no platform has a feature called 'ntpp'"


def test_a_platform_that_is_not_there() -> None:
    with pytest.raises(UsageError) as error:
        config.normalise("cisco_catos", "")
    assert error.value.message == "no platform called 'cisco_catos'"
    assert error.value.hint == f"there are: {', '.join(names())}"


def test_the_most_specific_rule_wins() -> None:
    rules = parse_rulebook("neighbor *  %tree\nneighbor * remote-as =  %owns\n~\nip prefix-list * seq # =  %late")
    neighbor, seq = rules.find("neighbor 10.0.0.1 remote-as 5"), rules.find("ip prefix-list PL seq 10 permit any")
    assert neighbor is not None and seq is not None
    assert neighbor.setting("neighbor 10.0.0.1 remote-as 5") == "neighbor 10.0.0.1 remote-as ="
    assert (seq.setting("ip prefix-list PL seq 10 permit any"), seq.name("ip prefix-list PL seq 10 x")) == (
        "ip prefix-list PL seq 10 =",
        "ip prefix-list PL",
    )
    assert rules.find("ip prefix-list PL permit any") is None
    assert rules.other == 2


def test_a_flag_that_is_not_there() -> None:
    with pytest.raises(ValueError, match="rule 'hostname =  %shortt': no flag called shortt"):
        parse_rulebook("hostname =  %shortt")
