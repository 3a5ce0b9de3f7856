"""JSON of FRR 8.4.4 and lldpd 1.0.16 in NAPALM's shapes."""

from netops.platforms.frr.driver import facts as shapes

SUMMARY = {
    "ipv4Unicast": {
        "routerId": "10.0.0.1",
        "as": 65021,
        "peers": {
            "10.2.255.2": {
                "remoteAs": 65022,
                "state": "Established",
                "peerUptimeMsec": 7000,
                "pfxRcd": 3,
                "pfxSnt": 2,
                "desc": "ham-rtr-2",
            },
            "10.2.255.6": {"remoteAs": 65023, "state": "Idle (Admin)", "pfxRcd": 0, "pfxSnt": 0},
        },
    },
    "ipv6Unicast": {
        "routerId": "10.0.0.1",
        "as": 65021,
        "peers": {"10.2.255.2": {"remoteAs": 65022, "state": "Established", "pfxRcd": 1, "pfxSnt": 0}},
    },
}


def test_bgp_peers_hold_all_their_families():
    found = shapes.bgp_neighbors(SUMMARY)["global"]
    assert found["router_id"] == "10.0.0.1"
    assert found["peers"]["10.2.255.2"] == {
        "local_as": 65021,
        "remote_as": 65022,
        "remote_id": "",
        "is_up": True,
        "is_enabled": True,
        "description": "ham-rtr-2",
        "uptime": 7,
        "address_family": {
            "ipv4": {"received_prefixes": 3, "accepted_prefixes": 3, "sent_prefixes": 2},
            "ipv6": {"received_prefixes": 1, "accepted_prefixes": 1, "sent_prefixes": 0},
        },
    }
    down = found["peers"]["10.2.255.6"]
    assert (down["is_up"], down["is_enabled"], down["uptime"]) == (False, False, -1)


def test_no_bgp_is_no_peers():
    assert shapes.bgp_neighbors(shapes.parse_json("{\n}\n")) == {} == shapes.bgp_neighbors(shapes.parse_json("% BGP instance not found\n"))


def test_lldp_neighbors_are_hosts_and_ports():
    one = {
        "name": "eth1",
        "chassis": [{"id": [{"type": "mac", "value": "f2:92"}], "name": [{"value": "ham-rtr-2"}]}],
        "port": [{"id": [{"type": "ifname", "value": "eth1"}], "descr": [{"value": "uplink"}]}],
    }
    assert shapes.lldp_neighbors({"lldp": [{"interface": [one, {**one, "name": "eth2"}]}]}) == {
        "eth1": [{"hostname": "ham-rtr-2", "port": "eth1"}],
        "eth2": [{"hostname": "ham-rtr-2", "port": "eth1"}],
    }
    assert shapes.lldp_neighbors({"lldp": [{}]}) == {}


def test_a_ping_is_counted():
    output = (
        "64 bytes from 10.98.249.2: icmp_seq=1 ttl=64 time=0.357 ms\n64 bytes from 2001:db8::2: icmp_seq=2 ttl=64 time=0.061 ms\n\n"
        "3 packets transmitted, 2 received, 33% packet loss, time 400ms\nrtt min/avg/max/mdev = 0.061/0.209/0.357/0.148 ms\n"
    )
    assert shapes.parse_ping(output) == {
        "success": {
            "probes_sent": 3,
            "packet_loss": 1,
            "rtt_min": 0.061,
            "rtt_avg": 0.209,
            "rtt_max": 0.357,
            "rtt_stddev": 0.148,
            "results": [{"ip_address": "10.98.249.2", "rtt": 0.357}, {"ip_address": "2001:db8::2", "rtt": 0.061}],
        }
    }
    assert shapes.parse_ping("ping: connect: Network is unreachable\n") == {"error": "ping: connect: Network is unreachable"}


def test_facts_and_interfaces():
    shown = {"eth0": {"administrativeStatus": "up", "operationalStatus": "down", "speed": 10000, "mtu": 1500, "hardwareAddress": "16:b6"}}
    assert shapes.router_facts("FRRouting 8.4.4 (ham-rtr-1) on Linux(6.1).\n", "2503.65 4000.1\n", shown) == {
        "vendor": "FRRouting",
        "model": "FRR",
        "os_version": "8.4.4",
        "serial_number": "",
        "hostname": "ham-rtr-1",
        "fqdn": "ham-rtr-1",
        "uptime": 2503.65,
        "interface_list": ["eth0"],
    }
    assert shapes.parse_interfaces(shown) == {
        "eth0": {
            "is_up": False,
            "is_enabled": True,
            "description": "",
            "last_flapped": -1.0,
            "speed": 10000.0,
            "mtu": 1500,
            "mac_address": "16:b6",
        }
    }
