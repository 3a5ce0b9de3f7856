"""Classic ways to cut oneself off, by platform: the target, and what is replaced in its text."""

from __future__ import annotations

from typing import Final, NamedTuple


class Cut(NamedTuple):
    """`edits`: parts of the rendered text, and what they become."""

    name: str
    target: str
    edits: tuple[tuple[str, str], ...]


def cut(name: str, target: str, *edits: tuple[str, str]) -> Cut:
    return Cut(name, target, edits)


ACC, OOB, FAR = "ber-acc-1", "ber-oob-1", "ham-acc-1"
SVI = "interface Vlan100\n"
VTY = " access-class MGMT-IN in\n"
PERMIT = " 10 permit tcp 10.1.0.0 0.0.0.255 any eq 22\n"
IOS_USER = "username netops privilege 15 secret 9 ⟦secret:netops_hash⟧\n"
TACACS = "tacacs server tac\n address ipv4 10.1.20.7\n key abc\n!\n"
IOS: Final = (
    cut("svi shut", ACC, (SVI, f"{SVI} shutdown\n")),
    cut("svi gone", ACC, ("interface Vlan100\n ip address 10.1.0.31 255.255.255.0\n!\n", "")),
    cut("address gone", ACC, (" ip address 10.1.0.31 255.255.255.0\n", " no ip address\n")),
    cut("address changed", ACC, ("10.1.0.31 255.255.255.0", "10.1.0.131 255.255.255.0")),
    cut("wrong network", ACC, ("10.1.0.31 255.255.255.0", "10.9.0.31 255.255.255.0")),
    cut("narrow mask", FAR, ("10.2.0.31 255.255.255.0", "10.2.0.31 255.255.255.248")),
    cut("address by dhcp", ACC, (" ip address 10.1.0.31 255.255.255.0\n", " ip address dhcp\n")),
    cut(
        "filter in on the svi",
        ACC,
        (SVI, f"{SVI} ip access-group NONE in\n"),
        (
            " 90 deny ip any any log\n!",
            " 90 deny ip any any log\n!\nip access-list extended NONE\n 10 deny tcp any any eq 22\n 20 permit ip any any\n!",
        ),
    ),
    cut("vlan off both uplinks", ACC, ("vlan 100,110-112", "vlan 110-112")),
    cut("uplinks shut", ACC, ("1 Ethernet11\n", "1 Ethernet11\n shutdown\n"), ("2 Ethernet11\n", "2 Ethernet11\n shutdown\n")),
    cut("uplinks as access ports", ACC, (" switchport mode trunk\n", " switchport mode access\n")),
    cut("foreign network at the lines", ACC, (PERMIT, " 10 permit tcp 10.9.0.0 0.0.0.255 any eq 22\n")),
    cut("another port at the lines", ACC, (PERMIT, " 10 permit tcp 10.1.0.0 0.0.0.255 any eq telnet\n")),
    cut("deny before permit", ACC, (PERMIT, f" 5 deny tcp any any\n{PERMIT}")),
    cut("own network at the lines gone", FAR, (PERMIT, "")),
    cut("filter of another at the lines", ACC, (VTY, " access-class SNMP-CLIENTS in\n")),
    cut("telnet only", ACC, (" transport input ssh\n", " transport input telnet\n")),
    cut("no transport", ACC, (" transport input ssh\n", " transport input none\n")),
    cut("account gone", ACC, (IOS_USER, "")),
    cut("account renamed", ACC, ("username netops ", "username admin ")),
    cut("account without a password", ACC, (" secret 9 ⟦secret:netops_hash⟧\n", "\n")),
    cut(
        "servers only",
        ACC,
        (IOS_USER, f"{IOS_USER}aaa new-model\naaa authentication login default group tacacs+\n{TACACS}"),
        (" login local\n", ""),
    ),
    cut(
        "list without local at the lines",
        ACC,
        (
            IOS_USER,
            f"{IOS_USER}aaa new-model\naaa authentication login default local\naaa authentication login VTY group tacacs+\n{TACACS}",
        ),
        (" login local\n transport", " login authentication VTY\n transport"),
        (" login local\n", ""),
    ),
    cut("gateway gone", FAR, ("ip default-gateway 10.2.0.1\n", "")),
    cut("gateway of another network", FAR, ("ip default-gateway 10.2.0.1\n", "ip default-gateway 10.2.10.1\n")),
    cut("management vlan gone with its trunk", ACC, ("vlan 100\n name mgmt\n!\n", ""), ("vlan 100,110-112", "vlan 110-112")),
    cut("port of netops shut", OOB, ("interface GigabitEthernet1/0/24\n", "interface GigabitEthernet1/0/24\n shutdown\n")),
    cut(
        "port of netops in another vlan",
        OOB,
        (" description netops\n switchport access vlan 100\n", " description netops\n switchport access vlan 110\n"),
    ),
    cut(
        "port of netops a trunk without its vlan",
        OOB,
        (
            " description netops\n switchport access vlan 100\n switchport mode access\n",
            " description netops\n switchport trunk allowed vlan 110\n switchport mode trunk\n",
        ),
    ),
    cut("port to a neighbour shut", OOB, ("interface GigabitEthernet1/0/3\n", "interface GigabitEthernet1/0/3\n shutdown\n")),
    cut(
        "port to the firewalls in another vlan",
        OOB,
        ("to ber-fw-1 ge-0/0/1\n switchport access vlan 100\n", "to ber-fw-1 ge-0/0/1\n switchport access vlan 110\n"),
        ("to ber-fw-2 ge-0/0/1\n switchport access vlan 100\n", "to ber-fw-2 ge-0/0/1\n switchport access vlan 110\n"),
    ),
)

LEAF = "ber-leaf-1"
EOS_USER = "username netops privilege 15 role network-admin secret sha512 ⟦secret:netops_hash⟧\n"
MA1 = "   description to ber-oob-1 GigabitEthernet1/0/3\n"
API = "management api http-commands\n   no shutdown\n!\n"
EOS: Final = (
    cut("management port shut", LEAF, (MA1, f"{MA1}   shutdown\n")),
    cut("address gone", LEAF, ("   ip address 10.1.0.13/24\n", "")),
    cut("address changed", LEAF, ("10.1.0.13/24", "10.1.0.113/24")),
    cut("address in a vrf, api outside of it", LEAF, (MA1, f"{MA1}   vrf MGMT\n")),
    cut("api gone", LEAF, (API, "")),
    cut("api shut", LEAF, (API, API.replace("no shutdown", "shutdown"))),
    cut("api on another port", LEAF, (API, API.replace("no shutdown", "no shutdown\n   protocol https port 8443"))),
    cut("api without https", LEAF, (API, API.replace("   no shutdown", "   no protocol https\n   protocol http\n   no shutdown"))),
    cut(
        "api for servers alone",
        LEAF,
        (API, API.replace("no shutdown", "no shutdown\n   !\n   vrf default\n      ip access-group NMS\n      no shutdown")),
        (
            "ip access-list standard SNMP-CLIENTS\n",
            "ip access-list NMS\n   10 permit tcp 10.1.20.0/24 any eq https\n!\nip access-list standard SNMP-CLIENTS\n",
        ),
    ),
    cut(
        "control plane filter",
        LEAF,
        (API, f"{API}system control-plane\n   ip access-group CP in\n!\n"),
        (
            "ip access-list standard SNMP-CLIENTS\n",
            "ip access-list CP\n   10 permit ospf any any\n   20 permit icmp any any\n!\nip access-list standard SNMP-CLIENTS\n",
        ),
    ),
    cut(
        "filter at the management port",
        LEAF,
        (MA1, f"{MA1}   ip access-group MA in\n"),
        (
            "ip access-list standard SNMP-CLIENTS\n",
            "ip access-list MA\n   10 permit tcp 10.1.0.0/24 any eq ssh\n!\nip access-list standard SNMP-CLIENTS\n",
        ),
    ),
    cut("account gone", LEAF, (EOS_USER, "")),
    cut("account without a password", LEAF, ("secret sha512 ⟦secret:netops_hash⟧", "nopassword")),
    cut(
        "servers only",
        LEAF,
        (
            "aaa authorization exec default local\n",
            "tacacs-server host 10.1.20.7 key 7 1234\n"
            "aaa authentication login default group tacacs+\n"
            "aaa authorization exec default local\n",
        ),
    ),
    cut("address of a core changed", "ber-core-1", ("10.1.0.11/24", "10.1.0.111/24")),
)

FW = "ber-fw-1"
JUNOS_USER = (
    "        user netops {\n"
    "            class super-user;\n"
    "            authentication {\n"
    '                encrypted-password "⟦secret:netops_hash⟧"; ## SECRET-DATA\n'
    "            }\n"
    "        }\n"
)
NETCONF = "        netconf {\n            ssh;\n        }\n"
LO0 = "    lo0 {\n        unit 0 {\n            family inet {\n"
FILTER = "firewall {\n    family inet {\n"
ONLY = (
    "        filter PROTECT {{\n"
    "            term 10 {{\n"
    "                from {{\n"
    "                    source-address {{\n"
    "                        {net};\n"
    "                    }}\n"
    "                    protocol tcp;\n"
    "                    destination-port {port};\n"
    "                }}\n"
    "                then accept;\n"
    "            }}\n"
    "            term 90 {{\n"
    "                then discard;\n"
    "            }}\n"
    "        }}\n"
)
PROTECT = (LO0, f"{LO0}                filter {{\n                    input PROTECT;\n                }}\n")
GE1 = '        description "to ber-oob-1 GigabitEthernet1/0/5";\n'
JUNOS: Final = (
    cut("netconf gone", FW, (NETCONF, "")),
    cut("netconf on another port", FW, (NETCONF, NETCONF.replace("ssh;", "ssh {\n                port 8830;\n            }"))),
    cut("account gone", FW, (JUNOS_USER, "")),
    cut(
        "account without a password",
        FW,
        (
            "            authentication {\n"
            '                encrypted-password "⟦secret:netops_hash⟧"; ## SECRET-DATA\n'
            "            }\n"
            "        }\n",
            "        }\n",
        ),
    ),
    cut("port disabled", FW, (GE1, f"{GE1}        disable;\n")),
    cut("unit disabled", FW, (f"{GE1}        unit 0 {{\n", f"{GE1}        unit 0 {{\n            disable;\n")),
    cut("address changed", FW, ("address 10.1.0.2/24", "address 10.1.0.102/24")),
    cut("lo0 for a foreign network", FW, PROTECT, (FILTER, FILTER + ONLY.format(net="10.9.0.0/24", port="830"))),
    cut("lo0 for ssh alone", FW, PROTECT, (FILTER, FILTER + ONLY.format(net="10.1.0.0/24", port="22"))),
    cut(
        "filter in at the port",
        FW,
        ("                    output TO-MGMT;\n", "                    input PROTECT;\n                    output TO-MGMT;\n"),
        (FILTER, FILTER + ONLY.format(net="10.1.20.0/24", port="830")),
    ),
    cut(
        "answers of servers dropped",
        FW,
        (
            "                    protocol tcp;\n                    tcp-established;\n",
            "                    protocol tcp;\n                    destination-port 22;\n",
        ),
    ),
    cut("management vlan off the trunk of a store", "lei-rtr-1", ("members [ cameras guest mgmt pos", "members [ cameras guest pos")),
    cut(
        "gateway of a store gone",
        "lei-rtr-1",
        (
            "            family inet {\n                address 10.4.0.1/24;\n            }\n",
            "            family inet {\n                address 10.4.0.201/24;\n            }\n",
        ),
    ),
    cut(
        "circuit of a store disabled",
        "lei-rtr-1",
        ('        description "Hanse L3VPN HT-1004";\n', '        description "Hanse L3VPN HT-1004";\n        disable;\n'),
    ),
)

RTR = "ber-rtr-1"
ETH0 = "interface eth0\n"
FRR: Final = (
    cut("port shut", RTR, (ETH0, f"{ETH0} shutdown\n")),
    cut("address gone", RTR, (" ip address 10.1.0.21/24\n", "")),
    cut("address changed", RTR, ("10.1.0.21/24", "10.1.0.121/24")),
    cut("wrong network", RTR, ("10.1.0.21/24", "10.9.0.21/24")),
    cut("a narrow mask", RTR, ("10.1.0.21/24", "10.1.0.21/32")),
    cut(
        "discard route to netops at a far site",
        "ham-rtr-1",
        ("ip route 10.2.0.0/16 blackhole\n", "ip route 10.2.0.0/16 blackhole\nip route 10.1.0.0/24 blackhole\n"),
    ),
)

NX, MGMT0 = "ber-nx9", "  vrf member management\n"
NXOS: Final = (
    cut("port shut", NX, (MGMT0, f"{MGMT0}  shutdown\n")),
    cut("address changed", NX, ("10.1.0.61/24", "10.1.0.161/24")),
    cut("address gone", NX, ("  ip address 10.1.0.61/24\n", "")),
    cut("ssh off", NX, ("feature lldp\n", "feature lldp\nno feature ssh\n")),
    cut("ssh on another port", NX, ("feature lldp\n", "feature lldp\nssh port 2022\n")),
    cut(
        "account gone",
        NX,
        (
            "username netops password 5 ⟦secret:netops_hash⟧  role network-admin\n",
            "username admin password 5 ⟦secret:netops_hash⟧  role network-admin\n",
        ),
    ),
    cut("account without a password", NX, ("username netops password 5 ⟦secret:netops_hash⟧", "username netops password 5 !")),
    cut(
        "filter at the line",
        NX,
        (
            "ip access-list SNMP-CLIENTS\n",
            "ip access-list VTY\n  10 permit tcp 10.9.0.0/24 any eq 22\nline vty\n  access-class VTY in\nip access-list SNMP-CLIENTS\n",
        ),
    ),
    cut("filter at the port", NX, (MGMT0, f"{MGMT0}  ip access-group SNMP-CLIENTS in\n")),
    cut(
        "servers without fallback",
        NX,
        (
            "ip access-list SNMP-CLIENTS\n",
            "tacacs-server host 10.1.20.7\n"
            "aaa group server tacacs+ TAC\n"
            "    server 10.1.20.7\n"
            "aaa authentication login default group TAC\n"
            "no aaa authentication login default fallback error local\n"
            "ip access-list SNMP-CLIENTS\n",
        ),
    ),
)

ASR, PORT = "ber-asr9", " description to ber-oob-1 GigabitEthernet1/0/21\n"
XR: Final = (
    cut("port shut", ASR, (PORT, f"{PORT} shutdown\n")),
    cut("address changed", ASR, ("10.1.0.62", "10.1.0.162")),
    cut("address gone", ASR, (" ipv4 address 10.1.0.62 255.255.255.0\n", "")),
    cut("ssh off", ASR, ("ssh server v2\n", "")),
    cut("account gone", ASR, ("username netops\n", "username admin\n")),
    cut("account without a secret", ASR, (" secret 10 ⟦secret:netops_hash⟧\n", "")),
    cut("address in a vrf", ASR, (PORT, f"{PORT} vrf OOB\n")),
    cut("filter of ssh", ASR, ("ssh server v2\n", "ssh server v2\nssh server vrf default ipv4 access-list SNMP-CLIENTS\n")),
    cut("filter at the port", ASR, (PORT, f"{PORT} ipv4 access-group SNMP-CLIENTS ingress\n")),
    cut(
        "servers only",
        ASR,
        (
            "ssh server v2\n",
            "aaa group server tacacs+ TACACS\n server 10.1.20.7\n!\naaa authentication login default group TACACS\nssh server v2\n",
        ),
    ),
)

WEB, END = "ber-web-1", "### file /etc/motd root:root 0644\n"
HEAD = "### file /etc/ssh/sshd_config.d/50-netops.conf root:root 0644\n"
NFT = (
    "### file /etc/nftables.conf root:root 0755\n"
    "table inet filter {\n"
    " chain input {\n"
    "  type filter hook input priority 0; policy drop;\n"
    "  ct state established,related accept\n"
)


def sshd(name: str, *lines: str) -> Cut:
    return cut(name, WEB, (END, "".join(f"{line}\n" for line in (HEAD.strip(), *lines)) + END))


def nft(name: str, *lines: str) -> Cut:
    return cut(name, WEB, (END, f"{NFT}{''.join(f'  {line}{chr(10)}' for line in lines)} }}\n}}\n{END}"))


LINUX: Final = (
    sshd("no such group", "AllowGroups nosuchgroup"),
    sshd("another user", "AllowUsers deploy"),
    sshd("root from another network", "AllowUsers root@10.9.0.*"),
    sshd("root denied", "DenyUsers root"),
    sshd("group of root denied", "DenyGroups root"),
    sshd("no root", "PermitRootLogin no"),
    sshd("another port", "Port 2222"),
    sshd("another address", "ListenAddress 127.0.0.1"),
    sshd("no keys", "PubkeyAuthentication no"),
    nft("nothing in", "tcp dport { 80, 443 } accept"),
    nft("ssh from another network", "ip saddr 10.9.0.0/24 tcp dport 22 accept"),
    nft("ssh dropped before", "tcp dport 22 drop", "accept"),
)

CUTS: Final = {"ios": IOS, "eos": EOS, "junos": JUNOS, "frr": FRR, "nxos": NXOS, "xr": XR, "linux": LINUX}
