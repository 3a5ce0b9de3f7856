"""Laws of a plan over random running, intended and applied configs."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from netops.config import ParsedConfig, diff
from netops.drift import Cause, target_drift
from netops.errors import Origin
from netops.plan import Plan, build_step, compute_change, plan_from_json, plan_to_json, schedule_waves
from netops.render import LineOrigin, Rendered

NAMES = st.integers(1, 3).map(lambda n: f"Ethernet{n}")
ONE_OF = (["description a", "description b"], ["mtu 9000", "mtu 1500"], ["shutdown", "no shutdown"])
"""A device has one of each: two in a wanted config are refused."""


def some(*groups: list[str]) -> st.SearchStrategy[list[str]]:
    return st.tuples(*(st.none() | st.sampled_from(group) for group in groups)).map(lambda found: [line for line in found if line])


BELOW = some(*ONE_OF)
TOP = some(["snmp-server location hall", "snmp-server location cellar"], *([f"ntp server 192.0.2.{n}"] for n in range(1, 4)))


@st.composite
def configs(draw: st.DrawFn) -> str:
    lines = ["hostname sw1", *draw(TOP)]
    for name in sorted(draw(st.sets(NAMES))):
        lines += [f"interface {name}", *(f"   {line}" for line in draw(BELOW))]
    return "\n".join([*lines, "end", ""])


def rendered(text: str) -> Rendered:
    lines = (LineOrigin(line, Origin("templates/x.j2", n), (Origin("inventory/x.yaml", n),)) for n, line in enumerate(text.splitlines(), 1))
    return Rendered("sw1", "arista_eos", text, lines=tuple(lines))


@settings(max_examples=60, deadline=None)
@given(running=configs(), wanted=configs(), applied=st.none() | configs())
def test_laws_of_a_step(running: str, wanted: str, applied: str | None) -> None:
    step = build_step(rendered(wanted), "commands", running, managed=None, applied=applied)
    assert (step is None) == (not diff("arista_eos", running, wanted))
    if step is None:
        return
    lines = [f"{line.sign} {line.text}" for line in step.diff]
    assert set(step.manual) <= set(lines)
    assert all(line.values for line in step.diff if line.sign == "+")
    assert diff("arista_eos", step.predicted, wanted) == ()
    plan = Plan("acme", "c", "2026-01-01T00:00:00+00:00", {"sw1": step}, schedule_waves([step]).waves)
    assert plan_from_json(plan_to_json(plan)) == plan


@settings(max_examples=60, deadline=None)
@given(running=configs(), wanted=configs())
def test_the_prediction_is_the_candidate_and_the_way_back_leads_back(running: str, wanted: str) -> None:
    old, new = ParsedConfig("arista_eos", running), ParsedConfig("arista_eos", wanted)
    change = compute_change("commands", old, new, None)
    assert diff("arista_eos", change.predicted.text, change.candidate) == ()
    assert diff("arista_eos", change.predicted.after(change.pair.inverse).text, running) == ()


@settings(max_examples=60, deadline=None)
@given(running=configs(), wanted=configs(), applied=st.none() | configs())
def test_each_line_of_drift_has_its_cause(running: str, wanted: str, applied: str | None) -> None:
    found = target_drift(rendered(wanted), running, "ham", managed=None, applied=applied)
    assert found.clean == (not diff("arista_eos", running, wanted))
    causes = {line.cause for line in found.lines if line.differs}
    if applied is None:
        assert causes <= {Cause.UNKNOWN}
    elif applied == running:
        assert causes <= {Cause.UNDEPLOYED}
    elif applied == wanted:
        assert causes <= {Cause.MANUAL}
    else:
        assert causes <= {Cause.MANUAL, Cause.UNDEPLOYED}
