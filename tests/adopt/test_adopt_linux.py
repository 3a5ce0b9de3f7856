"""Files of Linux hosts: what templates wrote is data again, everything else is held to the letter, and what somebody changes is adopted."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from companies import Company
from netops.adopt.configs import ImportedConfigs, ImportOptions, import_configs
from netops.adopt.emit import yaml_document
from netops.dialects.files import file_blocks
from netops.source.reader import read_document

GOLDEN = Path(__file__).parents[1] / "golden/linux"
VERBATIM = frozenset({"backup", "bind9", "files", "kea", "nfs-kernel", "nftables", "nginx", "prometheus", "sysctl"})
"""Golden cases of services whose files stay as they are: what they have is derived from other objects, or no noun has it."""

NAS = """\
### file /etc/chrony/chrony.conf root:root 0644
# Managed by netops.
server 10.0.0.1 iburst
driftfile /var/lib/chrony/chrony.drift
logdir /var/log/chrony
maxupdateskew 100.0
rtcsync
makestep 1 3
### file /etc/exports root:root 0644
\t/srv/finance 10.0.0.0/8(rw)
### file /etc/samba/smb.conf root:root 0644
# Our shares. Ask Petra first.
[global]
  workgroup = NORDWIND
  map to guest = bad user\t

[finance]
  path = /srv/finance
  ; scanners too
  comment = Finance
  guest ok = yes

### file /etc/snmp/snmpd.conf root:Debian-snmp 0600
rocommunity s3cr3t-of-nas 10.0.0.0/8
  syslocation  Rack 2
"""


def plain(text: str) -> str:
    """A golden text as a host has it: with values in place of the placeholders."""
    return text.replace("⟦secret:snmp_ro⟧", "s3cr3t-of-nas")


def imported(tmp_path: Path, **texts: str) -> ImportedConfigs:
    return import_configs(texts, tmp_path / "scratch", ImportOptions(), company="acme", flat=True)


def device(found: ImportedConfigs, name: str) -> dict[str, Any]:
    data: dict[str, Any] = found.files[f"inventory/sites/main/servers/{name}.yaml"]
    return data


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of a host, and the company that was made of them."""
    folder = tmp_path_factory.mktemp("nas")
    (folder / "running").mkdir()
    (folder / "running/nas-1.txt").write_text(NAS, encoding="utf-8")
    Company(folder).netops("import", "configs", str(folder / "running"), "--output", str(folder / "acme"))
    return folder


@pytest.fixture
def nas(made: Path, tmp_path: Path) -> Company:
    """A copy of the company for one test, beside the files."""
    shutil.copytree(made, tmp_path / "copy")
    return Company(tmp_path / "copy/acme")


def test_what_the_templates_wrote_is_data_again(tmp_path: Path) -> None:
    texts = {path.name: plain((path / "expected.txt").read_text(encoding="utf-8")) for path in GOLDEN.iterdir()}
    found = imported(tmp_path, **texts)
    assert found.refused == []
    assert {draft.name for draft in found.drafts if draft.verbatim} == VERBATIM
    assert {draft.name for draft in found.drafts if draft.left} == {"backup", "bind9", "nginx"}
    for case in ("chrony", "nfs-ganesha", "resolv", "rsyslog", "samba", "services"):
        view = read_document((GOLDEN / case / "view.yaml").read_text(encoding="utf-8"), case).value
        assert {noun: device(found, case)[noun] for noun in view} == view, case


def test_sections_of_samba_are_data_with_their_comments_and_blanks(tmp_path: Path) -> None:
    data = device(imported(tmp_path, nas=NAS), "nas")
    assert data["samba"] == {
        "section": "  workgroup = NORDWIND\n  map to guest = bad user\t\n\n",
        "preamble": "# Our shares. Ask Petra first.\n",
    }
    section = "  path = /srv/finance\n  ; scanners too\n  comment = Finance\n  guest ok = yes\n\n"
    assert data["shares"] == [{"name": "finance", "section": section}]
    assert data["ntp"] == {"servers": [{"host": "10.0.0.1"}]}
    assert data["managed"] == "all"


def test_what_no_noun_has_is_a_file_with_its_service_and_without_its_secrets(tmp_path: Path) -> None:
    found = imported(tmp_path, nas=NAS)
    assert device(found, "nas")["files"] == [
        {"path": "/etc/exports", "service": "nfs-kernel", "content": "\t/srv/finance 10.0.0.0/8(rw)\n"},
        {
            "path": "/etc/snmp/snmpd.conf",
            "group": "Debian-snmp",
            "mode": "0600",
            "service": "snmpd",
            "content": "rocommunity !secret nas_rocommunity 10.0.0.0/8\n  syslocation  Rack 2\n",
        },
    ]
    assert found.secrets == {"nas_rocommunity": "s3cr3t-of-nas"}


def test_what_cannot_be_a_managed_file_is_left_alone_by_name(tmp_path: Path) -> None:
    text = f"### file /etc/cron.d/a@b root:root 0644\nx\n### dir /srv/x root:root 0755\n{NAS}"
    found = imported(tmp_path, nas=text)
    assert device(found, "nas")["managed"] == ["nfs_exports", "ntp", "shares", "snmp"]
    assert [line for line in found.text("acme").splitlines() if "left alone" in line] == [
        "nas: /etc/cron.d/a@b is left alone: its text, or its path, is none that a managed file can have",
        "nas: /srv/x is left alone: a folder that no service here makes",
    ]


def test_one_file_that_is_no_text_does_not_keep_the_others_out(tmp_path: Path) -> None:
    key = "-----BEGIN PRIVATE KEY-----\nMIIBVQIBADANBgkqhkiG9w0BAQEFAASCAT8wggE7AgEAAkEA\n-----END PRIVATE KEY-----\n"
    bad = {"/etc/samba/a.conf": "[global]\r\n", "/etc/samba/b.conf": "\x85\n", "/etc/samba/c.conf": key}
    text = "### file /etc/hosts root:root 0644\n### file /etc/motd root:root 0644\nHello\n"
    found = imported(tmp_path, nas=text + "".join(f"### file {path} root:root 0644\n{content}" for path, content in bad.items()))
    assert device(found, "nas")["files"] == [{"path": "/etc/hosts", "content": ""}, {"path": "/etc/motd", "content": "Hello\n"}]
    assert [line for line in found.text("acme").splitlines() if "left alone" in line] == [
        "nas: /etc/samba/a.conf is left alone: it holds the character U+000D",
        "nas: /etc/samba/b.conf is left alone: it holds the character U+0085",
        "nas: /etc/samba/c.conf is left alone: it holds a private key",
    ]


def test_a_host_of_which_nothing_can_be_managed_is_refused(tmp_path: Path) -> None:
    found = imported(tmp_path, nas=NAS, bare="### dir /srv root:root 0755\n")
    assert [(one.source, one.reason) for one in found.refused] == [("bare", "it cannot be written so that it comes back as it is")]
    assert [draft.name for draft in found.drafts] == ["nas"]


def test_the_first_plan_is_empty_and_the_company_is_valid(nas: Company) -> None:
    nas.netops("validate")
    assert nas.netops("plan", "--running", str(nas.root.parent / "running")).out.endswith("plan: 0 to change (0 lines), 1 unchanged\n")


CHANGES: dict[str, tuple[Callable[[str], str], list[str] | None]] = {
    "a line of a section": (
        lambda text: text.replace("comment = Finance", "comment = Money"),
        ["-        comment = Finance", "+        comment = Money"],
    ),
    "a managed file": (lambda text: text.replace("(rw)", "(ro)"), None),
    "data": (
        lambda text: text.replace("10.0.0.1 iburst\n", "10.0.0.1 iburst\nserver 10.0.0.2 iburst\n"),
        ['-  servers: [{host: "10.0.0.1"}]', '+  servers: [{host: "10.0.0.1"}, {host: "10.0.0.2"}]'],
    ),
    "what its noun cannot express": (lambda text: text.replace("rtcsync\n", "# why\nrtcsync\n"), None),
    "a share more": (lambda text: text.replace("[finance]", "[hr]\n path = /srv/hr\n   \n[finance]"), None),
    "a share less": (lambda text: text[: text.index("[finance]")] + text[text.index("### file /etc/snmp") :], None),
    "owner and mode": (lambda text: text.replace("/etc/exports root:root 0644", "/etc/exports root:adm 0640"), None),
    "the lines above": (lambda text: text.replace("Ask Petra first.\n", "Ask Paul.\n\n"), None),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_by_hand_is_adopted(change: str, nas: Company) -> None:
    running = nas.root.parent / "running"
    by_hand, lines = CHANGES[change]
    new = by_hand(NAS)
    assert new != NAS
    (running / "nas-1.txt").write_text(new, encoding="utf-8")
    diff = nas.netops("adopt", "nas-1", "--running", str(running)).out
    assert lines is None or [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")] == lines
    nas.netops("validate")
    assert nas.netops("plan", "--running", str(running)).out.endswith("plan: 0 to change (0 lines), 1 unchanged\n")


def test_one_item_is_adopted_and_the_others_stay(nas: Company) -> None:
    running = nas.root.parent / "running"
    new = NAS.replace("10.0.0.1 iburst\n", "10.0.0.1 iburst\nserver 10.0.0.2 iburst\n").replace("syslocation", "# new\n  syslocation")
    (running / "nas-1.txt").write_text(new, encoding="utf-8")
    assert "10.0.0.2" in nas.netops("adopt", "nas-1", "--running", str(running), "--item", "1", "--dry-run").out
    diff = nas.netops("adopt", "nas-1", "--running", str(running), "--item", "2").out
    assert [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")] == ["+        # new"]
    assert "plan: 1 to change (1 line), 0 unchanged\n" in nas.netops("plan", "--running", str(running)).out


LINES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), include_characters="\t"), max_size=30)
PATHS = st.sampled_from(["/etc/hosts", "/etc/samba/smb.conf", "/etc/chrony/chrony.conf", "/x"])
HOSTS = st.lists(st.dictionaries(PATHS, st.lists(LINES), min_size=1), min_size=8, max_size=8)


@settings(
    deadline=None, max_examples=2, phases=[Phase.explicit, Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(hosts=HOSTS)
def test_any_text_comes_back_or_is_left_alone(hosts: list[dict[str, list[str]]], tmp_path: Path) -> None:
    """The law: each file of a host is rendered to the letter, or named as left alone."""
    texts = {f"host-{number}": "".join(file_of(path, lines) for path, lines in files.items()) for number, files in enumerate(hosts)}
    shutil.rmtree(tmp_path / "scratch", ignore_errors=True)
    found = imported(tmp_path, **texts)
    for draft in found.drafts:
        files = set(hosts[int(draft.source.removeprefix("host-"))])
        assert {one.path for one in file_blocks(draft.text)} | draft.left.keys() == files
    assert {one.source for one in found.refused} | {draft.source for draft in found.drafts} == texts.keys()
    for value in found.files.values():
        assert read_document(yaml_document(value), "x").value == value or "!secret" in yaml_document(value)


def file_of(path: str, lines: list[str]) -> str:
    """A file in the text of a host."""
    return f"### file {path} root:root 0644\n" + "".join(("\\" if line.startswith("###") else "") + f"{line}\n" for line in lines)


def test_yaml_reads_what_is_written(nas: Company) -> None:
    text = (nas.root / "inventory/sites/main/servers/nas-1.yaml").read_text(encoding="utf-8").replace("!secret", "secret of")
    assert yaml.safe_load(text)["files"][0]["content"] == "\t/srv/finance 10.0.0.0/8(rw)\n"
