"""Short names of interfaces, as people type them: a config with them differs in nothing from what the device shows."""

from __future__ import annotations

import pytest

from netops import config

LONG = {
    "arista_eos": ("Ethernet1", "Port-Channel10", "Vlan10", "Loopback0", "Management1"),
    "cisco_ios": ("GigabitEthernet1/0/1", "TwoGigabitEthernet1/0/2", "TwentyFiveGigE1/0/3", "HundredGigE1/0/4", "Port-channel10", "Vlan10"),
    "cisco_nxos": ("Ethernet1/1", "port-channel10", "Vlan10", "loopback0", "mgmt0"),
}
SHORT = {
    "arista_eos": ("et1", "po10", "vl 10", "Lo0", "ma1"),
    "cisco_ios": ("gi1/0/1", "Tw1/0/2", "Twe1/0/3", "hu1/0/4", "po 10", "vlan10"),
    "cisco_nxos": ("eth1/1", "po10", "vl10", "Lo0", "mgmt0"),
}


def text(names: tuple[str, ...]) -> str:
    return "".join(f"interface {name}\n description {number}\n!\n" for number, name in enumerate(names))


@pytest.mark.parametrize("platform", sorted(LONG))
def test_short_names_are_the_same_interfaces(platform: str) -> None:
    running, intended = text(LONG[platform]), text(SHORT[platform])
    assert config.diff(platform, running, intended) == ()
    assert config.remediate(platform, running, intended.replace("int", "INT")) == []
    wanted = intended.replace("description 0", "description other")
    commands = config.remediate(platform, running, wanted)
    assert (commands[0], "description other" in "\n".join(commands)) == (f"interface {SHORT[platform][0]}", True)
    after = config.predict(platform, running, commands)
    assert config.diff(platform, after, wanted) == ()
    back = config.predict(platform, after, config.rollback(platform, running, wanted))
    assert config.diff(platform, back, running) == ()


@pytest.mark.parametrize("platform", sorted(LONG))
def test_other_names_are_other_interfaces(platform: str) -> None:
    running = text(LONG[platform])
    assert config.diff(platform, running, running.replace(LONG[platform][0], f"{LONG[platform][0]}9")) != ()
