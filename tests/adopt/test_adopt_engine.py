"""Configs come in as a company that gives them back: whatever the platform, whatever stands in them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netops.adopt.configs import ImportedConfigs, ImportOptions, import_configs, without_some
from netops.adopt.emit import yaml_document, yaml_scalar
from netops.adopt.layers import split_into_sections, with_port_ranges
from netops.cli import run
from netops.dialects.written import leaf_paths, remaining_lines
from netops.platforms import get, grammar_of
from netops.project import Project
from netops.render.targets import TargetRenderer
from netops.secrets import SecretRef
from netops.source import read_bytes
from netops.validation import open_company

IOS = """\
version 15.7
service timestamps debug datetime msec
!
hostname SITE-R1
!
enable secret 9 $9$abcdefghijklmn$0123456789012345678901234567890123456789012
!
username anna privilege 15 secret 5 $1$abcd$0123456789012345678901
ip domain name example.net
!
interface GigabitEthernet0/0
 description Uplink, "north"
 ip address 192.0.2.1 255.255.255.252
 ip nat outside
!
interface GigabitEthernet0/1
 no ip address
 shutdown
!
router ospf 7
 network 10.0.0.0 0.255.255.255 area 0
!
snmp-server community s3cretword RO
banner motd ^C
  Keep   out
^C
line con 0
line vty 0 4
 login local
!
end
"""
EOS = """\
! device: leaf1 (DCS-7050, EOS-4.28)
hostname leaf1
!
vlan 10
   name users
!
interface Ethernet1
   switchport access vlan 10
!
interface Management1
   ip address 198.51.100.7/24
!
router bgp 65001
   neighbor 10.0.0.1 remote-as 65002
   neighbor 10.0.0.1 password 7 0822455D0A16
   !
   address-family ipv4
      neighbor 10.0.0.1 activate
!
end
"""
NXOS = """\
!Command: show running-config
hostname n9k
feature ospf
username admin password 5 $5$ABCDEF$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ  role network-admin
interface Ethernet1/1
  no switchport
  ip address 10.9.0.1/30
  no shutdown
"""
XR = """\
!! IOS XR Configuration 7.3.2
hostname xr1
interface GigabitEthernet0/0/0/0
 ipv4 address 10.8.0.1 255.255.255.252
!
route-policy ONE
  if destination in (10.0.0.0/8 le 24) then
    pass
  endif
end-policy
!
end
"""
FRR = """\
frr version 8.4.4
frr defaults traditional
hostname edge
service integrated-vtysh-config
!
interface eth1
 ip address 10.7.0.1/30
exit
!
router bgp 65001
 neighbor 10.7.0.2 remote-as 65002
exit
!
end
"""
TEXTS = {"SITE-R1": IOS, "leaf1": EOS, "n9k": NXOS, "xr1": XR, "edge": FRR}
SECRETS = ("$9$abcdefghijklmn$", "$1$abcd$", "s3cretword", "0822455D0A16", "$5$ABCDEF$")


def imported(tmp_path: Path, texts: dict[str, str], **options: bool) -> ImportedConfigs:
    return import_configs(texts, tmp_path / "scratch", ImportOptions(), company="acme", **options)


def rendered(tmp_path: Path, found: ImportedConfigs) -> dict[str, str]:
    """What the company renders, by the name of the device."""
    folder = tmp_path / "acme"
    for name, value in found.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(yaml_document(value))
    company, result = open_company(Project(folder), None)
    assert company is not None, result.problems
    renderer = TargetRenderer(company)
    return {draft.name: renderer.render(draft.name).text for draft in found.drafts}


def paths(draft_platform: str, text: str) -> list[tuple[str, ...]]:
    grammar = grammar_of(get(draft_platform))
    return sorted(line.path for line in grammar.dialect.written(grammar, text))


@pytest.mark.parametrize("flat", [False, True])
def test_every_config_comes_back_line_for_line(tmp_path: Path, flat: bool) -> None:
    found = imported(tmp_path, TEXTS, flat=flat)
    assert found.refused == []
    texts = rendered(tmp_path, found)
    for draft in found.drafts:
        assert set(paths(draft.platform.name, texts[draft.name])) == set(paths(draft.platform.name, draft.text)), draft.name


def test_no_secret_is_in_a_file(tmp_path: Path) -> None:
    found = imported(tmp_path, TEXTS)
    everything = "".join(yaml_document(value) for value in found.files.values()) + str(found.summary()) + found.text("acme")
    assert [secret for secret in SECRETS if secret in everything] == []
    assert sorted(found.secrets.values()) == sorted(set(found.secrets.values()))
    assert "s3cretword" in found.secrets.values()
    assert "$1$abcd$0123456789012345678901" in found.secrets.values()


def test_the_order_of_the_files_changes_nothing(tmp_path: Path) -> None:
    one = imported(tmp_path / "one", TEXTS)
    other = imported(tmp_path / "other", dict(reversed(list(TEXTS.items()))))
    assert one.files == other.files


def test_a_text_that_cannot_be_read_is_named_with_its_line_and_the_others_come_in(tmp_path: Path) -> None:
    found = imported(
        tmp_path, {"good": IOS, "cut": "interfaces {\n    ge-0/0/0 {\n", "odd": "hostname a\nbad \x07 bell\n", "text": "Dear all,\n"}
    )
    assert [draft.source for draft in found.drafts] == ["good"]
    assert {(one.source, one.line) for one in found.refused} >= {("odd", 2)}
    assert {one.source for one in found.refused} == {"cut", "odd", "text"}


def test_two_devices_of_one_name_have_names_of_their_own(tmp_path: Path) -> None:
    found = imported(tmp_path, {"R1": IOS, "r1": IOS.replace("192.0.2.1", "192.0.2.5")})
    assert sorted(draft.name for draft in found.drafts) == ["r1", "r1-2"]


def test_the_command_writes_a_company_with_an_empty_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    configs, running = tmp_path / "configs", tmp_path / "running"
    configs.mkdir()
    running.mkdir()
    for name, text in TEXTS.items():
        (configs / f"{name}.cfg").write_text(text)
        (running / f"{name.lower()}.cfg").write_text(text)
    company = tmp_path / "acme"
    assert run(["import", "configs", str(configs), "--output", str(company)]) == 0
    secrets = tmp_path / "acme.secrets.yaml"
    assert stat.S_IMODE(secrets.stat().st_mode) == 0o600
    assert "s3cretword" in yaml.safe_load(secrets.read_text()).values()
    monkeypatch.chdir(company)
    assert run(["validate"]) == 0
    capsys.readouterr()
    assert run(["plan", "--running", str(running)]) == 0
    assert "0 to change" in capsys.readouterr().out
    assert run(["import", "configs", str(configs), "--output", str(company)]) == 0
    assert capsys.readouterr().out.count(" exists: use netops adopt ") == len(TEXTS)


words = st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="!"), min_size=1, max_size=8)
lines = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(st.lists(st.tuples(st.integers(0, 2), lines), min_size=1, max_size=12))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_unknown_lines_come_back(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, str]]) -> None:
    """Lines that no rule knows, in sections that no rule knows: each is kept, or the file is refused."""
    tmp_path = tmp_path_factory.mktemp("unknown")
    text = "hostname a\n" + "".join(f"{' ' * depth}zz{line}\n" for depth, line in rows)
    found = import_configs({"a": text}, tmp_path / "scratch", ImportOptions(platforms={"a": "cisco_ios"}), company="acme")
    for draft in found.drafts:
        assert set(paths("cisco_ios", rendered(tmp_path, found)["a"])) == set(paths("cisco_ios", draft.text))


@given(st.one_of(st.text(max_size=30), st.integers(), st.booleans(), st.none()))
def test_a_scalar_is_read_back_as_it_was(value: object) -> None:
    text = f"key: {yaml_scalar(value)}\n"
    if isinstance(value, str) and not value.isprintable():
        return
    assert yaml.safe_load(text) == {"key": value}


def test_a_reference_is_written_with_its_tag() -> None:
    assert read_bytes(yaml_document({"key": SecretRef("one")}).encode(), "a.yaml").value == {"key": SecretRef("one")}


def test_interfaces_that_are_alike_are_a_range() -> None:
    ports = {"Gi1/0/1": {"a": 1}, "Gi1/0/2": {"a": 1}, "Gi1/0/4": {"a": 1}, "Gi1/0/5": {"a": 2}}
    assert list(with_port_ranges(ports)) == ["Gi1/0/1-2", "Gi1/0/4", "Gi1/0/5"]


def test_what_is_taken_away_goes_with_what_is_below_and_with_its_end() -> None:
    grammar = grammar_of(get("frr"))
    text = "router bgp 1\n neighbor a\n address-family ipv4\n  network b\n exit-address-family\nexit\nline vty\n"
    kept, lost = remaining_lines(grammar, text, leaf_paths(grammar, "router bgp 1\n address-family ipv4\n"))
    assert [text.split("\n")[number - 1] for number in kept] == ["router bgp 1", " neighbor a", "exit", "line vty", ""]
    assert lost == []
    assert remaining_lines(grammar, text, [("nothing",)])[1] == [("nothing",)]


def test_raw_lines_stay_when_a_template_line_of_the_same_words_goes() -> None:
    grammar = grammar_of(get("cisco_ios"))
    text = "ip http server\nntp server a\nip http server\n"
    kept, _ = remaining_lines(grammar, text, [("ip http server",)], "ip http server")
    assert kept == [2, 3, 4]


def test_the_line_that_opens_a_block_stays_with_its_chunk() -> None:
    """In braces no line of its own opens a block: it was lost when common data went to a layer, and all devices stayed flat."""
    lines = ["security {", "    ike {", "        respond-bad-spi 5;", "    }", "}"]
    found = split_into_sections(lines, grammar_of(get("juniper_junos")))
    assert [line for chunk in found for line in chunk] == lines


def test_stacks_stay_at_their_switches_and_all_else_moves(tmp_path: Path) -> None:
    text = (
        "version 17.9\nhostname {}\nswitch 1 provision c9300-48p\nntp server 10.0.0.1\ninterface GigabitEthernet1/0/1\n shutdown\n!\nend\n"
    )
    found = imported(tmp_path, {name: text.format(name) for name in ("sw1", "sw2")})
    assert found.files["inventory/defaults.yaml"]["ntp"] == {"servers": [{"host": "10.0.0.1"}]}
    assert all("stack" in found.files[f"inventory/sites/main/devices/{name}.yaml"] for name in ("sw1", "sw2"))


@given(st.sets(st.sampled_from("abcdefgh")), st.sets(st.sampled_from("abcdefgh")))
def test_only_the_keys_that_do_not_come_back_stay(keys: set[str], wrong: set[str]) -> None:
    asked: list[frozenset[str]] = []

    def attempt(staying: frozenset[str]) -> tuple[dict[str, object], list[str]] | None:
        asked.append(frozenset(staying))
        return ({"staying": frozenset(staying)}, []) if keys & wrong <= {*staying} else None

    found = without_some(attempt, sorted(keys))
    assert found is not None and found[0]["staying"] == keys & wrong
    assert len(asked) <= 2 + 8 * (1 + len(keys & wrong))
