"""What a plan does as a whole: commands one by one, steps of several devices in any order, and what is not known."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from lockout_company import Bench, write

from netops.guards import lockout
from netops.guards.record import DeployRequest, GuardedTarget
from netops.model.calendar import Calendar
from netops.plan import Plan, Step
from netops.state import utc_now

ACC, FAR = "ber-acc-1", "ham-acc-1"
PERMIT = " 10 permit tcp 10.1.0.0 0.0.0.255 any eq 22\n"


def test_commands_one_by_one_cut_where_a_replace_does_not(bench: Bench) -> None:
    """Taking the old address away before the new filter is there is cut in between, though both ends let netops in."""
    edits = (("access-class MGMT-IN in", "access-class NEW in"), ("ip access-list extended MGMT-IN\n", "ip access-list extended NEW\n"))
    assert bench.verdict(ACC, *edits).lockouts == ()
    moved = bench.verdict(ACC, (PERMIT, " 10 permit tcp 10.1.0.0 0.0.0.127 any eq 22\n 20 permit tcp 10.1.0.128 0.0.0.127 any eq 22\n"))
    assert moved.lockouts == ()
    typed = bench.verdict(
        ACC, (PERMIT, " 10 permit tcp 10.1.0.0 0.0.0.127 any eq 22\n 20 permit tcp 10.1.0.128 0.0.0.127 any eq 22\n"), apply="commands"
    )
    assert typed.risk in ("RISKY", "LOCKOUT")
    assert "after '" in str(typed.lockouts) or "only a part" in str(typed.doubts) or "not there, or empty" in str(typed.doubts)


def test_two_steps_that_cut_in_one_order(bench: Bench) -> None:
    """Each of two uplinks may go alone; both together may not, and one of a pair may not go before the other end has another way."""
    vlan = ("vlan 100,110-112", "vlan 110-112")
    ports = {name: bench.changed(name, vlan) for name in ("ber-core-1", "ber-core-2")}
    alone = [bench.verdicts({name: text})[name].lockouts for name, text in ports.items()]
    both = bench.verdicts(ports)
    assert [any("ber-acc" in text for text in found) for found in alone] == [False, False]
    found = [text for step in both.values() for text in step.lockouts]
    assert any("ber-acc-1" in text and ("once all steps are done" in text or "before ber-core" in text) for text in found), found


def test_a_part_of_the_network_of_netops_is_risky(bench: Bench) -> None:
    step = bench.verdict(ACC, (PERMIT, " 10 permit tcp host 10.1.0.50 any eq 22\n"))
    assert (step.risk, step.lockouts) == ("RISKY", ())
    assert "only a part of the network of netops passes: MGMT-IN: deny ip any any log (ber-acc-1)" in step.doubts[0]


def test_a_line_on_the_way_that_is_not_understood_is_risky_and_no_other(bench: Bench) -> None:
    head = "interface Vlan100\n"
    on_the_way = bench.verdict(ACC, (head, f"{head} zone-member security OFFICE\n"))
    elsewhere = bench.verdict(ACC, ("interface GigabitEthernet1/0/2\n", "interface GigabitEthernet1/0/2\n zone-member security OFFICE\n"))
    assert (on_the_way.risk, elsewhere.risk) == ("RISKY", "SAFE")
    assert on_the_way.doubts == ("management path of ber-acc-1: not understood: zone-member security OFFICE (ber-acc-1)",)


@pytest.fixture(scope="module")
def unset(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """The company whose settings do not say where netops runs."""
    root: Path = tmp_path_factory.mktemp("unset")
    write(root)
    settings = root / "netops.yaml"
    lines = [line for line in settings.read_text().splitlines() if not line.startswith(("runner:", "  attached_to:"))]
    settings.write_text(
        "\n".join(lines).replace("transport: netconf}", "transport: netconf, console: {server: 10.1.0.9, port: 2001}}") + "\n"
    )
    return Bench(root)


def test_without_a_runner(unset: Bench) -> None:
    """What changes addresses, ports or filters is RISKY; the target's own doors count all the same."""
    trunk = unset.verdict(ACC, ("vlan 100,110-112", "vlan 110-112"))
    assert (trunk.risk, trunk.doubts[0].startswith("netops.yaml does not say where netops runs")) == ("RISKY", True)
    assert unset.verdict(ACC, ("interface Vlan100\n", "interface Vlan100\n shutdown\n")).risk == "LOCKOUT"
    assert unset.verdict(ACC, ("logging host 10.1.20.9\n", "logging host 10.1.20.8\n")).risk == "SAFE"


def test_a_target_with_a_console_is_reached_without_its_network(unset: Bench) -> None:
    assert unset.verdict("ber-fw-1", ("address 10.1.0.2/24", "address 10.1.0.102/24")).lockouts == ()


def request_of(bench: Bench, step: Step) -> DeployRequest:
    plan = Plan("x", "abc", "2026-12-02T00:00:00+00:00", {step.target: step}, ((step.target,),))
    facts = GuardedTarget(step.target, "ber", bench.company.platform(step.platform), Calendar("ber", "Europe/Berlin"))
    return DeployRequest(plan, {step.target: facts}, utc_now())


def test_the_guard_takes_a_risk_only_with_a_timer_or_a_permission(bench: Bench) -> None:
    timed = replace(bench.verdict(ACC, (PERMIT, " 10 permit tcp host 10.1.0.50 any eq 22\n")), lockouts=())
    untimed = replace(timed, target="ber-nx9", platform="cisco_nxos", timed=False)
    assert list(lockout.find(request_of(bench, timed))) == []
    (found,) = lockout.find(request_of(bench, untimed))
    assert found.risky and found.message.startswith("ber-nx9 may cut netops off and has no revert timer:")
    (cut,) = lockout.find(request_of(bench, replace(timed, lockouts=("x",), doubts=())))
    assert not cut.risky
