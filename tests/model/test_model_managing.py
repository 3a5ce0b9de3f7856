"""`managed` of a device edited in its file: what is there keeps its bytes."""

from __future__ import annotations

import pytest

from netops.errors import UsageError
from netops.model.managing import add_managed, managed_as_yaml, with_managed

BLOCK = "platform: x  # why\nmanaged:\n  # step by step\n  - ntp  # first\n\nrole: y\n"


@pytest.mark.parametrize(
    ("text", "value", "wanted"),
    [
        pytest.param("platform: x\n", ["ntp"], "platform: x\nmanaged: [ntp]\n", id="none"),
        pytest.param("a: 1\nmanaged: [ntp]  # why\nb: 2\n", ["ntp", "dns"], "a: 1\nmanaged: [ntp, dns]  # why\nb: 2\n", id="list"),
        pytest.param("managed: [ntp]\nb: 2\n", "all", "managed: all\nb: 2\n", id="list to all"),
        pytest.param("managed: all # why\nb: 2\n", ["ntp"], "managed: [ntp] # why\nb: 2\n", id="all to list"),
        pytest.param(BLOCK, ["ntp", {"interface": "Vlan100"}], BLOCK.replace("first\n", "first\n  - {interface: Vlan100}\n"), id="block"),
        pytest.param("managed:\n- ntp\n- dns\nb: 2\n", ["dns"], "managed: [dns]\nb: 2\n", id="block to list"),
        pytest.param("a: 1\r\n", ["ntp"], "a: 1\r\nmanaged: [ntp]\r\n", id="line ends"),
    ],
)
def test_the_rest_of_the_file_stays(text: str, value: list[str], wanted: str) -> None:
    assert with_managed(text, "x.yaml", (), value) == wanted


def test_a_device_may_be_a_part_of_a_file() -> None:
    text = "devices:\n  a:\n    role: x\n  b:\n    role: y\n"
    assert with_managed(text, "x.yaml", ("devices", "a"), ["ntp"]) == text.replace("role: x\n", "role: x\n    managed: [ntp]\n")


@pytest.mark.parametrize("text", [BLOCK, "managed: &x [ntp]\nb: {c: *x}\n"])
def test_what_would_lose_a_comment_or_change_another_place_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"x.yaml: `managed` cannot be changed without a change elsewhere\n.*managed: \[dns\]"):
        with_managed(text, "x.yaml", (), ["dns"])


def test_parts_are_joined_and_written() -> None:
    assert add_managed(["ntp"], ["dns", "ntp", "dns"]) == ["ntp", "dns"]
    assert add_managed(["ntp"], ["all"]) == "all"
    assert add_managed(None, [{"lines": "x"}]) == [{"lines": "x"}]
    assert managed_as_yaml(["on", {"section": "a: b"}, {"interface": "ge-0/0/0"}]) == '["on", {section: "a: b"}, {interface: ge-0/0/0}]'
