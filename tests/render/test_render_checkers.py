"""What is rendered for a service is accepted by the service's own checker, where that is installed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from render_cases import GOLDEN, golden_view

from netops import secrets
from netops.errors import TemplateError
from netops.platforms.linux.driver import ganesha as _ganesha
from netops.platforms.linux.driver.files import parse_entries
from netops.render import Renderer

BUILTIN = {"ganesha_syntax": _ganesha.ganesha_problems}
SERVICES = sorted(path.parent.name for path in GOLDEN.glob("linux/*/view.yaml"))


def command(name: str) -> str:
    found = shutil.which(name, path="/usr/sbin:/usr/bin:/sbin:/bin")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(argv: list[str]) -> str:
    done = subprocess.run([command(argv[0]), *argv[1:]], capture_output=True, text=True, timeout=60, check=False)
    said = done.stdout + done.stderr
    assert done.returncode == 0, said
    return said


def checked(check: dict[str, Any], content: str, folder: Path) -> None:
    """Runs one check of an action as a driver does: on a staged file, with words that mean failure."""
    if "builtin" in check:
        assert BUILTIN[check["builtin"]](content) == []
        return
    staged = folder / Path(check["path"]).name
    staged.write_text(content)
    said = run([word.replace("{path}", str(staged)) for word in check["argv"]])
    assert [word for word in check.get("bad_words", ()) if word in said] == [], said


@pytest.mark.parametrize("service", SERVICES)
def test_checkers_accept_what_is_rendered(service: str, renderer: Renderer, tmp_path: Path) -> None:
    rendered = renderer.render(golden_view("linux", service))
    tree = parse_entries(rendered.text)
    checks = [check for action in rendered.actions for check in action["checks"]]
    if not checks:
        pytest.skip(f"{service} has no checker for a single file")
    if service == "nginx":
        (tmp_path / "mime.types").write_text("types { text/html html; }\n")
    for check in checks:
        content = tree[check["path"]].content
        if service == "nginx":  # the staged file lies in /etc/nginx there
            content = content.replace("/etc/nginx/mime.types", "mime.types")
        checked(check, content, tmp_path)


def test_a_checker_refuses_what_is_wrong(renderer: Renderer, tmp_path: Path) -> None:
    """testparm ends with 0 on a parameter that it does not know: the bad words must find it."""
    rendered = renderer.render(golden_view("linux", "samba"))
    (check,) = rendered.actions[0]["checks"]
    with pytest.raises(AssertionError, match="Unknown parameter"):
        checked(check, parse_entries(rendered.text)[check["path"]].content + "\tno such thing = 1\n", tmp_path)


def test_vtysh_accepts_the_config_of_a_router(renderer: Renderer, tmp_path: Path) -> None:
    config = tmp_path / "frr.conf"
    config.write_text(secrets.fill_secrets(renderer.render(golden_view("frr", "main")).text, lambda name: f"value-of-{name}"))
    run(["vtysh", "-C", "-f", str(config)])


def test_the_paths_of_an_action_are_its_blocks(renderer: Renderer) -> None:
    """Every path of the text belongs to exactly one action; checks name paths of their action."""
    for service in SERVICES:
        rendered = renderer.render(golden_view("linux", service))
        assert set(parse_entries(rendered.text)) == {path for action in rendered.actions for path in action["paths"] if "*" not in path}
        for action in rendered.actions:
            assert {check["path"] for check in action["checks"]} <= set(action["paths"])


def test_files_of_kea_and_prometheus_are_well_formed(renderer: Renderer) -> None:
    """Where their checkers are not installed, at least the language of the file is right."""
    kea = parse_entries(renderer.render(golden_view("linux", "kea")).text)["/etc/kea/kea-dhcp4.conf"].content
    subnets = json.loads(kea.removeprefix("// Managed by netops.\n"))["Dhcp4"]["subnet4"]
    assert [subnet["subnet"] for subnet in subnets] == ["10.1.9.0/24", "10.1.10.0/24"]
    prometheus = parse_entries(renderer.render(golden_view("linux", "prometheus")).text)["/etc/prometheus/prometheus.yml"].content
    jobs = yaml.safe_load(prometheus)["scrape_configs"]
    assert [(job["job_name"], [c["targets"] for c in job["static_configs"]]) for job in jobs] == [
        ("prometheus", [["localhost:9090"]]),
        ("node", [["10.1.0.2:9100"]]),
        ("snmp", [["10.1.0.1"]]),
    ]


def test_a_file_that_is_written_as_it_is_has_the_checks_and_the_reload_of_its_service(renderer: Renderer) -> None:
    smb = "[global]\n\tworkgroup = A\n"
    files = [
        {"path": "/etc/samba/smb.conf", "service": "samba", "content": smb},
        {"path": "/etc/hosts", "content": "127.0.0.1 localhost\n"},
    ]
    own, samba = renderer.render({"target": "nas", "platform": "linux", "files": files}).actions
    assert own == {"name": "files", "prepare": [], "paths": ["/etc/hosts"], "checks": [], "reload": [], "verify": []}
    assert samba == {
        "name": "samba",
        "prepare": [],
        "paths": ["/etc/samba/smb.conf"],
        "checks": [
            {
                "path": "/etc/samba/smb.conf",
                "argv": ["testparm", "-s", "{path}"],
                "bad_words": ["Unknown parameter", "Ignoring unknown", "ERROR"],
            }
        ],
        "reload": [["systemctl", "reload-or-restart", "smbd"]],
        "verify": [{"argv": ["systemctl", "is-active", "smbd"]}, {"argv": ["smbcontrol", "smbd", "ping"], "expect": "PONG"}],
    }


def test_a_file_names_a_service_that_is_there(renderer: Renderer) -> None:
    files = [{"path": "/etc/hosts", "service": "sambo", "content": ""}]
    with pytest.raises(TemplateError, match="there is no bundle 'sambo': expected one of backup, bind9"):
        renderer.render({"target": "nas", "platform": "linux", "files": files})
