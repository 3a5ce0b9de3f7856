"""Each guard refuses what it is for and lets it go with the exact number; one that crashes or is broken lets nothing go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from netops import git, platforms
from netops.errors import GuardBroken, Refused
from netops.guards import (
    DeployRequest,
    GuardedTarget,
    Limits,
    Permissions,
    Place,
    PlanFile,
    Policy,
    Selected,
    Signature,
    Source,
    decide,
    load_guards,
    raise_if_refused,
    self_test,
)
from netops.jobs.guarding import targets_outside_window
from netops.model.calendar import Calendar
from netops.plan import Plan, Step, build_step, schedule_waves
from netops.render import Rendered

NOW = datetime(2026, 12, 2, 12, tzinfo=UTC)
KNOWN = load_guards()
Change = Callable[[DeployRequest], DeployRequest]


def step(name: str = "sw-1", running: str = "hostname a\n", wanted: str = "hostname b\n", platform: str = "cisco_ios", **more: Any) -> Step:
    made = build_step(Rendered(name, platform, wanted), "replace", running, managed=None, applied=more.pop("applied", running), **more)
    assert made is not None
    return replace(made, unmet=())


def request(*steps: Step, **more: Any) -> DeployRequest:
    """A request for some steps, each of a device of its own at one site."""
    steps = steps or (step(),)
    plan = Plan("acme", "abc123", "2026-12-02T00:00:00+00:00", {one.target: one for one in steps}, schedule_waves(steps).waves)
    facts = {one.target: GuardedTarget(one.target, "ber", platforms.get(one.platform), Calendar("ber", "Europe/Berlin")) for one in steps}
    return DeployRequest(plan, facts, NOW, **{"source": Source("abc123"), **more})


def codes(asked: DeployRequest) -> list[str]:
    return [one.code for one in decide(KNOWN, asked).refused]


def message(asked: DeployRequest) -> str:
    with pytest.raises(Refused) as caught:
        raise_if_refused(decide(KNOWN, asked))
    return str(caught.value)


def permitted(asked: DeployRequest, **given: Any) -> DeployRequest:
    return replace(asked, permissions=replace(asked.permissions, **given))


def with_calendar(asked: DeployRequest, **entries: Any) -> DeployRequest:
    facts = {name: replace(one, calendar=replace(one.calendar, **entries)) for name, one in asked.targets.items()}
    return replace(asked, targets=facts)


def many(number: int) -> list[Step]:
    return [step(f"sw-{at}") for at in range(1, number + 1)]


def test_an_ordinary_change_passes_and_every_guard_is_proved_by_it() -> None:
    asked = request(source=Source("abc123"))
    assert codes(asked) == []
    raise_if_refused(decide(KNOWN, asked))
    self_test(KNOWN, asked)
    assert list(KNOWN) == [f"GRD{number:03}" for number in range(1, len(KNOWN) + 1)]


@pytest.mark.parametrize("lab", [False, True])
@pytest.mark.parametrize("rollback", [False, True])
@pytest.mark.parametrize("everything", [False, True])
def test_guards_are_proved_whatever_is_permitted(lab: bool, rollback: bool, everything: bool) -> None:
    given = Permissions(1, 1, True, True, "fire", "because", "CHG1") if everything else Permissions()
    source = None if rollback else Source("abc123", dirty=True)
    self_test(
        KNOWN, request(*many(3), lab=lab, source=source, permissions=given, policy=Policy(emergency=("windows", "freezes", "signatures")))
    )


def test_more_devices_or_sites_than_the_limits() -> None:
    asked = request(*many(3), limits=Limits(max_devices=2))
    assert message(asked) == (
        "nothing was sent, refused by GRD001: 3 devices would change, guards allow 2: sw-1, sw-2, sw-3\n"
        "    hint: deploy a part: --limit site=NAME; to change all 3: --allow-devices 3"
    )
    assert codes(permitted(asked, devices=3)) == []
    for wrong in (2, 4):
        assert codes(permitted(asked, devices=wrong)) == ["GRD001"]
    assert codes(request(*many(3), limits=Limits(max_devices=3))) == []
    one, two = many(2)
    asked = request(one, two)
    elsewhere = {**asked.targets, two.target: replace(asked.targets[two.target], site="ham")}
    asked = replace(asked, targets=elsewhere, limits=Limits(max_sites=1))
    assert codes(asked) == ["GRD001"]
    assert codes(permitted(asked, devices=2)) == []


def test_two_targets_of_one_device_are_one_device() -> None:
    asked = request(*many(2), limits=Limits(max_devices=1))
    assert codes(replace(asked, targets={name: replace(one, device="sw") for name, one in asked.targets.items()})) == []


@pytest.mark.parametrize(
    ("selected", "lab", "refused"),
    [
        (Selected("--limit 'name=*'", whole=True), False, True),
        (Selected("--limit 'name=*'", whole=True), True, True),
        (Selected("", whole=True), False, True),
        (Selected("", whole=True), True, False),
        (Selected("sw-1 sw-2"), False, False),
        (Selected("x.plan", whole=True, by_file=True), False, False),
    ],
)
def test_a_selector_that_narrows_nothing(selected: Selected, lab: bool, refused: bool) -> None:
    asked = request(*many(2), selected=selected, lab=lab)
    assert codes(asked) == ["GRD002"] * refused
    assert codes(permitted(asked, devices=2)) == []
    assert codes(request(selected=selected, lab=lab)) == [], "one device is no crowd"


def company(number: int, role: str = "access") -> dict[str, Place]:
    return {f"d{at}": Place("ber", role) for at in range(number)}


@pytest.mark.parametrize(("number", "gone", "refused"), [(10, 3, False), (10, 4, True), (100, 10, False), (100, 11, True), (4, 3, False)])
def test_devices_that_have_left(number: int, gone: int, refused: bool) -> None:
    known = company(number)
    asked = request(known=known, present=dict(list(known.items())[gone:]))
    assert codes(asked) == ["GRD003"] * refused
    assert codes(permitted(asked, removals=gone)) == []
    assert codes(permitted(asked, removals=gone - 1)) == ["GRD003"] * refused


def test_the_last_of_a_role_at_a_site() -> None:
    known = {**company(10), "fw": Place("ber", "firewall"), "old": Place("", "")}
    asked = request(known=known, present=company(10))
    assert message(asked) == (
        "nothing was sent, refused by GRD003: fw has left the inventory: no device with role firewall is left at ber\n"
        "    hint: bring them back into the inventory, where a file, a key or a name went by mistake;"
        " to let 1 device go: --allow-removals 1"
    )
    assert codes(permitted(asked, removals=1)) == []
    assert codes(replace(asked, present={**company(10), "fw-2": Place("ber", "firewall")})) == [], "another has taken its place"


def ports(number: int) -> str:
    return "".join(f"interface GigabitEthernet1/0/{at}\n description p{at}\n switchport access vlan 10\n" for at in range(1, number + 1))


def test_a_config_that_loses_much() -> None:
    base = "hostname a\n" + ports(40)
    vlans = "".join(f"vlan {at}\n name v{at}\n" for at in range(100, 110))
    asked = request(step(running=base + vlans, wanted=base))
    assert codes(asked) == [], "20 lines"
    more = vlans + "vlan 200\n"
    asked = request(step(running=base + more, wanted=base))
    assert codes(asked) == ["GRD005"]
    assert "sw-1 would lose 21 of its 142 lines:\n    sw-1: - vlan 100\n" in message(asked)
    assert "and 11 more\n" in message(asked)
    assert codes(permitted(asked, removals=21)) == []
    assert codes(permitted(asked, removals=20)) == ["GRD005"]
    big = "hostname a\n" + ports(200)
    assert codes(request(step(running=big + more, wanted=big))) == [], "not a tenth"


def test_lines_that_come_back_in_another_form_are_not_lost() -> None:
    running = "ip access-list extended A\n" + "".join(f" {at} permit ip host 10.0.0.{at} any\n" for at in range(1, 41))
    wanted = running.replace("10.0.0.", "10.0.1.")
    assert codes(request(step(running=running, wanted=wanted))) == []


def test_never_deployed_lines_and_a_shrunk_config_share_one_number() -> None:
    base = "hostname a\n" + ports(40)
    asked = request(step("sw-1", "ntp server 192.0.2.1\nhostname a\n", "hostname a\n", applied=None))
    assert codes(asked) == ["GRD004"]
    assert codes(permitted(asked, removals=1)) == []
    asked = request(
        step("sw-1", "ntp server 192.0.2.1\nhostname a\n", "hostname a\n", applied=None),
        step("sw-2", base + "".join(f"vlan {at}\n" for at in range(100, 130)), base),
        known={"gone": Place("ber", "access")},
    )
    assert codes(asked) == ["GRD003", "GRD004", "GRD005"]
    assert message(asked).endswith("    hint: to let 1 device and 31 lines go: --allow-removals 32")
    assert codes(permitted(asked, removals=32)) == []
    assert codes(permitted(asked, removals=31)) == ["GRD003", "GRD004", "GRD005"]


@pytest.mark.parametrize("wanted", ["", "\n"])
def test_an_empty_render(wanted: str) -> None:
    running = "### file /etc/app.conf root:root 0644\nkey=1\n"
    asked = request(step("srv-1", running, wanted, "linux"))
    assert codes(asked) == ["GRD006"]
    assert codes(permitted(asked, removals=len(decide(KNOWN, asked).removals))) == []


SECTIONS = {
    ("cisco_ios", "hostname"): ("hostname a\nntp server 10.0.0.1\n", "ntp server 10.0.0.1\n"),
    ("cisco_ios", "aaa"): ("hostname a\naaa new-model\naaa authentication login default local\n", "hostname a\n"),
    ("cisco_ios", "users"): ("hostname a\nusername bob privilege 15\n", "hostname a\n"),
    ("cisco_nxos", "users"): ("hostname a\nusername bob password 5 x role network-admin\n", "hostname a\n"),
    ("cisco_xr", "users"): ("hostname a\nusername bob\n group root-lr\n!\n", "hostname a\n"),
    ("arista_eos", "users"): ("hostname a\nusername bob privilege 15 nopassword\n", "hostname a\n"),
    ("juniper_junos", "hostname"): ("system {\n    host-name a;\n    domain-name x;\n}\n", "system {\n    domain-name x;\n}\n"),
    ("frr", "hostname"): ("frr defaults traditional\nhostname a\n", "frr defaults traditional\n"),
    ("huawei_vrp", "hostname"): ("sysname a\nntp-service unicast-server 10.0.0.1\n", "ntp-service unicast-server 10.0.0.1\n"),
    ("linux", "ssh"): (
        "### file /etc/app.conf root:root 0644\nkey=1\n### file /etc/ssh/sshd_config root:root 0644\nPort 22\n",
        "### file /etc/app.conf root:root 0644\nkey=1\n",
    ),
    ("cups", "print_server"): ('queue a location "x"\nserver share "yes"\n', 'queue a location "x"\n'),
}


@pytest.mark.parametrize(("platform", "feature"), SECTIONS)
def test_a_section_that_would_be_gone(platform: str, feature: str) -> None:
    running, wanted = SECTIONS[platform, feature]
    asked = request(step("dev-1", running, wanted, platform))
    assert codes(asked) == ["GRD007"]
    assert f"dev-1 would have nothing of {feature} left:\n    dev-1: - " in message(asked)
    assert codes(permitted(asked, removals=len(decide(KNOWN, asked).removals))) == []


def test_every_platform_with_a_config_has_something_that_it_cannot_do_without() -> None:
    grammars = [record.grammar for record in map(platforms.get, platforms.names()) if record.grammar]
    assert [one.name for one in grammars if not set(one.mandatory) & set(one.features)] == []


def test_a_part_of_a_section_may_go() -> None:
    running = "hostname a\nusername bob privilege 15\nusername eve privilege 1\n"
    assert codes(request(step(running=running, wanted="hostname a\nusername bob privilege 15\n"))) == []


def test_what_netops_connects_by() -> None:
    running = "hostname a\nusername netops privilege 15\nusername bob privilege 15\n"
    asked = request(step(running=running, wanted="hostname a\nusername bob privilege 15\n", reach=("account netops",)))
    assert codes(asked) == ["GRD007"]
    assert "sw-1 would lose what netops connects by:\n    sw-1: account netops\n    sw-1: - username netops privilege 15\n" in message(
        asked
    )
    assert codes(permitted(asked, removals=1)) == []


def test_the_word_of_an_account_in_a_file_is_no_account() -> None:
    keep = "### file /etc/app.conf root:root 0644\nkey=1\n"
    asked = request(
        step("srv-1", keep + "### file /etc/cron.d/x root:root 0644\n0 2 * * * root true\n", keep, "linux", reach=("account root",))
    )
    assert codes(asked) == []
    gone = "interface Vlan10\n ip address 192.0.2.7 255.255.255.0\n"
    asked = request(
        step(
            running=f"hostname a\n{gone}interface Vlan20\n shutdown\n",
            wanted="hostname a\ninterface Vlan20\n shutdown\n",
            reach=("address 192.0.2.7",),
        )
    )
    assert codes(asked) == ["GRD007"]


def test_manual_changes() -> None:
    asked = request(step(running="hostname a\nip domain name x\n", applied="hostname a\n"), since="run r1")
    assert message(asked).startswith("nothing was sent, refused by GRD008: changed by hand since run r1: sw-1\n    hint: netops drift")
    assert codes(permitted(asked, overwrite_manual=True)) == []


def test_a_rollback_takes_off_what_its_run_has_added() -> None:
    running = "hostname a\n" + ports(40) + "username bob privilege 15\n"
    asked = request(step(running=running, wanted="", reach=("account bob",)), known=company(9))
    assert {*codes(asked)} == {"GRD003", "GRD005", "GRD006", "GRD007"}
    assert codes(replace(asked, source=None)) == []
    assert codes(replace(asked, source=None, limits=Limits(max_devices=0))) == ["GRD001"]


@pytest.mark.parametrize("source", [Source("abc123", dirty=True), Source("")])
def test_what_is_in_no_commit(source: Source) -> None:
    assert codes(request(source=Source("", in_git=False))) == [], "a company that does not use git"
    asked = request(source=source)
    assert codes(asked) == ["GRD009"]
    assert codes(permitted(asked, dirty=True)) == []
    assert codes(replace(asked, lab=True)) == []
    assert [one.code for one in decide(KNOWN, replace(asked, lab=True)).permitted("lab")] == ["GRD009"]


@pytest.mark.parametrize("source", [Source("abc123", on_branch=False), Source("abc123", dirty=True), Source("")])
def test_what_is_not_on_the_branch(source: Source) -> None:
    asked = permitted(request(source=source, policy=Policy(branch="main")), dirty=True)
    assert codes(asked) == ["GRD010"]
    assert codes(permitted(asked, emergency="fire")) == ["GRD010"], "only what the policy lets it"
    assert codes(permitted(replace(asked, policy=Policy(branch="main", emergency=("branch",))), emergency="fire")) == []
    assert codes(request(source=Source("abc123"), policy=Policy(branch="main"))) == []


def test_reason_and_ticket() -> None:
    policy = Policy(require=("reason", "ticket"), ticket_pattern="CHG[0-9]+")
    asked = request(policy=policy)
    assert codes(asked) == ["GRD011", "GRD011"]
    assert codes(permitted(asked, reason="because", ticket="CHG1")) == []
    assert codes(permitted(asked, reason=" ", ticket="CHG1 or so")) == ["GRD011", "GRD011"]


WINDOWS = (
    {"name": "evening", "days": ["tue", "thu"], "from": "20:00", "to": "23:00"},
    {"name": "night", "days": ["sat"], "from": "22:00", "to": "02:00"},
)


def test_a_maintenance_window() -> None:
    asked = with_calendar(request(), windows=WINDOWS)
    assert message(asked) == (
        "nothing was sent, refused by GRD012: ber is outside of its maintenance windows evening (tue thu 20:00-23:00),"
        " night (sat 22:00-02:00); opens Thu 2026-12-03 20:00 Europe/Berlin (2026-12-03 19:00 UTC): sw-1\n"
        "    hint: deploy it then, or --limit to other sites; in an emergency, for windows: --emergency REASON"
    )
    decision = decide(KNOWN, permitted(asked, emergency="fire"))
    assert [one.code for one in decision.permitted("emergency")] == ["GRD012"]
    assert not decision.refused
    assert codes(permitted(asked, emergency=" ")) == ["GRD012"], "a reason is needed"
    assert codes(permitted(replace(asked, policy=Policy(emergency=())), emergency="fire")) == ["GRD012"]
    assert codes(replace(asked, now=datetime(2026, 12, 3, 19, tzinfo=UTC))) == []
    assert codes(replace(asked, now=datetime(2026, 12, 3, 22, tzinfo=UTC))) == ["GRD012"], "23:00 in Berlin"


def test_a_freeze() -> None:
    freeze = {"name": "christmas", "from": "11-20", "to": "01-06", "reason": "Sales"}
    asked = with_calendar(request(), freezes=(freeze,), windows=WINDOWS)
    assert codes(asked) == ["GRD012", "GRD013"]
    assert (
        "ber is frozen by christmas (11-20 to 01-06: Sales); next possible Thu 2027-01-07 20:00 Europe/Berlin (2027-01-07 19:00 UTC): sw-1"
        in message(asked)
    )
    assert codes(permitted(asked, emergency="fire")) == []


def test_the_age_of_a_plan_file() -> None:
    policy = Policy(valid_for=timedelta(hours=24))
    for age, refused in ((timedelta(hours=23, minutes=59), False), (timedelta(hours=24), True), (-timedelta(hours=1), True)):
        asked = request(policy=policy, file=PlanFile("x.plan", NOW - age, "abc123"))
        assert codes(asked) == ["GRD014"] * refused, age
    assert codes(request(policy=policy)) == [], "made a moment ago"


SIGNED = Policy(signers=("lead", "net"))


def signed(*signatures: Signature, commit: str = "abc123", policy: Policy = SIGNED, changed: tuple[str, ...] = ()) -> DeployRequest:
    source = Source("abc123", policy_files=changed)
    return request(policy=policy, source=source, file=PlanFile("x.plan", NOW, commit, signatures))


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (signed(Signature("s", "lead")), ""),
        (signed(), "x.plan has 0 valid signatures, 1 needed of lead, net"),
        (signed(Signature("s", fault="unknown")), "s is by a key of no signer"),
        (signed(Signature("s", fault="damaged")), "s is no signature of this plan and commit"),
        (signed(Signature("s", "cook")), "s is by cook, who is no signer"),
        (signed(Signature("s", "lead", own=True)), "s is by lead, who has made the plan"),
        (signed(Signature("s", "lead", own=True), policy=replace(SIGNED, self_approval=True)), ""),
        (signed(Signature("s", "lead"), policy=replace(SIGNED, signatures=2)), "x.plan has 1 valid signature, 2 needed"),
        (signed(Signature("s", "lead"), Signature("t", "lead"), policy=replace(SIGNED, signatures=2)), "x.plan has 1 valid signature"),
        (signed(Signature("s", "lead"), Signature("t", "net"), policy=replace(SIGNED, signatures=2)), ""),
        (
            signed(Signature("s", "lead"), changed=("netops.yaml",)),
            "x.plan has 1 valid signature, 2 needed of lead, net: what decides on deploys has changed since the last one (netops.yaml)",
        ),
        (signed(Signature("s", "lead"), Signature("t", "net"), changed=("netops.yaml",)), ""),
        (signed(Signature("s", "lead"), policy=Policy(signers=("lead",)), changed=("netops.yaml",)), ""),
        (signed(Signature("s", "lead"), commit="fff"), "x.plan was signed for commit fff, the source of truth is at abc123"),
        (request(policy=SIGNED, source=Source("abc123")), "only a plan file signed by lead, net is deployed"),
        (request(policy=SIGNED, source=None), ""),
    ],
)
def test_signatures(asked: DeployRequest, refused: str) -> None:
    assert {*codes(asked)} == ({"GRD015"} if refused else set())
    if refused:
        assert refused in message(asked)


def crashing(_: DeployRequest) -> Iterator[Any]:
    raise KeyError("oops")
    yield


def test_a_guard_that_crashes_refuses() -> None:
    broken = {"GRD999": SimpleNamespace(CODE="GRD999", find=crashing, violate=lambda asked: asked)}
    decision = decide(broken, permitted(request(), devices=1, removals=0, emergency="fire"))  # type: ignore[arg-type]
    assert [one.code for one in decision.refused] == ["GRD999"]
    with pytest.raises(Refused, match="the guard has crashed: KeyError: 'oops'"):
        raise_if_refused(decision)


@pytest.mark.parametrize("code", KNOWN)
def test_a_guard_that_lets_its_bad_plan_pass_stops_the_deploy(code: str) -> None:
    deaf = {**KNOWN, code: SimpleNamespace(CODE=code, find=lambda asked: iter(()), violate=KNOWN[code].violate)}
    with pytest.raises(GuardBroken, match=f"guard {code} lets a bad plan pass, nothing was sent"):
        self_test(deaf, request(*many(2), source=Source("abc123")))  # type: ignore[arg-type]


@pytest.mark.parametrize("code", KNOWN)
def test_a_guard_that_always_refuses_is_no_proof_of_others(code: str) -> None:
    """The bad plan of a guard is one that the same guard lets pass before."""
    asked = request(*many(2), source=Source("abc123"))
    assert not decide({code: KNOWN[code]}, asked).refused
    assert decide({code: KNOWN[code]}, KNOWN[code].violate(asked)).refused


def test_a_company_adds_a_guard(tmp_path: Path) -> None:
    (tmp_path / "guards").mkdir()
    text = '''"""No change on the first device."""
from dataclasses import replace
from netops.guards import Finding
CODE = "OUR001"
def find(request):
    if "sw-1" in request.plan.steps:
        yield Finding("sw-1 is ours", "ask us")
def violate(request):
    (step, facts) = next(iter(request.plan.steps.values())), next(iter(request.targets.values()))
    return replace(request, plan=replace(request.plan, steps={"sw-1": step}), targets={"sw-1": facts})
'''
    (tmp_path / "guards" / "ours.py").write_text(text)
    known = load_guards(tmp_path)
    self_test(known, request(step("sw-2")))
    assert [one.code for one in decide(known, request()).refused] == ["OUR001"]


def test_the_page_has_every_guard() -> None:
    page = (Path(__file__).parents[2] / "docs/deploying.md").read_text()
    assert [line.split("|")[1].strip() for line in page.splitlines() if line.startswith("| GRD")] == list(KNOWN)


def test_a_window_that_closes_before_a_wave() -> None:
    asked = with_calendar(request(*many(2)), windows=WINDOWS)
    begun, later = datetime(2026, 12, 3, 19, tzinfo=UTC), datetime(2026, 12, 3, 22, tzinfo=UTC)
    assert targets_outside_window(asked, ["sw-1"], begun) == {}
    assert list(targets_outside_window(asked, ["sw-2"], later)) == ["sw-2"]
    assert targets_outside_window(replace(asked, lab=True), ["sw-2"], later) == {}
    assert targets_outside_window(permitted(asked, emergency="fire"), ["sw-2"], later) == {}


def test_a_repository_that_gives_no_commit(tmp_path: Path) -> None:
    (tmp_path / "company").mkdir()
    assert not git.is_repository(tmp_path / "company")
    (tmp_path / ".git").mkdir()
    assert git.is_repository(tmp_path / "company")
    assert git.source_commit(tmp_path / "company") == ""
