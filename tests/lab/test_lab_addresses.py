"""However an IPv6 address is typed, a simulated device shows it in the one spelling of its kind, as a real one does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from netops.lab.sim import eos, frr_config, frr_text, ios, junos_tree, nxos_tree, xr_text
from netops.lab.sim.addresses import canonical_ipv6
from netops.lab.sim.frr_lines import Config
from netops.lab.sim.indent import Indent

TYPED = ("2001:DB8:0:0::1", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1", "2001:DB8::1")


def _indent(dialect: Indent) -> Callable[[str], str]:
    def shown(text: str) -> str:
        root = dialect.empty(("Ethernet1",))
        assert not dialect.load(dialect.editor(root, ("Ethernet1",)), text)
        return dialect.text(root)

    return shown


def _frr(text: str) -> str:
    config = Config(frozenset({"eth1"}), "router")
    editor = frr_config.Editor(config)
    for line in text.splitlines():
        editor.feed(line)
    return frr_text.config_as_text(config)


def _junos(text: str) -> str:
    top = junos_tree.empty_tree()
    junos_tree.set_commands(top, text)
    return junos_tree.text_of(top)


PORT = "interface Ethernet1\n description to {0}\n ipv6 address {0}/64\n"
SET = "set interfaces ge-0/0/1 unit 0 description {0}\nset interfaces ge-0/0/1 unit 0 family inet6 address {0}/64\n"
DEVICES: dict[str, tuple[Callable[[str], str], str, str]] = {
    "ios": (_indent(ios.DIALECT), PORT, "ipv6 address 2001:DB8::1/64"),
    "eos": (_indent(eos.DIALECT), PORT, "ipv6 address 2001:db8::1/64"),
    "nxos": (_indent(nxos_tree.DIALECT), PORT, "ipv6 address 2001:db8::1/64"),
    "xr": (_indent(xr_text.DIALECT), PORT, "ipv6 address 2001:db8::1/64"),
    "xr set": (_indent(xr_text.DIALECT), "prefix-set A\n  # to {0}\n  {0}/128,\n  {0}/64\nend-set\n", "2001:db8::1/128,\n  2001:db8::1/64"),
    "frr": (_frr, PORT.replace("Ethernet1", "eth1"), "ipv6 address 2001:db8::1/64"),
    "frr route": (_frr, "ipv6 route ::/0 {0}\ninterface eth1\n description to {0}\n", "ipv6 route ::/0 2001:db8::1"),
    "junos": (_junos, SET, "address 2001:db8::1/64;"),
}


@pytest.mark.parametrize("typed", TYPED)
@pytest.mark.parametrize("device", DEVICES)
def test_an_address_is_shown_in_one_spelling(device: str, typed: str) -> None:
    shown, text, expected = DEVICES[device]
    found = shown(text.format(typed))
    assert expected in found
    assert f" {typed}" in found.replace('"', " "), "free text stays as typed"


@pytest.mark.parametrize("device", ["ios", "eos", "nxos", "xr", "frr"])
def test_an_address_is_removed_in_any_spelling(device: str) -> None:
    shown, text, expected = DEVICES[device]
    assert expected not in shown(text.format(TYPED[0]) + f" no ipv6 address {TYPED[1]}/64\n")


def test_junos_deletes_an_address_in_any_spelling() -> None:
    found = _junos(SET.format(TYPED[0]) + f"delete interfaces ge-0/0/1 unit 0 family inet6 address {TYPED[1]}/64\n")
    assert "address" not in found


@pytest.mark.parametrize("text", ["10:20:30", "65001:1", "00:11:22:33:44:55", "a::b::c", "at 09:00:00 UTC", "x2001:DB8::1"])
def test_what_is_no_address_is_left_alone(text: str) -> None:
    assert canonical_ipv6(text) == canonical_ipv6(text, upper=True) == text
