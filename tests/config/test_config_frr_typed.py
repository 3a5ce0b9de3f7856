"""What the daemons show for a typed text is the same config: no commands in either direction.

`frr_typed/*.typed` is typed into a router that runs nothing else, `*.shown` is its running config afterwards.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from config_router import Router

from netops import config
from netops.lab.real.host import wait_for
from netops.secrets import fill_secrets

TEXTS = sorted((Path(__file__).parent / "frr_typed").glob("*.typed"))
GOLDEN = sorted((Path(__file__).parents[1] / "golden/frr").glob("*/expected.txt"))

CLEAN = "frr version 8.4.4\nfrr defaults traditional\nhostname r1\n"
BASE = f"{CLEAN}no ip forwarding\nno ipv6 forwarding\nservice integrated-vtysh-config\n"


@pytest.mark.parametrize("typed", TEXTS, ids=lambda path: path.stem)
def test_a_typed_text_is_what_is_shown_for_it(typed: Path) -> None:
    text, shown = BASE + typed.read_text(), typed.with_suffix(".shown").read_text()
    assert config.remediate("frr", shown, text) == []
    assert config.remediate("frr", text, shown) == []
    assert config.normalise("frr", text) == config.normalise("frr", shown)


OTHERWISE = (
    "hostname",  # vtysh shows the name of the host
    "agentx",  # zebra has it where the package frr-snmp is installed
    *("  encapsulation", "   source-address", "    behavior usid", "    format usid"),  # CAP507, CAP508, CAP509
    " sid vpn per-vrf",  # CAP510
    " isis hello padding during-adjacency-formation",  # CAP512
)
"""Lines that templates write and FRR 8.4 does not have: `validate` finds those of later releases."""


def of_8_4(text: str) -> str:
    """A text without what FRR 8.4 does not have."""
    text = text.replace("  encapsulation\n   source-address 2001:db8::1\n  exit\n", "")
    head, isis, process = text.partition("router isis core\n")
    process = process.replace(" segment-routing srv6\n  locator MAIN\n exit\n", "")  # CAP511
    return "".join(line for line in (head + isis + process).splitlines(keepends=True) if not line.startswith(OTHERWISE))


def wipe(router: Router) -> None:
    """Take everything away, by commands that are worked out; after them none is left."""
    if commands := config.remediate("frr", router.running(), CLEAN):
        said = router.configure(commands)
        assert config.remediate("frr", router.running(), CLEAN) == [], said


@pytest.mark.real
@pytest.mark.parametrize(
    "typed", [*TEXTS, *GOLDEN], ids=lambda path: path.stem if path.suffix == ".typed" else f"template-{path.parent.name}"
)
def test_the_daemons_show_what_is_compared(router: Router, typed: Path) -> None:
    """Also for each line that a template writes; then all goes again, and comes back by commands that are worked out."""
    wipe(router)
    before = router.running()
    text = fill_secrets(of_8_4(typed.read_text()), lambda name: name[:8])
    try:
        said = router.configure(text.splitlines())
        shown = router.running()
        wanted = before.replace("\nend\n", "\n") + text
        assert config.remediate("frr", shown, wanted) == [], said
        assert config.remediate("frr", wanted, shown) == [], said
        if typed.stem != "eigrp":  # eigrpd 8.4 makes no process again that was taken away
            wipe(router)
            said = router.configure(config.remediate("frr", router.running(), wanted))
            assert config.remediate("frr", router.running(), wanted) == [], said
        if typed.suffix == ".typed":
            _, _, below = typed.with_suffix(".shown").read_text().partition("service integrated-vtysh-config\n")
            assert set(below.splitlines()) <= set(shown.splitlines())
    finally:
        wipe(router)
        router.stop_extra()


@pytest.mark.real
def test_a_text_is_typed_again_when_a_daemon_crashed_at_it_and_only_then(router: Router, monkeypatch: pytest.MonkeyPatch) -> None:
    """As eigrpd does: what came after the crash was refused, though nothing is wrong with it."""
    wipe(router)
    typed: list[list[str]] = []
    type_once = Router._type

    def crash_at_first(router: Router, commands: list[str]) -> str:
        typed.append(commands)
        if len(typed) == 1:
            os.kill(router._pid("ripngd"), signal.SIGKILL)
            wait_for("the crash", lambda: not router.is_alive("ripngd"))
        return type_once(router, commands)

    monkeypatch.setattr(Router, "_type", crash_at_first)
    try:
        router.configure(["router ripng", "network r1-eth0"])
        assert "router ripng\n network r1-eth0\n" in router.running()
        router.configure(["no such command"])
        assert [len(commands) for commands in typed] == [2, 2, 1]
    finally:
        wipe(router)
