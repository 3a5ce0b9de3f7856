"""The candidate of a partly managed device."""

from __future__ import annotations

from netops import config

IOS = """\
! a comment of the device
hostname sw1
!
ntp server 10.0.0.1
ntp server 10.0.0.2
!
interface Vlan1
 description  odd   blanks
 ! kept
!
snmp-server community old RO
end
"""


def test_what_is_not_managed_keeps_its_bytes() -> None:
    intended = "hostname other\nntp server 10.9.9.9\nlogging host 10.0.0.5\nsnmp-server community ⟦secret:snmp⟧ RO\nend\n"
    assert config.compose("cisco_ios", IOS, intended, ["ntp", "syslog"]) == (
        IOS.replace("ntp server 10.0.0.1\nntp server 10.0.0.2\n!\n", "ntp server 10.9.9.9\n").replace(
            "end\n", "logging host 10.0.0.5\nend\n"
        )
    )
    assert config.compose("cisco_ios", IOS, intended, "all") == intended
    assert config.compose("cisco_ios", IOS, intended, "snmp") == IOS.replace("community old", "community ⟦secret:snmp⟧")


def test_coverage_counts_lines_that_mean_something() -> None:
    assert config.coverage("cisco_ios", IOS, ["ntp"]) == (2, 6)
    assert config.coverage("cisco_ios", IOS, ["ntp", "interfaces"]) == (4, 6)
    assert config.coverage("cisco_ios", IOS, "all") == (6, 6)


def test_junos_statements_are_managed_at_any_depth() -> None:
    running = """\
## Last changed: today
system {
    /* kept */
    host-name a;
    ntp {
        server 10.0.0.1;
    }
    services {
        ssh;
    }
}
protocols {
    lldp {
        interface all;
    }
}
"""
    intended = "system {\n    host-name b;\n    ntp {\n        server 10.0.0.9;\n    }\n}\nsnmp {\n    location here;\n}\n"
    assert (
        config.compose("juniper_junos", running, intended, ["ntp", "snmp"])
        == running.replace("10.0.0.1", "10.0.0.9") + "snmp {\n    location here;\n}\n"
    )


def test_files_are_managed_by_their_path() -> None:
    running = "### file /etc/app/x root:root 0644\nx\n### file /etc/samba/smb.conf root:root 0644\nold\n"
    intended = "### file /etc/chrony/chrony.conf root:root 0644\nserver a\n### file /etc/samba/smb.conf root:root 0644\nnew\n"
    assert config.compose("linux", running, intended, ["shares"]) == running.replace("old", "new")
    assert config.compose("linux", running, intended, ["ntp"]) == (
        "### file /etc/app/x root:root 0644\nx\n### file /etc/chrony/chrony.conf root:root 0644\nserver a\n"
        "### file /etc/samba/smb.conf root:root 0644\nold\n"
    )


def test_what_a_device_writes_by_itself_stays_when_all_is_replaced() -> None:
    running = "hostname a\nvdc a id 1\n  limit-resource vlan minimum 16 maximum 4094\nrmon event 1 description x\nntp server 192.0.2.1\n"
    candidate = config.compose("cisco_nxos", running, "hostname a\nntp server 192.0.2.2\n", "all")
    assert candidate == (
        "hostname a\nntp server 192.0.2.2\nvdc a id 1\n  limit-resource vlan minimum 16 maximum 4094\nrmon event 1 description x\n"
    )
    assert config.compose("cisco_nxos", candidate, candidate, "all") == candidate
