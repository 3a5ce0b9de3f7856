"""What the daemons show for a typed text is the same config: no commands in either direction.

`frr_typed/*.typed` is typed into a router that runs nothing else, `*.shown` is its running config afterwards.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from config_router import Router

from netops import config
from netops.secrets import fill

TEXTS = sorted((Path(__file__).parent / "frr_typed").glob("*.typed"))
NEWER = ("segment_routing", "isis", "lines", "syslog", "system")
"""Templates that write what FRR 8.4 does not know, or shows in other words or not at all since it is a default."""
GOLDEN = sorted(path for path in (Path(__file__).parents[1] / "golden/frr").glob("*/expected.txt") if path.parent.name not in NEWER)

CLEAN = "frr version 8.4.4\nfrr defaults traditional\n"


@pytest.mark.parametrize("typed", TEXTS, ids=lambda path: path.stem)
def test_a_typed_text_is_what_is_shown_for_it(typed: Path) -> None:
    text, shown = typed.read_text(), typed.with_suffix(".shown").read_text()
    text = (
        "frr version 8.4.4\nfrr defaults traditional\nhostname r1\nno ip forwarding\nno ipv6 forwarding\nservice integrated-vtysh-config\n"
        + text
    )
    assert config.remediate("frr", shown, text) == []
    assert config.remediate("frr", text, shown) == []
    assert config.normalise("frr", text) == config.normalise("frr", shown)


OTHERWISE = (
    *("hostname", " sid vpn per-vrf", " segment-routing srv6", "  locator", " isis hello padding", " isis hello-interval 3"),
    *("  neighbor 10.9.0.6 send-community both", "  neighbor RR attribute-unchanged next-hop"),
)
"""Lines that templates write and FRR 8.4 does not show: the host's name; SRv6, which FRR 9.0 brought; what bgpd does by default."""


@pytest.mark.real
@pytest.mark.parametrize(
    "typed", [*TEXTS, *GOLDEN], ids=lambda path: path.stem if path.suffix == ".typed" else f"template-{path.parent.name}"
)
def test_the_daemons_show_what_is_compared(router: Router, typed: Path) -> None:
    """Also for each line that a template writes, but for the name: vtysh shows that of the host."""
    router.configure(config.remediate("frr", router.running(), CLEAN))
    before = router.running()
    lines = typed.read_text().splitlines(keepends=True)
    text = fill("".join(line for line in lines if not line.startswith(OTHERWISE) and line != " exit\n"), lambda name: name[:8])
    try:
        said = router.configure(text.splitlines())
        shown = router.running()
        wanted = before.replace("\nend\n", "\n") + text
        assert config.remediate("frr", shown, wanted) == [], said
        assert config.remediate("frr", wanted, shown) == [], said
        if typed.suffix == ".typed":
            _, _, below = typed.with_suffix(".shown").read_text().partition("service integrated-vtysh-config\n")
            assert set(below.splitlines()) <= set(shown.splitlines())
    finally:
        router.configure(config.remediate("frr", router.running(), CLEAN))
