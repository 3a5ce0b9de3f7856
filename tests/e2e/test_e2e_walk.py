"""The walk of one value: an NTP server from its YAML line to the device, and back as drift."""

from __future__ import annotations

import pytest

pytestmark = [pytest.mark.lab, pytest.mark.xdist_group("nxos")]


def test_an_ntp_server_goes_from_yaml_to_the_device_and_comes_back_as_drift(make_example) -> None:
    company = make_example()
    target = "ber-acc-1"

    # It stands in one line of YAML, in the lowest layer.
    defaults = (company.root / "inventory/defaults.yaml").read_text().splitlines()
    line = next(number for number, text in enumerate(defaults, 1) if "{host: 10.1.20.6" in text)
    explained = company.netops("explain", target, "ntp.servers[10.1.20.6]")
    assert f"inventory/defaults.yaml:{line}" in explained.out

    # It is rendered by one line of a template, which knows the YAML line.
    rendered = company.netops("render", "--limit", target, "--origins")
    (row,) = [row for row in rendered.out.splitlines() if row.startswith("ntp server 10.1.20.6")]
    assert "templates/cisco_ios/ntp.j2:" in row
    assert f"inventory/defaults.yaml:{line}" in row

    # The plan adds it to the device, and says from where.
    company.netops("lab", "up", "--limit", target)
    try:
        plan = company.netops("plan", "--lab", "--limit", target, "-v", "-o", str(company.root / "ntp.plan"))
        (row,) = [row for row in plan.out.splitlines() if "+ ntp server 10.1.20.6" in row]
        assert f"inventory/defaults.yaml:{line}" in row

        # The deploy brings it there; the device shows it.
        company.netops("deploy", str(company.root / "ntp.plan"), "--lab", "--limit", target, "--yes")
        assert "ntp server 10.1.20.6" in company.netops("exec", "show running-config", "--lab", "--limit", target).out
        assert company.netops("drift", "--lab", "--limit", target, "--exit-code").code == 0

        # Somebody replaces it by hand: drift says what, by whose hand, and which YAML line it departs from.
        company.netops("lab", "exec", target, "configure terminal", "no ntp server 10.1.20.6", "ntp server 192.0.2.66")
        drift = company.netops("drift", "--lab", "--limit", target, "--exit-code", expect=4)
        rows = [row.split() for row in drift.out.splitlines() if "ntp server" in row]
        assert [(row[0], row[3]) for row in rows] == [("-", "192.0.2.66"), ("+", "10.1.20.6")]
        assert all("[manual change]" in " ".join(row) and "inventory/defaults.yaml:" in " ".join(row) for row in rows)

        # A deploy takes nobody's change back unasked; asked, it heals the device.
        refused = company.netops("deploy", "--lab", "--limit", target, "--yes", expect=7)
        assert "refused by GRD008: changed by hand since the last deploy: ber-acc-1\n" in refused.err
        company.netops("deploy", "--lab", "--limit", target, "--yes", "--overwrite-manual")
        assert company.netops("drift", "--lab", "--limit", target, "--exit-code").code == 0
    finally:
        company.netops("lab", "down")
