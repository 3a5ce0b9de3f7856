"""Drift as a value: each difference with the one who moved, git or the device, and with the place that it departs from."""

from __future__ import annotations

from typing import Any

import pytest

from netops.drift import Cause, compare_facts, target_drift
from netops.errors import Origin
from netops.render import LineOrigin, Rendered

APPLIED = "hostname sw1\nntp server 192.0.2.1\nsnmp-server location hall\nend\n"


def drift(running: str, wanted: str, applied: str | None = APPLIED, managed: tuple[str, ...] | None = None) -> list[tuple[str, str]]:
    lines = tuple(
        LineOrigin(line, Origin("templates/x.j2", n), (Origin("inventory/x.yaml", n),)) for n, line in enumerate(wanted.splitlines(), 1)
    )
    found = target_drift(Rendered("sw1", "cisco_ios", wanted, lines=lines), running, "ham", managed=managed, applied=applied)
    return [(f"{line.sign} {line.text}", line.cause.value) for line in found.lines if line.differs]


NTP_2 = APPLIED.replace("192.0.2.1", "192.0.2.2")
NTP_3 = APPLIED.replace("192.0.2.1", "192.0.2.3")
OLD, TWO, THREE = (f"ntp server 192.0.2.{n}" for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("running", "wanted", "applied", "expected"),
    [
        (APPLIED, APPLIED, APPLIED, []),
        (APPLIED, NTP_2, APPLIED, [(f"- {OLD}", Cause.UNDEPLOYED), (f"+ {TWO}", Cause.UNDEPLOYED)]),
        (NTP_3, APPLIED, APPLIED, [(f"- {THREE}", Cause.MANUAL), (f"+ {OLD}", Cause.MANUAL)]),
        (NTP_3, NTP_2, APPLIED, [(f"- {THREE}", Cause.MANUAL), (f"+ {TWO}", Cause.UNDEPLOYED)]),
        (NTP_2, NTP_2, APPLIED, []),
        (APPLIED, NTP_2, None, [(f"- {OLD}", Cause.UNKNOWN), (f"+ {TWO}", Cause.UNKNOWN)]),
    ],
    ids=["nothing", "git moved", "device moved", "both moved", "both moved to the same", "never deployed"],
)
def test_who_moved(running: str, wanted: str, applied: str | None, expected: list[tuple[str, str]]) -> None:
    assert sorted(drift(running, wanted, applied)) == sorted(expected)


def test_sections_that_are_not_managed_are_no_drift() -> None:
    by_hand = APPLIED.replace("hall", "cellar")
    assert drift(by_hand, APPLIED, managed=("ntp",)) == []
    assert drift(by_hand, NTP_2, managed=("ntp",)) == [(f"- {OLD}", "undeployed change"), (f"+ {TWO}", "undeployed change")]
    assert [cause for _, cause in drift(by_hand, APPLIED, managed=("ntp", "snmp"))] == ["manual change", "manual change"]


SUPPLY = [{"name": "black", "level": 10}]


@pytest.mark.parametrize(
    ("facts", "expected", "told"),
    [
        ({"model": "MX-1"}, {"model": "MX-1"}, []),
        ({"model": "MX-2"}, {"model": "MX-1"}, ["model: MX-2, expected MX-1"]),
        ({}, {"model": "MX-1"}, ["model: not reported, expected MX-1"]),
        ({"supplies": SUPPLY}, {"supplies_low": 15}, ["black at 10 %, expected 15 % or more"]),
        ({"supplies": SUPPLY}, {"supplies_low": 10}, []),
        ({"supplies": []}, {"supplies_low": 15}, ["supplies: not reported, expected 15 % or more"]),
        ({}, {}, []),
    ],
)
def test_an_observed_target_is_held_to_what_is_expected_and_silence_is_no_pass(
    facts: dict[str, Any], expected: dict[str, Any], told: list[str]
) -> None:
    place = Origin("inventory/sites/ber/printers/p1.yaml", 7)
    found = compare_facts("p1", "printer", "ber", facts, expected, dict.fromkeys(expected, place))
    assert [line.text for line in found.lines] == told
    assert all((line.cause, line.origin) == (Cause.OBSERVED, place) for line in found.lines)
