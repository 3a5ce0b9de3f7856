"""Comments and marks that a device keeps: comments of XR where they were typed, what is protected on Junos."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops import config
from netops.errors import ConfigError

XR = """!! IOS XR Configuration 7.3.2
!
hostname r1
! core, first floor
interface GigabitEthernet0/0/0/1
 ! uplink
 description x
!
router static
 address-family ipv4 unicast
  ! the way out
  0.0.0.0/0 192.0.2.1
 !
!
"""
COMMENTS = ("! core, first floor", " ! uplink", "  ! the way out")


def test_comments_of_xr_survive() -> None:
    assert all(comment in config.normalise("cisco_xr", XR).splitlines() for comment in COMMENTS)
    after = config.predict("cisco_xr", XR, ["hostname r2"]).splitlines()
    assert after[1:3] == ["! core, first floor", "interface GigabitEthernet0/0/0/1"], "where it was typed"
    assert " ! uplink" in after
    assert "!! " not in config.normalise("cisco_xr", XR), "what the device writes about itself is noise"


@pytest.mark.parametrize("comment", COMMENTS)
def test_a_comment_of_xr_is_added_and_never_removed(comment: str) -> None:
    without = XR.replace(f"{comment}\n", "")
    commands = config.remediate("cisco_xr", without, XR)
    assert comment in commands
    assert config.diff("cisco_xr", config.predict("cisco_xr", without, commands), XR) == ()
    assert config.remediate("cisco_xr", XR, without) == []


BASE = "set system host-name r1\nset interfaces ge-0/0/0 description {}\nset interfaces ge-0/0/1 description b\n"
PROTECTED = BASE.format("a") + "protect interfaces ge-0/0/0\n"


def test_a_protected_thing_is_opened_for_a_change_and_closed_again() -> None:
    wanted = PROTECTED.replace("description a", "description c")
    assert config.remediate("juniper_junos", PROTECTED, wanted) == [
        "unprotect interfaces ge-0/0/0",
        "delete interfaces ge-0/0/0 description a",
        "set interfaces ge-0/0/0 description c",
        "protect interfaces ge-0/0/0",
    ]


def test_a_change_beside_it_leaves_the_mark() -> None:
    assert config.remediate("juniper_junos", PROTECTED, PROTECTED.replace("r1", "r2")) == [
        "delete system host-name r1",
        "set system host-name r2",
    ]


def test_what_holds_a_protected_thing_goes_after_the_mark() -> None:
    assert config.remediate("juniper_junos", PROTECTED, "set system host-name r1\n") == [
        "unprotect interfaces ge-0/0/0",
        "delete interfaces",
    ]


@pytest.mark.parametrize("command", ["set interfaces ge-0/0/0 mtu 9000", "delete interfaces ge-0/0/0 description a", "delete interfaces"])
def test_a_device_refuses_to_change_what_is_protected(command: str) -> None:
    with pytest.raises(ConfigError, match="command 1: interfaces ge-0/0/0 is protected"):
        config.predict("juniper_junos", PROTECTED, [command])


PATHS = ("system", "interfaces", "interfaces ge-0/0/0", "interfaces ge-0/0/1", "interfaces ge-0/0/0 unit 0")
TEXT = st.builds(
    lambda name, one, other, marks: (
        f"set system host-name {name}\nset interfaces ge-0/0/0 unit 0 description {one}\nset interfaces ge-0/0/1 description {other}\n"
        + "".join(f"protect {mark}\n" for mark in marks)
    ),
    st.sampled_from("ab"),
    st.sampled_from("ab"),
    st.sampled_from("ab"),
    st.sets(st.sampled_from(PATHS)).map(sorted),
)


@given(TEXT, TEXT)
def test_no_command_is_refused_because_of_a_mark(running: str, wanted: str) -> None:
    commands = config.remediate("juniper_junos", running, wanted)
    after = config.predict("juniper_junos", running, commands)
    assert config.diff("juniper_junos", after, wanted) == ()
    assert config.normalise("juniper_junos", after) == config.normalise("juniper_junos", wanted)
