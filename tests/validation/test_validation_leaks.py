"""Secrets in plain text are an error wherever they stand, are never shown, and can be waived with a reason."""

from __future__ import annotations

from companies import Company

COMMUNITY = "s3cretRO"
RAW = f"raw_config:\n  - snmp-server community {COMMUNITY} ro\n"
WAIVER = "waivers:\n  - {code: SEC002, at: inventory/defaults.yaml, reason: A lab without a network, owner: desk, expires: 2999-01-01}\n"
WAIVER += "contacts: {desk: {role: Service desk}}\n"


def test_a_secret_in_a_layer_is_told_by_kind_and_never_shown(starter: Company) -> None:
    starter.append("inventory/defaults.yaml", RAW)
    said = starter.netops("validate", expect=3).out
    assert "error SEC002: an SNMP community in plain text, 8 characters" in said
    assert "inventory/defaults.yaml:" in said
    assert "!secret NAME" in said
    assert COMMUNITY not in said + starter.netops("render", expect=3).err


def test_a_waiver_accepts_it_until_its_day(starter: Company) -> None:
    starter.append("inventory/defaults.yaml", RAW)
    path = starter.root / "inventory/policies/waivers.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(WAIVER)
    assert "SEC002" not in starter.netops("validate").out
    path.write_text(WAIVER.replace("2999-01-01", "2020-01-01"))
    assert "error SEC002" in starter.netops("validate", expect=3).out


def test_templates_and_settings_of_a_company_are_looked_at(starter: Company) -> None:
    template = starter.root / "templates/arista_eos/ours.j2"
    template.parent.mkdir(parents=True)
    template.write_text("enable password Summer2024\n")
    starter.append("netops.yaml", "# device_password was hunter2; snmp-server community hunter2 ro\n")
    said = starter.netops("validate", expect=3).out
    assert "templates/arista_eos/ours.j2:1:17: error SEC002: a password in plain text, 10 characters" in said
    assert "netops.yaml:" in said.partition("error SEC002: an SNMP community")[0]
    template.write_text("enable password {{ password }}\n")
    assert "ours.j2" not in starter.netops("validate", expect=3).out


def test_a_file_in_another_coding_is_looked_at(starter: Company) -> None:
    path = starter.root / "inventory/defaults.yaml"
    path.write_bytes((path.read_text() + RAW).encode("utf-16"))
    assert "error SEC002: an SNMP community in plain text, 8 characters" in starter.netops("validate", expect=3).out


def test_no_other_problem_shows_a_value_with_a_secret(starter: Company) -> None:
    starter.append("inventory/defaults.yaml", f"raw_config: |\n  snmp-server community {COMMUNITY} ro\n")
    starter.append("inventory/sites/hq/site.yaml", 'syslog: "token: S3cretT0ken99"\n')
    said = starter.netops("validate", expect=3).out
    assert said.count("error SEC002") == 2
    assert said.count("error SCH002") == 2
    assert COMMUNITY not in said
    assert "S3cretT0ken99" not in said
