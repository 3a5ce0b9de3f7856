"""A plan as a value: steps with origins, manual changes seen, a file that is refused when it is touched."""

from __future__ import annotations

import json

import pytest

from netops.config import ParsedConfig
from netops.errors import Origin, PlanDamaged
from netops.plan import Plan, build_step, compute_change, plan_from_json, plan_to_json, schedule_waves
from netops.plan.file import _digest
from netops.render import LineOrigin, Rendered
from netops.secrets import REDACTED

RUNNING = """frr version 8.4.4
frr defaults traditional
hostname ham-rtr-1
!
ip route 10.9.0.0/24 10.2.0.1
ip route 192.0.2.0/24 blackhole
!
interface eth1
 description old
exit
!
"""
WANTED = """frr version 8.4.4
frr defaults traditional
hostname ham-rtr-1
!
ip route 10.9.0.0/24 10.2.0.1
!
interface eth1
 description to ber-rtr-1
exit
!
"""


def rendered(text: str = WANTED) -> Rendered:
    lines = tuple(
        LineOrigin(line, Origin("templates/frr/main.j2", n), (Origin("inventory/x.yaml", n),) if line.strip("!") else ())
        for n, line in enumerate(text.splitlines(), 1)
    )
    return Rendered("ham-rtr-1", "frr", text, lines=lines)


def step(running: str = RUNNING, text: str = WANTED, applied: str | None = None):
    return build_step(rendered(text), "commands", running, managed=None, applied=applied)


def a_plan() -> Plan:
    made = step()
    return Plan(
        "acme",
        "abc123",
        "2026-11-23T12:00:00+00:00",
        {made.target: made},
        schedule_waves([made]).waves,
        ("sw1",),
        {"p1": "observed"},
        {"sw2": ("failed", "x")},
    )


def test_nothing_to_do_is_no_step() -> None:
    assert step(running=WANTED) is None


def test_each_line_knows_where_it_comes_from() -> None:
    told = {(c.sign, c.text): (str(c.template), [str(v) for v in c.values]) for c in step().diff if c.sign != " "}
    assert told == {
        ("+", "description to ber-rtr-1"): ("templates/frr/main.j2:8:1", ["inventory/x.yaml:8:1"]),
        ("-", "description old"): ("templates/frr/main.j2:8:1", ["inventory/x.yaml:8:1"]),
        ("-", "ip route 192.0.2.0/24 blackhole"): ("templates/frr/main.j2:5:1", ["inventory/x.yaml:5:1"]),
    }


def test_a_changed_line_leads_to_the_one_it_stands_in_place_of() -> None:
    """Two wanted lines are as alike; the one that is there already is not meant."""
    wanted = WANTED.replace("!\ninterface", "ip route 192.0.2.0/24 10.2.0.1\n!\ninterface")
    made = step(running=wanted.replace("192.0.2.0", "192.0.3.0"), text=wanted)
    assert made is not None
    assert [(c.sign, c.text, str(c.origin)) for c in made.diff] == [
        ("-", "ip route 192.0.3.0/24 10.2.0.1", "inventory/x.yaml:6:1"),
        ("+", "ip route 192.0.2.0/24 10.2.0.1", "inventory/x.yaml:6:1"),
    ]


def test_commands_and_the_way_back() -> None:
    made = step()
    assert [line.strip() for line in made.commands if line.strip() != "exit"] == [
        "no ip route 192.0.2.0/24 blackhole",
        "interface eth1",
        "description to ber-rtr-1",
    ] or set(made.commands) >= {"no ip route 192.0.2.0/24 blackhole", "interface eth1"}
    assert any("description old" in line for line in made.inverse)
    assert made.predicted == ParsedConfig("frr", WANTED).normal()


def test_what_was_changed_by_hand_is_named() -> None:
    applied = ParsedConfig("frr", RUNNING.replace("ip route 192.0.2.0/24 blackhole\n", "")).normal()
    assert step(applied=applied).manual == ("- ip route 192.0.2.0/24 blackhole",)
    assert step(applied=ParsedConfig("frr", RUNNING).normal()).manual == ()


def test_a_secret_that_is_stored_nowhere_is_taken_from_the_device_or_named() -> None:
    old = WANTED.replace("ham-rtr-1\n", f"ham-rtr-1\npassword {REDACTED}\n")
    has = RUNNING.replace("ham-rtr-1\n", "ham-rtr-1\npassword canary\n")
    work = compute_change("commands", ParsedConfig("frr", has), ParsedConfig("frr", old), None)
    assert "password canary" in work.candidate
    assert "canary" not in dump_of(has, old)
    assert step(text=old).lost == (f"password {REDACTED}",)


KEY = "-----BEGIN PRIVATE KEY-----\nY2FuYXJ5\nY2FuYXJ5\n-----END PRIVATE KEY-----\n"
HEAD = "### file /etc/ssl/private/x.key root:root 0600\n"


@pytest.mark.parametrize(
    ("platform", "now", "before"),
    [
        pytest.param("linux", f"{HEAD}# new\n{KEY}", f"{HEAD}{KEY}", id="a key of several lines that has moved down"),
        pytest.param("linux", f"{HEAD}a=1\npassword=canary\n", f"{HEAD}password=canary\na=2\n", id="a line of a file"),
        pytest.param("cisco_ios", "password canary\nend\n", "password canary\nntp server 10.0.0.1\nend\n", id="a line"),
        pytest.param(
            "juniper_junos",
            'system { root-authentication {\nencrypted-password "canary";\n} }\n',
            'system { root-authentication {\nencrypted-password "canary";\n} host-name x; }\n',
            id="a statement",
        ),
    ],
)
def test_what_was_before_comes_back_with_the_secrets_of_the_device(platform: str, now: str, before: str) -> None:
    shown = ParsedConfig(platform, before).redacted()
    assert REDACTED in shown
    assert compute_change("replace", ParsedConfig(platform, now), ParsedConfig(platform, shown), None).candidate == before


def test_a_redacted_line_that_means_nothing_is_no_reason_to_refuse() -> None:
    old = f"! password {REDACTED}\npassword {REDACTED}\npassword {REDACTED}\nend\n"
    work = compute_change("replace", ParsedConfig("cisco_ios", "password canary\nend\n"), ParsedConfig("cisco_ios", old), None)
    assert work.candidate == "password canary\nend\n"


def dump_of(running: str, text: str) -> str:
    made = step(running, text)
    return plan_to_json(Plan("acme", "", "", {made.target: made}, schedule_waves([made]).waves))


def test_a_plan_file_comes_back_as_it_was_written() -> None:
    plan = a_plan()
    assert plan_from_json(plan_to_json(plan)) == plan
    assert plan_to_json(plan_from_json(plan_to_json(plan))) == plan_to_json(plan)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "change.plan: not a plan file, or only a part of one (JSONDecodeError"),
        ("[]", "change.plan: not a plan file, or only a part of one (TypeError"),
        ("[" * 100_000, "change.plan: not a plan file, or only a part of one (RecursionError"),
        ('{"schema": 2, "digest": "", "plan": "\\ud800"}', "change.plan: not a plan file, or only a part of one (UnicodeEncodeError"),
        ('{"schema": 9, "digest": "", "plan": {}}', "change.plan: plan format 9, this netops reads 6"),
    ],
)
def test_what_is_no_plan_file_is_refused(text: str, message: str) -> None:
    with pytest.raises(PlanDamaged) as caught:
        plan_from_json(text, "change.plan")
    assert str(caught.value).startswith(message)


def test_an_edited_plan_is_refused() -> None:
    document = json.loads(plan_to_json(a_plan()))
    document["plan"]["steps"]["ham-rtr-1"]["commands"][0] = "no router bgp"
    with pytest.raises(PlanDamaged, match="not as netops wrote it"):
        plan_from_json(json.dumps(document))


def test_a_part_of_a_plan_names_nothing_else() -> None:
    plan = a_plan()
    assert plan.only(["sw1"]) == Plan("acme", "abc123", plan.created, {}, (), ("sw1",), {}, {})
    part = plan.only(["ham-rtr-1", "sw2"])
    assert (list(part.steps), part.waves, part.unchanged, part.skipped, part.failed) == (
        ["ham-rtr-1"],
        (("ham-rtr-1",),),
        (),
        {},
        {"sw2": ("failed", "x")},
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"mood": "good"}, "plan.mood: expected no such key, found one", id="a key too many"),
        pytest.param({"waves": []}, "plan.waves: expected each of ham-rtr-1 once, found ()", id="an order that is not of the steps"),
        pytest.param({"wave_reasons": {"sw9": "first"}}, "plan.wave_reasons.sw9: expected no such key", id="a reason for no step"),
        pytest.param({"unchanged": ["ham-rtr-1"]}, "plan: expected ham-rtr-1 in one of steps, unchanged, skipped and failed", id="twice"),
        pytest.param({"unchanged": "sw1"}, "plan.unchanged: expected a list, found 'sw1'", id="a text for a list"),
        pytest.param({"failed": {"sw2": ["fine", "x"]}}, "plan.failed.sw2[0]: expected unchanged or applied or", id="no outcome"),
        pytest.param({"failed": {"sw2": ["failed"]}}, "plan.failed.sw2: expected a list of 2, found a list of 1", id="half a pair"),
        pytest.param({"created": "today"}, "plan.created: expected a time with its offset", id="no time"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused_with_its_place(change: dict[str, object], message: str) -> None:
    document = json.loads(plan_to_json(a_plan()))
    body = document["plan"] | change
    with pytest.raises(PlanDamaged) as caught:
        plan_from_json(json.dumps(document | {"plan": body, "digest": _digest(body)}), "change.plan")
    assert f"change.plan: edited, or of another version of netops: {message}" in str(caught.value)


@pytest.mark.parametrize(
    ("running", "owned", "gone"),
    [
        pytest.param(None, None, ["x = 1"], id="never deployed"),
        pytest.param("", (), ["x = 1"], id="nothing was managed"),
        pytest.param("", ("ntp",), [], id="managed before"),
        pytest.param("", None, [], id="all was managed"),
    ],
)
def test_only_lines_of_what_was_never_deployed_need_a_permission(
    running: str | None, owned: tuple[str, ...] | None, gone: list[str]
) -> None:
    head = "### file /etc/chrony/chrony.conf root:root 0644\n"
    now = f"{head}# a\n\nx = 1\ny = 1\n"
    applied = None if running is None else now
    made = build_step(Rendered("s1", "linux", f"{head}y = 1\nz = 2\n"), "replace", now, managed=None, applied=applied, owned=owned)
    assert made is not None
    assert [line.text for line in made.removals] == gone


def test_what_is_connected_by_counts_also_where_something_replaces_it() -> None:
    now = "username netops privilege 15\ninterface Vlan1\n ip address 192.0.2.1 255.255.255.0\nend\n"
    wanted = "username other privilege 15\ninterface Vlan1\n ip address 192.0.2.2 255.255.255.0\nend\n"
    reach = ("account netops", "address 192.0.2.1")
    made = build_step(Rendered("sw1", "cisco_ios", wanted), "replace", now, managed=None, applied=None, reach=reach)
    assert made is not None
    assert made.reach == reach
    assert [line.text for line in made.removals] == ["username netops privilege 15", "ip address 192.0.2.1 255.255.255.0"]
    kept = build_step(Rendered("sw1", "cisco_ios", now.replace("Vlan1", "Vlan2")), "replace", now, managed=None, applied=None, reach=reach)
    assert kept is not None
    assert kept.reach == (), "the address has moved to another interface"


REACHED = {
    "arista_eos": "interface Vlan10\n   ip address 192.0.2.1/24\n",
    "cisco_ios": "interface Vlan10\n ip address 192.0.2.1 255.255.255.0\n",
    "cisco_nxos": "interface Vlan10\n  ip address 192.0.2.1/24\n",
    "cisco_xr": "interface Bundle-Ether1\n ipv4 address 192.0.2.1 255.255.255.0\n!\n",
    "frr": "interface eth0\n ip address 192.0.2.1/24\nexit\n",
    "huawei_vrp": "interface Vlanif10\n ip address 192.0.2.1 255.255.255.0\n",
    "juniper_junos": "interfaces {\n    irb {\n        unit 10 {\n            family inet {\n                address 192.0.2.1/24;\n"
    "            }\n        }\n    }\n}\n",
}


@pytest.mark.parametrize("platform", REACHED)
def test_an_address_that_is_connected_to_is_named_on_every_platform(platform: str) -> None:
    """It is in no data: the running config alone has it, below whatever interface."""
    running, wanted = REACHED[platform], REACHED[platform].replace("192.0.2.1", "198.51.100.1")
    for intended in (wanted, wanted.replace("10", "11").replace("Ether1", "Ether2").replace("eth0", "eth1")):
        made = build_step(Rendered("x1", platform, intended), "replace", running, managed=None, applied=None, reach=("address 192.0.2.1",))
        assert made is not None
        assert made.reach == ("address 192.0.2.1",)
        assert any("192.0.2.1" in line.text for line in made.removals)
