"""A plan for a reviewer: equal changes once with a table of what varies, what is rare first; nothing of a device is mark-up."""

from __future__ import annotations

from netops.deploy import Deployment, TargetResult
from netops.events import Outcome
from netops.plan import Plan, Step, build_step, schedule_waves
from netops.render import Rendered
from netops.report import html, markdown
from netops.report._changes import MOST_COLUMNS, shared_changes
from netops.report._plan_view import plan_view
from netops.report.record import DeployRun, ReportContext
from netops.screen import PIPED

TEXT = "hostname {name}\nntp server 10.0.{number}.1\ninterface Vlan1\n description old\nend\n"


def step(name: str, platform: str, old: str, new: str, **more: object) -> Step:
    made = build_step(Rendered(name, platform, new), "replace", old, managed=None, applied=None, **more)  # type: ignore[arg-type]
    assert made is not None
    return made


def switch(number: int) -> Step:
    text = TEXT.format(name=f"sw{number}", number=number)
    return step(f"sw{number}", "cisco_ios", text, text.replace(f".{number}.1", f".{number}.2"), services={"email": "critical"})


def a_plan(*steps: Step) -> Plan:
    order = schedule_waves(steps)
    by_name = {made.target: made for made in steps}
    return Plan("acme", "abc", "2026-11-23T12:00:00+00:00", by_name, order.waves, wave_reasons=order.reasons)


PLAN = a_plan(switch(1), switch(2), switch(3), step("nx1", "cisco_nxos", "hostname a\n", "hostname nx1\n"))


def test_equal_changes_are_one_and_what_is_rare_comes_first() -> None:
    rare, shared = shared_changes(PLAN)
    assert (rare.targets, rare.columns) == (("nx1",), ())
    assert shared.targets == ("sw1", "sw2", "sw3")
    assert [(line.sign, line.text) for line in shared.lines] == [("-", "ntp server {1}"), ("+", "ntp server {2}")]
    assert shared.commands == ("no ntp server {1}", "ntp server {2}")
    assert shared.inverse == ("no ntp server {2}", "ntp server {1}")
    assert shared.columns == (("10.0.1.1", "10.0.2.1", "10.0.3.1"), ("10.0.1.2", "10.0.2.2", "10.0.3.2"))


def test_changes_in_which_much_varies_are_not_equal() -> None:
    lines = [f"ip route 10.{net}.0.0 255.255.0.0 " for net in range(MOST_COLUMNS + 1)]
    steps = [
        step(f"sw{number}", "cisco_ios", "end\n", "".join(f"{line}10.0.{number}.{at}\n" for at, line in enumerate(lines)) + "end\n")
        for number in range(2)
    ]
    assert [change.targets for change in shared_changes(a_plan(*steps))] == [("sw0",), ("sw1",)]


def test_the_view_of_a_plan() -> None:
    shown = plan_view(PLAN, PIPED)
    assert "risk: RISKY: nx1\n" in shown
    assert "nx1 (cisco_nxos): 2 lines, replaced as a whole, RISKY, wave 1\n" in shown
    assert "3 targets (cisco_ios): 2 lines each, replaced as a whole, SAFE, wave 2, 3\n    sw1, sw2, sw3\n" in shown
    assert "    target  {1}       {2}\n    sw1     10.0.1.1  10.0.1.2\n" in shown
    assert "    the same as commands:\n        no ntp server {1}\n        ntp server {2}\n    the way back:\n" in shown
    assert "    services:\n        email (critical)\n" in shown
    assert shown.index("nx1 (") < shown.index("3 targets")
    assert "wave 2: sw1\n    sw1: first of its kind of 3: cisco_ios\n" in shown
    assert "wave 3: sw2, sw3\n    sw2, sw3: same kind of change as sw1 in wave 2; not earlier: the first of its kind, sw1, goes" in shown


def test_markdown_and_html_name_the_services_and_the_commands() -> None:
    shown, page = markdown.plan(PLAN), html.plan(PLAN)
    assert "| email | critical | sw1, sw2, sw3 |" in shown
    assert "| 2 | sw1 | first of its kind of 3: cisco&#95;ios |" in shown
    assert "```\nno ntp server {1}\nntp server {2}\n```" in shown
    link = '<a href="#target-sw1">sw1</a>, <a href="#target-sw2">sw2</a>, <a href="#target-sw3">sw3</a>'
    cells = f'<td data-label="Service">email</td><td data-label="Criticality">critical</td><td data-label="Targets">{link}</td>'
    assert cells in page
    assert "<li>wave 2: sw1: first of its kind of 3: cisco_ios</li>" in page
    assert "<pre>no ntp server {1}\nntp server {2}</pre>" in page and "RISKY: no revert timer on the release of this cisco_nxos" in page


def test_what_a_device_has_is_no_mark_up() -> None:
    old, new = "hostname a\nbanner motd ^C\n```\n^C\n", "hostname <b>@all\n"
    shown = markdown.plan(a_plan(step("sw1", "cisco_ios", old, new)))
    assert "````diff\n" in shown
    failed = Plan("<x>", "", "2026-11-23T12:00:00+00:00", {}, (), failed={"sw1": ("failed", "<img> | @ops")})
    assert "<x>" not in markdown.plan(failed) and "| failed: &#60;img&#62; &#124; &#64;ops |" in markdown.plan(failed)


def test_pages_of_a_deploy_name_what_was_not_checked() -> None:
    results = {"sw1": TargetResult(Outcome.APPLIED, unchecked=("health: no BGP neighbours shown",)), "sw2": TargetResult(Outcome.APPLIED)}
    run = DeployRun(ReportContext("acme", "", ""), Deployment("r1", PLAN, results))
    assert "| Target | Not checked |\n| --- | --- |\n| sw1 | health: no BGP neighbours shown |\n" in markdown.deployment(run)
    assert html.deployment(run).count("<li>not checked: health: no BGP neighbours shown</li>") == 1
    checked = DeployRun(run.setting, Deployment("r1", PLAN, {"sw2": TargetResult(Outcome.APPLIED)}))
    assert "ot checked" not in markdown.deployment(checked) + html.deployment(checked)
