"""What FRR's programs print, as recorded from FRR 8.4.4, and what the driver makes of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netops.platforms.frr.driver.text import (
    RefusedLine,
    config_of,
    is_same_config,
    merge_diff,
    missing_header_lines,
    parse_refusals,
    reload_diff,
    reload_lines,
)

RUNNING = """\
frr version 8.4.4
frr defaults traditional
hostname r1
service integrated-vtysh-config
!
ip route 10.50.0.0/16 blackhole
!
interface eth1
 description hello
 ip address 10.1.1.1/24
exit
!
router bgp 65000
 neighbor 10.1.1.2 remote-as 65001
 !
 address-family ipv4 unicast
  network 10.50.0.0/16
  no neighbor fd00::1 activate
 exit-address-family
exit
!
end
"""

REFUSED = {
    "unknown words, with the line number": (
        "interface eth1\n ip adress 1.2.3.4/24\nexit\n",
        "line 2: % Unknown command[17]:  ip adress 1.2.3.4/24\n",
        [RefusedLine(2, " ip adress 1.2.3.4/24", "Unknown command")],
    ),
    "a daemon says why, then vtysh says where": (
        "router bgp 65000\n neighbor 10.1.1.1 description x\n",
        "% Specify remote-as or peer-group commands first\n"
        "line 2: Failure to communicate[13] to bgpd, line:  neighbor 10.1.1.1 description x\n\n",
        [RefusedLine(2, " neighbor 10.1.1.1 description x", "% Specify remote-as or peer-group commands first")],
    ),
    "exit code 0 and no line number": (
        "no ip route 10.77.0.0/16 blackhole\n",
        "% Refusing to remove a non-existent route\n",
        [RefusedLine(0, "", "% Refusing to remove a non-existent route")],
    ),
    "every daemon says it, and quotes the command": (
        "interface eth1\nexit\nip prefix-list P seq 5 permit 10.0.0.0/8 le 7\n",
        2
        * (
            "% Configuration failed.\n\nError type: validation\nError description: Invalid prefix range\n"
            "The following commands were dynamically grouped into the same transaction and rejected:\n"
            "- ip prefix-list P seq 5 permit 10.0.0.0/8 le 7\n"
        ),
        [
            RefusedLine(
                3,
                "ip prefix-list P seq 5 permit 10.0.0.0/8 le 7",
                "% Configuration failed.; Error type: validation; Error description: Invalid prefix range",
            )
        ],
    ),
    "remarks are no refusals": (
        "router bgp 65000\n bgp graceful-restart\n",
        "Graceful restart configuration changed, reset all peers to take effect\n"
        "% Can't open configuration file /etc/frr/vtysh.conf due to 'No such file or directory'.\n",
        [],
    ),
    "what follows a refusal inside vtysh itself": (
        "router bgp 65001\n",
        "BGP is already running; AS is 65000\nline 1: Failure to communicate[13] to bgpd, line: router bgp 65001\n\n"
        "% [ZEBRA] Unknown command: XFRR_end_configuration\n",
        [RefusedLine(1, "router bgp 65001", "BGP is already running; AS is 65000")],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_lines_are_named(name):
    candidate, output, expected = REFUSED[name]
    assert parse_refusals(output, candidate) == expected


def test_a_refusal_reads_as_a_sentence():
    assert str(RefusedLine(2, " ip adress 1.2.3.4/24", "Unknown command")) == "line 2 'ip adress 1.2.3.4/24': Unknown command"
    assert str(RefusedLine(0, "", "% No")) == "a line that FRR does not name: % No"


def test_a_config_that_is_not_whole_is_no_config():
    shown = f"Building configuration...\r\n\r\nCurrent configuration:\n!\n{RUNNING}"
    assert config_of(shown) == RUNNING
    assert config_of(shown[:-5]) == ""
    assert config_of("% Can't connect to any daemon\n") == ""


def test_a_saved_config_is_the_running_one_without_its_end():
    assert is_same_config(RUNNING, RUNNING.replace("end\n", "\n"))
    assert not is_same_config(RUNNING, RUNNING.replace("hello", "bye"))


def test_a_candidate_gets_the_installations_own_lines_before_it_and_its_lines_keep_their_numbers():
    lines = "frr version 8.4.4\nfrr defaults traditional\nservice integrated-vtysh-config\n"
    assert missing_header_lines("hostname r1\n", RUNNING) == lines
    assert missing_header_lines("frr version 9.0\nhostname r1\n", RUNNING) == lines.partition("\n")[2]
    assert missing_header_lines(RUNNING, RUNNING) == ""
    assert RefusedLine(5, "nonsense", "Unknown command").after(lines) == RefusedLine(2, "nonsense", "Unknown command")


def test_the_lines_of_frr_reload_become_a_diff_by_their_words_not_by_their_title():
    output = (
        "% Can't open configuration file x/vtysh.conf due to 'No such file or directory'.\n\n"
        "Lines To Delete\n===============\nno router bgp 65000\ninterface eth1\n no description bye\n\n"
        "Lines To Add\n============\ninterface eth1\n description hello\nno ip route 10.50.0.0/16 blackhole\nip forwarding\n"
    )
    assert reload_diff(reload_lines(output), "interface eth1\n description hello\n") == (
        "-router bgp 65000\n interface eth1\n- description bye\n"
        " interface eth1\n+ description hello\n-ip route 10.50.0.0/16 blackhole\n+ip forwarding"
    )


MERGED = {
    "what is there already is no change": ("interface eth1\n description hello\nexit\n", ""),
    "new and removed lines, in their place": (
        "interface eth1\n no description\n description bye\nexit\nno ip route 10.50.0.0/16\nip route 10.60.0.0/16 blackhole\n",
        " interface eth1\n- description hello\n+ description bye\n-ip route 10.50.0.0/16 blackhole\n+ip route 10.60.0.0/16 blackhole",
    ),
    "typed flat, left with exit": (
        "interface eth1\ndescription bye\nexit\nrouter bgp 65000\nneighbor 10.1.1.3 remote-as 65002\nexit\nip forwarding\n",
        " interface eth1\n+ description bye\n router bgp 65000\n+ neighbor 10.1.1.3 remote-as 65002\n+ip forwarding",
    ),
    "a new section": ("router ospf\n network 10.0.0.0/8 area 0\nexit\n", "+router ospf\n+ network 10.0.0.0/8 area 0"),
    "an address family stands in its router": (
        "router bgp 65000\n address-family ipv4 unicast\n  no network 10.50.0.0/16\n  network 10.60.0.0/16\n exit-address-family\nexit\n",
        " router bgp 65000\n  address-family ipv4 unicast\n-  network 10.50.0.0/16\n+  network 10.60.0.0/16",
    ),
    "a no that removes nothing may set something": (
        "router bgp 65000\n no bgp ebgp-requires-policy\nexit\n",
        " router bgp 65000\n+ no bgp ebgp-requires-policy",
    ),
    "a no that is there already is no change": ("router bgp 65000\n address-family ipv4 unicast\n  no neighbor fd00::1 activate\n", ""),
}


@pytest.mark.parametrize("name", MERGED)
def test_commands_become_a_diff(name):
    commands, expected = MERGED[name]
    assert merge_diff(RUNNING, commands) == expected


def test_a_config_merged_into_itself_changes_nothing():
    assert merge_diff(RUNNING, RUNNING) == ""


@given(st.text(alphabet="ab :%[]\n!-", max_size=80), st.text(alphabet="ab :%\nlineFailure0123[]", max_size=120))
def test_no_output_breaks_the_reading(candidate, output):
    for refusal in parse_refusals(output, candidate):
        assert refusal.number <= len(candidate.splitlines()) or refusal.line == ""
    merge_diff(candidate, output)
