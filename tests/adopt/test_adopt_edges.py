"""What guards the edge of a network comes in as data, whole: filters with all forms of entries, tunnels, translation, zones."""

from __future__ import annotations

from pathlib import Path

import pytest

from netops.adopt.configs import ImportOptions, import_configs

CONFIGS = Path(__file__).parent / "configs"
PLATFORMS = {"eos": "arista_eos", "frr": "frr", "ios": "cisco_ios", "junos": "juniper_junos", "nxos": "cisco_nxos", "xr": "cisco_xr"}
CASES = ("eos_filters", "frr_filters", "ios_filters", "ios_firewall", "ios_vpn", "junos_firewall", "nxos_filters", "xr_filters")


@pytest.mark.parametrize("case", CASES)
def test_every_line_is_data(tmp_path: Path, case: str) -> None:
    text = (CONFIGS / f"{case}.txt").read_text(encoding="utf-8")
    platform = PLATFORMS[case.partition("_")[0]]
    found = import_configs({"one": text}, tmp_path, ImportOptions(platforms={"one": platform}), company="c")
    assert found.refused == []
    (draft,) = found.drafts
    assert ([" > ".join(path) for path in draft.raw], list(draft.without)) == ([], [])
