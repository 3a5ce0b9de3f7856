"""A cable through patch panels is one cable to whoever asks what is behind a port."""

from __future__ import annotations

from pathlib import Path

import pytest

import netops
from netops.model.index import Plug, Port
from netops.model.panels import paths_through_panels

COMPANY = Path(__file__).parent.parent / "checks" / "company"
PANELS = {"pp-1", "pp-2"}


def cable(number: int, a: str, b: str) -> tuple[Plug, Plug]:
    (one, port), (other, far) = a.split(), b.split()
    return Plug("cable", f"C-{number}", "a", Port(one, port)), Plug("cable", f"C-{number}", "b", Port(other, far))


@pytest.mark.parametrize(
    ("cables", "ways"),
    [
        (["sw-1 e1 sw-2 e1"], ["sw-1 e1 - sw-2 e1"]),
        (["sw-1 e1 pp-1 front-1", "sw-2 e1 pp-1 rear-1"], ["sw-1 e1 - sw-2 e1"]),
        (["pp-1 rear-7 pp-2 rear-7", "pp-2 front-7 sw-2 e1", "pp-1 front-7 sw-1 e1"], ["sw-2 e1 - sw-1 e1"]),
        (["sw-1 e1 pp-1 front-1", "sw-2 e1 pp-1 rear-2"], []),
        (["pp-1 front-1 pp-1 rear-1"], []),
        (["sw-1 e1 pp-1 front-1", "pp-1 rear-1 pp-2 front-1", "pp-2 rear-1 pp-1 front-2"], []),
    ],
    ids=["no panel", "one panel", "two panels", "other socket", "panel to itself", "nothing at the end"],
)
def test_ways(cables: list[str], ways: list[str]) -> None:
    given = [cable(number, " ".join(row.split()[:2]), " ".join(row.split()[2:])) for number, row in enumerate(cables)]
    assert [f"{way[0].port} - {way[-1].port}" for way in paths_through_panels(given, PANELS)] == ways


def test_neighbour_is_behind_the_panel_and_names_both_cables() -> None:
    port = netops.load(COMPANY).view("nn-core-1", trace=True)["interfaces"]["Ethernet3"]
    assert (port["neighbor"]["device"], port["neighbor"]["interface"], port["neighbor"]["address"]) == (
        "nn-gate-1",
        "ge-0/0/1",
        "10.14.255.1",
    )
    assert port["description"] == "to nn-gate-1 ge-0/0/1"
    lines = (COMPANY / "inventory/sites/nn.yaml").read_text(encoding="utf-8").splitlines()
    cables = {number for number, text in enumerate(lines, start=1) if "nn-pp-1, interface" in text}
    assert len(cables) == 2 and cables <= {origin.line for origin in port["description"].origins if origin.file.endswith("nn.yaml")}
