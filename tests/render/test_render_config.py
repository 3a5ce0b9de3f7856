"""What is rendered for a platform is a config to the config engine too: equal to itself, stable, and each line of it in a feature."""

from __future__ import annotations

import pytest
from render_cases import GOLDEN

from netops import config

PLATFORMS = ("cisco_nxos", "cisco_xr")
TEXTS = sorted(
    f"{path.parent.parent.name}/{path.parent.name}" for platform in PLATFORMS for path in GOLDEN.glob(f"{platform}/*/expected.txt")
)
UNNAMED = {
    "cisco_nxos": {"errdisable recovery cause bpduguard"},
    "cisco_xr": set(),
}
"""Lines of the golden configs that belong to no feature: those of `raw_config`, and of what has no noun of its own."""


def text(case: str) -> str:
    return (GOLDEN / case / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", TEXTS)
def test_a_rendered_text_has_nothing_to_do_against_itself(case: str) -> None:
    platform, found = case.split("/")[0], text(case)
    assert config.remediate(platform, found, found) == []
    assert config.diff(platform, found, found) == ()
    assert config.remediate(platform, config.normalise(platform, found), found) == []


@pytest.mark.parametrize("case", TEXTS)
def test_normalising_twice_changes_nothing(case: str) -> None:
    platform = case.split("/")[0]
    once = config.normalise(platform, text(case))
    assert config.normalise(platform, once) == once


@pytest.mark.parametrize("case", TEXTS)
def test_an_empty_device_comes_to_the_rendered_text(case: str) -> None:
    """In one step, and then there is nothing left to do."""
    platform, wanted = case.split("/")[0], text(case)
    after = config.predict(platform, "", config.remediate(platform, "", wanted))
    assert config.diff(platform, after, wanted) == ()
    assert config.remediate(platform, after, wanted) == []


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_line_can_be_named_in_managed(platform: str) -> None:
    """Taken over feature by feature, an empty device gets the whole text, but for the lines that no feature has."""
    found = text(f"{platform}/main")
    composed = config.compose(platform, "", found, list(config.features(platform)))
    left = set(found.splitlines()) - set(composed.splitlines()) - {"", "!", "end"}
    assert {line for line in left if not line.startswith(" ")} == UNNAMED[platform]


SHOWN = {
    "cisco_nxos": (
        "!Command: show running-config\n!Running configuration last done at: Tue Nov 24 20:17:23 2026\n!Time: Tue Nov 24 23:33:51 2026\n\n"
        "version 10.2(3) Bios:version 05.45\n",
        {
            "⟦secret:netops_hash⟧": "$5$AbCdEf$gHiJkLmNoPqRsTuVwXyZ0123456789abcdefghijkl",
            "key ⟦secret:tacacs⟧": 'key 7 "Fewhg12"',
            "⟦secret:snmp_ro⟧": "wonder",
            "password ⟦secret:bgp⟧": "password 3 9125d59c18a9b015",
        },
    ),
    "cisco_xr": (
        "Tue Nov 24 23:33:51.123 UTC\nBuilding configuration...\n!! IOS XR Configuration 7.5.2\n"
        "!! Last configuration change at Tue Nov 24 20:17:23 2026 by netops\n!\n",
        {
            "⟦secret:netops_hash⟧": "$6$AbCdEf$gHiJkLmNoPqRsTuVwXyZ0123456789abcdefghijkl",
            "key ⟦secret:tacacs⟧": "key 7 13061E010803",
            "⟦secret:snmp_ro⟧": "wonder",
            "password ⟦secret:bgp⟧": "password encrypted 13061E010803",
        },
    ),
}
"""What a device puts before its config, and how it shows the secrets."""


@pytest.mark.parametrize("platform", PLATFORMS)
def test_what_the_device_shows_of_it_has_nothing_to_do(platform: str) -> None:
    wanted = text(f"{platform}/main")
    head, secrets = SHOWN[platform]
    shown = wanted
    for placeholder, value in secrets.items():
        assert placeholder in shown
        shown = shown.replace(placeholder, value)
    assert "⟦" not in shown
    assert config.remediate(platform, head + shown, wanted) == []
    assert config.diff(platform, head + shown, wanted) == ()
    assert not [value for value in secrets.values() if value.split()[-1].strip('"') in config.redact(platform, head + shown)]
