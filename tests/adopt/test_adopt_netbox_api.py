"""`netops import netbox URL`: what the REST API gives is what a dump of the same database gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from netbox_dump import network, text
from netbox_server import TOKEN, serve

from netops.adopt.netbox.build import build_company
from netops.adopt.records import ImportLedger, NetboxDump
from netops.errors import UsageError
from netops.jobs.netbox import kind_of_list, read_netbox


def test_the_api_gives_what_a_dump_gives() -> None:
    with serve(network()) as address:
        found = build_company(read_netbox(address, TOKEN), ImportLedger()).files
    assert found == build_company(NetboxDump.from_json(text(network()), "dump.json"), ImportLedger()).files


def test_a_refused_token_is_an_error_without_the_token() -> None:
    with serve(network()) as address, pytest.raises(UsageError) as caught:
        read_netbox(address, "wr0ng")
    assert "wr0ng" not in f"{caught.value} {caught.value.__cause__}"


def test_nothing_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        read_netbox("http://127.0.0.1:9", TOKEN)


def test_kinds_of_lists() -> None:
    lists = [("dcim", "virtual-chassis"), ("ipam", "prefixes"), ("virtualization", "interfaces"), ("dcim", "device-types")]
    assert [kind_of_list(*one) for one in lists] == ["dcim.virtualchassis", "ipam.prefix", "virtualization.vminterface", "dcim.devicetype"]
