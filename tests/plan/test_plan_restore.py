"""The way back: all that can be brought back is, and what cannot is named."""

from __future__ import annotations

import pytest

from netops.config import ParsedConfig
from netops.errors import ConfigError
from netops.plan import build_step, compute_change
from netops.plan.restore import restore_secrets
from netops.render import Rendered
from netops.secrets import REDACTED

HASH = "5 $1$abcd$ABCDEFGHIJKLMNOPQRSTUV"
OLD = f"""\
hostname old
username bob privilege 15 secret {REDACTED}
username eve privilege 15 secret {REDACTED}
enable secret {REDACTED}
tacacs server T1
 address ipv4 192.0.2.9
 key {REDACTED}
ntp server 192.0.2.66
end
"""


def ios(text: str) -> ParsedConfig:
    return ParsedConfig("cisco_ios", text)


def test_one_line_never_blocks_the_rest() -> None:
    now = f"hostname new\nusername eve privilege 15 secret {HASH}\nend\n"
    restored, lost = restore_secrets(ios(now), ios(OLD))
    assert restored.text == (
        f"hostname old\nusername eve privilege 15 secret {HASH}\ntacacs server T1\n address ipv4 192.0.2.9\nntp server 192.0.2.66\nend\n"
    )
    assert lost == (
        f"username bob privilege 15 secret {REDACTED}",
        f"enable secret {REDACTED}",
        f"tacacs server T1 / key {REDACTED}",
    )
    step = build_step(Rendered("sw1", "cisco_ios", OLD), "replace", now, managed=None, applied=None)
    assert step is not None
    assert step.lost == lost
    assert [f"{line.sign}{line.text}" for line in step.diff if line.differs] == [
        "-hostname new",
        "+hostname old",
        "+tacacs server T1",
        "+address ipv4 192.0.2.9",
        "+ntp server 192.0.2.66",
    ]


def test_another_value_of_the_setting_stays_in_its_place() -> None:
    now = f"username bob privilege 1 secret {HASH}\nend\n"
    restored, lost = restore_secrets(ios(now), ios(f"username bob privilege 15 secret {REDACTED}\nntp server 192.0.2.1\nend\n"))
    assert restored.text == f"username bob privilege 1 secret {HASH}\nntp server 192.0.2.1\nend\n"
    assert lost == (f"username bob privilege 15 secret {REDACTED}",)


def test_what_is_below_a_line_that_is_lost_goes_with_it() -> None:
    old = f"interface X\n neighbor 1 password {REDACTED}\nusername bob secret {REDACTED}\n nested line\nntp server 192.0.2.1\nend\n"
    restored, _ = restore_secrets(ios("end\n"), ios(old))
    assert restored.text == "interface X\nntp server 192.0.2.1\nend\n"


def test_nothing_but_a_lost_line_is_an_error() -> None:
    with pytest.raises(ConfigError, match=r"its secret is stored nowhere, and the device no longer has it: username bob"):
        build_step(Rendered("sw1", "cisco_ios", f"username bob secret {REDACTED}\nend\n"), "replace", "end\n", managed=None, applied=None)


def test_a_plan_names_the_lines_that_no_rollback_brings_back() -> None:
    now = f"username bob privilege 15 secret {HASH}\nntp server 192.0.2.66\nend\n"
    step = build_step(Rendered("sw1", "cisco_ios", "ntp server 192.0.2.1\nend\n"), "replace", now, managed=None, applied=None)
    assert step is not None
    assert [line.text for line in step.irrecoverable] == [f"username bob privilege 15 secret {REDACTED}"]


def test_a_change_without_secrets_loses_nothing() -> None:
    assert compute_change("replace", ios("end\n"), ios("ntp server 192.0.2.1\nend\n"), None).lost == ()


@pytest.mark.parametrize("values", [("firstone1", "secondone2"), ("secondone2", "firstone1")])
def test_of_several_secrets_each_redaction_is_its_own(values: tuple[str, str]) -> None:
    """Whatever order a device shows them in: the redaction of its redacted text leads back to the value."""
    now = ios("".join(f"snmp-server community {value} RO\n" for value in values))
    for line, shown in zip(now.text.splitlines(), now.redacted().splitlines(), strict=True):
        restored, lost = restore_secrets(now, ios(f"{shown}\n"))
        assert (restored.text, lost) == (f"{line}\n", ())


def test_a_redacted_text_of_the_past_takes_the_redactions_of_now() -> None:
    community = "snmp-server community {} RO\n"
    past, now = ios(community.format(REDACTED)), ios(community.format("addedone1") + community.format("itsown22"))
    values = dict.fromkeys(past.by_redaction(), "itsown22")
    renumbered = past.renumbered(values, now.by_redaction())
    assert renumbered.text == community.format("⟦secret-2⟧")
    assert restore_secrets(now, renumbered)[0].text == community.format("itsown22")
    assert past.renumbered({}, now.by_redaction()).text == past.text
    gone = past.renumbered(dict.fromkeys(values, "another3"), now.by_redaction())
    assert restore_secrets(now, gone)[1] == ("snmp-server community ⟦secret⟧ RO",)


def test_a_statement_that_is_left_out_takes_its_braces_along() -> None:
    old = (
        "system {\n    host-name old;\n}\nsnmp {\n    community ⟦secret⟧ {\n        authorization read-only;\n    }\n"
        "    community ⟦secret-2⟧ {\n        clients {\n            10.0.0.0/8;\n        }\n    }\n}\n"
    )
    now = "system {\n    host-name new;\n}\nsnmp {\n    community other {\n        authorization read-only;\n    }\n}\n"
    restored, lost = restore_secrets(ParsedConfig("juniper_junos", now), ParsedConfig("juniper_junos", old))
    assert restored.text == ("system {\n    host-name old;\n}\nsnmp {\n    community other {\n        authorization read-only;\n    }\n}\n")
    assert len(lost) == 1
