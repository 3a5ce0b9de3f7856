"""The linux driver against a real sshd: apply, refuse, roll back, revert by timer, clean up after a crash."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from drivers_linux_sshd import Server, sshd, wait_for

from netops.errors import ConfigError, DeviceError, HalfChanged, HostKeyChanged, LineRefused, LoginRefused, Refused, Unreachable
from netops.platforms.linux.driver.apply import BundleRun

CHECKER = """\
#!/bin/sh
if grep -n bogus "$1"; then echo "$1: syntax error"; exit ${2:-1}; fi
"""
DAEMON = '#!/bin/sh\ncat "$1"/*.conf >"$2.tmp" && mv "$2.tmp" "$2"\n'


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    with sshd(tmp_path) as started:
        yield started


@pytest.fixture
def host(server: Server) -> Server:
    """A host with a checker that reads one file, and a service that on reload loads all of `etc/app`."""
    for name, script in (("checker", CHECKER), ("reload", DAEMON)):
        tool = server.folder / name
        tool.write_text(script)
        tool.chmod(0o755)
    app = server.etc / "app"
    app.mkdir()
    (app / "one.conf").write_text("one = 1\n")
    (app / "two.conf").write_text("two = 2\n")
    (server.folder / "served").write_text("one = 1\ntwo = 2\n")
    return server


def action(host: Server, **changes: Any) -> dict[str, Any]:
    app = host.etc / "app"
    one = {
        "name": "app",
        "paths": [str(app), f"{app}/*.conf"],
        "checks": [{"argv": [f"{host.folder}/checker", "{path}"], "path": f"{app}/{name}.conf"} for name in ("one", "two")],
        "reload": [[f"{host.folder}/reload", str(app), f"{host.folder}/served"]],
        "verify": [{"argv": ["cat", f"{host.folder}/served"]}],
    }
    return {**one, **changes}


def options(host: Server, **changes: Any) -> dict[str, Any]:
    return {"optional_args": {"actions": [action(host, **changes)], "run": "r1"}}


def files(host: Server) -> dict[str, str]:
    """Every file of the application, with its mode."""
    return {p.name: f"{p.stat().st_mode & 0o7777:04o} {p.read_text()}" for p in sorted((host.etc / "app").iterdir())}


def candidate(host: Server, **contents: str) -> str:
    """A whole text: the directory and these files."""
    app = host.etc / "app"
    blocks = [f"### file {app}/{name}.conf root:root 0640\n{content}" for name, content in sorted(contents.items())]
    return f"### dir {app} root:root 0755\n" + "".join(blocks)


OLD = {"one.conf": "0644 one = 1\n", "two.conf": "0644 two = 2\n"}


def test_the_running_text_is_sorted_blocks(host: Server) -> None:
    (host.etc / "app" / "one.conf").write_text("### file is only a comment here")
    app = host.etc / "app"
    with host.driver(**options(host)) as driver:
        assert driver.get_config("running") == {
            "running": f"### dir {app} root:root 0755\n### file {app}/one.conf root:root 0644\n\\### file is only a comment here\n"
            f"### file {app}/two.conf root:root 0644\ntwo = 2\n",
            "startup": "",
            "candidate": "",
        }


def test_all_new(host: Server) -> None:
    wanted = candidate(host, one="one = 10\n", three="three = 3\n")
    with host.driver(**options(host)) as driver:
        driver.load_replace_candidate(config=wanted)
        assert driver.get_config("candidate")["candidate"] == wanted
        assert "+one = 10" in driver.compare_config().splitlines()
        driver.commit_config()
        assert driver.get_config("running")["running"] == wanted
        assert not driver.has_pending_commit()
    assert files(host) == {"one.conf": "0640 one = 10\n", "three.conf": "0640 three = 3\n"}
    assert (host.folder / "served").read_text() == "one = 10\nthree = 3\n"
    assert host.leftovers() == []


def test_the_same_again_sends_nothing(host: Server) -> None:
    wanted = candidate(host, one="one = 10\n")
    with host.driver(**options(host)) as driver:
        for _ in range(2):
            driver.load_replace_candidate(config=wanted)
            driver.commit_config()
    assert len(host.runs()) == 1


def test_merge_keeps_the_other_files(host: Server) -> None:
    with host.driver(**options(host)) as driver:
        driver.load_merge_candidate(config=f"### file {host.etc}/app/three.conf root:root 0600\nthree = 3\n")
        driver.commit_config()
    assert files(host) == {**OLD, "three.conf": "0600 three = 3\n"}


def test_rollback_brings_back_every_byte(host: Server) -> None:
    (host.etc / "app" / "one.conf").write_bytes(b"one = 1\r\nno newline")
    (host.etc / "app" / "one.conf").chmod(0o600)
    os.chown(host.etc / "app" / "one.conf", 1, 1)
    before = files(host)
    with host.driver(**options(host)) as driver:
        running = driver.get_config("running")["running"]
        driver.load_replace_candidate(config=candidate(host, one="one = 10\n", three="three = 3\n"))
        driver.commit_config()
        driver.rollback()
        assert driver.get_config("running")["running"] == running
    assert files(host) == before
    assert (host.etc / "app" / "one.conf").read_bytes() == b"one = 1\r\nno newline"
    assert (host.folder / "served").read_text() == "one = 1\nno newlinetwo = 2\n"


def test_new_directories_come_and_go(host: Server) -> None:
    new = f"{host.etc}/new"
    deep = f"### dir {new} root:root 2770\n### dir {new}/deep root:root 0755\n### file {new}/deep/f root:root 0644\nx\n"
    with host.driver(optional_args={"paths": [new, f"{new}/deep", f"{new}/deep/f"]}) as driver:
        driver.load_replace_candidate(config=deep)
        driver.commit_config()
        assert driver.get_config("running")["running"] == deep
        driver.rollback()
        assert driver.get_config("running")["running"] == ""
        driver.load_replace_candidate(config=deep)
        driver.commit_config()
        driver.load_replace_candidate(config="")
        driver.commit_config()
    assert not (host.etc / "new").exists()


def test_what_is_above_a_new_directory_comes_and_goes_with_it(host: Server) -> None:
    deep = f"{host.etc}/srv/shares/finance"
    with host.driver(optional_args={"paths": [deep]}) as driver:
        driver.load_replace_candidate(config=f"### dir {deep} root:root 2770\n")
        driver.commit_config()
        modes = [f"{path.stat().st_mode & 0o7777:o}" for path in (host.etc / "srv", Path(deep).parent, Path(deep))]
        driver.rollback()
    assert modes == ["755", "755", "2770"]
    assert not (host.etc / "srv").exists()


@pytest.mark.parametrize("code", ["1", "0"])
def test_a_checker_refuses_and_nothing_was_live(host: Server, code: str) -> None:
    check = {
        "argv": [f"{host.folder}/checker", "{path}", code],
        "path": f"{host.etc}/app/one.conf",
        "bad_words": ["Syntax Error"] if code == "0" else [],
    }
    with host.driver(**options(host, checks=[check])) as driver:
        driver.load_replace_candidate(config=candidate(host, one="fine\nbogus = 1\n"))
        with pytest.raises(LineRefused) as error:
            driver.commit_config()
        driver.rollback()
    said = f"srv-1: app: {host.folder}/checker refuses {host.etc}/app/one.conf: "
    line = "2:bogus = 1\n" if code == "1" else ""
    assert str(error.value) == f"{said}{line}{host.etc}/app/one.conf: syntax error"
    assert files(host) == OLD
    assert (host.leftovers(), host.runs()) == ([], [])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reload": [["false"]]}, "srv-1: false failed: exit code 1"),
        (
            {"verify": [{"argv": ["cat", "{served}"], "expect": "four"}]},
            "is not well after 1 s: expected 'four' in the output, found: one = 10",
        ),
        (
            {"verify": [{"argv": ["grep", "one = 10", "{served}"], "expect": "one = 11"}]},
            "srv-1: app: grep one = 10 {served} is not well after 1 s: expected 'one = 11' in the output, found: one = 10",
        ),
        ({"checks": [{"argv": ["grep", "-r", "one = 1$", "{app}"]}]}, "srv-1: app: grep refuses: exit code 1, no output"),
    ],
)
def test_a_failure_when_live_puts_all_originals_back(host: Server, changes: dict[str, Any], message: str) -> None:
    places = {"{served}": f"{host.folder}/served", "{app}": f"{host.etc}/app"}
    for items in changes.values():
        for item in items:
            argv = item["argv"] if isinstance(item, dict) else item
            argv[:] = [places.get(word, word) for word in argv]
    with host.driver(**options(host, **changes)) as driver:
        driver.load_replace_candidate(config=candidate(host, one="one = 10\n"))
        with pytest.raises(DeviceError) as error:
            driver.commit_config()
    assert message.replace("{served}", f"{host.folder}/served") in str(error.value)
    assert isinstance(error.value, HalfChanged) == ("reload" in changes), "a reload that cannot work cannot bring the old service back"
    assert files(host) == OLD
    assert host.leftovers() == []
    if "reload" not in changes:
        assert (host.folder / "served").read_text() == "one = 1\ntwo = 2\n"


def test_half_changed_names_the_command_to_finish(host: Server) -> None:
    with host.driver(**options(host, reload=[["false"]])) as driver:
        driver.load_replace_candidate(config=candidate(host, one="one = 10\n"))
        with pytest.raises(HalfChanged) as error:
            driver.commit_config()
    [run] = host.runs()
    assert error.value.commands == (f"sh {run}/restore.sh",)
    assert subprocess.run(error.value.commands[0], shell=True, check=False).returncode == 1


def test_a_builtin_check_comes_before_the_host_is_touched(host: Server) -> None:
    check = {"builtin": "ganesha_syntax", "path": f"{host.etc}/app/one.conf"}
    with host.driver(**options(host, checks=[check])) as driver:
        driver.load_replace_candidate(config=candidate(host, one="EXPORT {\n"))
        with pytest.raises(LineRefused) as error:
            driver.commit_config()
    expected = "line 2: expected a key, a block, or '}' that closes 'EXPORT' of line 1, found 'end of file'"
    assert str(error.value) == f"srv-1: app: ganesha_syntax refuses {host.etc}/app/one.conf: {expected}"
    assert host.runs() == []


def test_what_cannot_be_done_is_said_before_anything_is_sent(host: Server) -> None:
    with host.driver(**options(host, checks=[{"builtin": "magic", "path": f"{host.etc}/app/one.conf"}])) as driver:
        driver.load_replace_candidate(config=candidate(host, one="x\n"))
        with pytest.raises(ConfigError, match="app: no check 'magic' inside netops; there are ganesha_syntax"):
            driver.commit_config()
    assert host.runs() == []
    with pytest.raises(ConfigError, match="srv-1: files cannot be sent through a jump host"), host.driver(jump="me@there:22"):
        pass


def test_prepare_runs_before_anything_is_staged(host: Server) -> None:
    with host.driver(**options(host, paths=[f"{host.etc}/made/x"], prepare=[["mkdir", "-p", f"{host.etc}/made"]])) as driver:
        driver.load_merge_candidate(config=f"### file {host.etc}/made/x root:root 0644\nx\n")
        driver.commit_config()
    assert (host.etc / "made" / "x").read_text() == "x\n"


def test_a_missing_folder_is_named(host: Server) -> None:
    with host.driver(**options(host)) as driver:
        driver.load_merge_candidate(config=f"### file {host.etc}/none/x root:root 0644\nx\n")
        with pytest.raises(LineRefused) as error:
            driver.commit_config()
    assert str(error.value) == (
        f"srv-1: {host.etc}/none/x: there is no directory {host.etc}/none\n    hint: add the directory {host.etc}/none to the bundle"
    )


def test_secret_values_do_not_appear(host: Server) -> None:
    changes = options(host)
    changes["optional_args"]["secret_values"] = ["hunter2"]
    with host.driver(**changes) as driver:
        driver.load_replace_candidate(config=candidate(host, one="bogus password hunter2\n"))
        with pytest.raises(LineRefused) as error:
            driver.commit_config()
    assert "bogus password ⟦secret⟧" in str(error.value)
    assert "hunter2" not in str(error.value)


def test_confirm_keeps_the_new_files(host: Server) -> None:
    with host.driver(**options(host)) as driver:
        driver.load_replace_candidate(config=candidate(host, one="one = 10\n"))
        driver.commit_config(revert_in=60)
        assert driver.has_pending_commit()
        [run] = host.runs()
        timer = int((run / "timer.pid").read_text())
        driver.confirm_commit()
        assert not driver.has_pending_commit()
    wait_for(lambda: not _runs_script(timer, run))
    assert files(host) == {"one.conf": "0640 one = 10\n"}


def test_the_timer_restores_without_us(host: Server) -> None:
    with host.driver(**options(host)) as driver:
        driver.load_replace_candidate(config=candidate(host, one="one = 10\n"))
        driver.commit_config(revert_in=1)
    [run] = host.runs()
    wait_for((run / "restored").exists)
    assert files(host) == OLD
    assert (host.folder / "served").read_text() == "one = 1\ntwo = 2\n"
    assert host.leftovers() == []


def test_confirming_too_late_says_so(host: Server) -> None:
    with host.driver(**options(host)) as driver:
        driver.load_replace_candidate(config=candidate(host, one="one = 10\n"))
        driver.commit_config(revert_in=1)
        [run] = host.runs()
        wait_for((run / "restored").exists)
        with pytest.raises(DeviceError) as error:
            driver.confirm_commit()
    assert str(error.value) == "srv-1: the revert timer fired before the confirmation: the old files are back"
    assert files(host) == OLD


def test_another_driver_confirms_or_rolls_back_what_is_pending(host: Server) -> None:
    for verb, kept in (("rollback", OLD), ("confirm_commit", {"one.conf": "0640 one = 10\n"})):
        with host.driver(**options(host)) as driver:
            driver.load_replace_candidate(config=candidate(host, one="one = 10\n"))
            driver.commit_config(revert_in=60)
        with host.driver(**options(host)) as driver:
            assert driver.has_pending_commit()
            with pytest.raises(Refused, match="waits for its confirmation"):
                driver.load_replace_candidate(config="")
            getattr(driver, verb)()
            assert not driver.has_pending_commit()
        assert files(host) == kept


def test_one_run_at_a_time(host: Server) -> None:
    with host.driver(**options(host)) as first, host.driver(**options(host)) as second:
        first.load_replace_candidate(config=candidate(host, one="one = 10\n"))
        second.load_replace_candidate(config=candidate(host, one="one = 11\n"))
        first.commit_config(revert_in=60)
        with pytest.raises(Refused) as error:
            second.commit_config()
        first.rollback()
        second.commit_config()
    assert f"process {os.getpid()}" in str(error.value)
    assert str(error.value).startswith("srv-1: busy with another run r1, by ")
    assert files(host) == {"one.conf": "0640 one = 11\n"}


def test_files_that_moved_since_are_not_overwritten(host: Server) -> None:
    with host.driver(**options(host)) as driver:
        driver.load_replace_candidate(config=candidate(host, one="one = 10\n"))
        (host.etc / "app" / "two.conf").write_text("by hand\n")
        with pytest.raises(DeviceError) as error:
            driver.commit_config()
    assert str(error.value) == "srv-1: files changed after the candidate was loaded\n    hint: load it again"
    assert files(host) == {**OLD, "two.conf": "0644 by hand\n"}


CRASH = """
    import os, signal, sys
    from netops.platforms.linux.driver.apply import BundleRun
    from netops.drivers.base import Access
    from netops.platforms.linux.driver import connect

    def die(*args, **kwargs):
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(BundleRun, sys.argv[1], die)
    driver = connect(Access(**eval(sys.argv[2])))
    driver.open()
    driver.load_replace_candidate(config=sys.argv[3])
    driver.commit_config()
"""


@pytest.mark.parametrize(
    ("step", "live", "done"),
    [
        ("_checks", OLD, "was not live: its staged files are gone"),
        ("_verify", {"one.conf": "0640 one = 10\n"}, "was half live: its old files are back"),
    ],
)
def test_the_next_run_cleans_up_after_a_kill(host: Server, step: str, live: dict[str, str], done: str) -> None:
    assert callable(getattr(BundleRun, step))
    access = host.access(**options(host))
    values = {
        name: getattr(access, name)
        for name in ("target", "hostname", "port", "username", "key_file", "host_key", "timeout_s", "optional_args")
    }
    if step == "_verify":  # killed after the swap; without a live check before it
        values["optional_args"]["actions"][0]["checks"] = []
    argv = [sys.executable, "-c", textwrap.dedent(CRASH), step, repr(values), candidate(host, one="one = 10\n")]
    assert subprocess.run(argv, check=False).returncode == -signal.SIGKILL
    assert {name: text for name, text in files(host).items() if not name.startswith(".")} == live
    [run] = host.runs()
    with host.driver(**options(host)) as driver:
        driver.load_replace_candidate(config=candidate(host, one="one = 1\n", two="two = 2\n"))
        assert driver.recovered == (f"run {run.name} {done}",)
    assert files(host) == OLD
    assert (host.leftovers(), host.runs()) == ([], [])


@pytest.mark.parametrize("made", ["binary", "latin1", "large", "link"])
def test_what_is_not_text_is_named(host: Server, made: str) -> None:
    path = host.etc / "app" / "odd.conf"
    odd: dict[str, bytes] = {"binary": b"a\0b", "latin1": b"\xfc", "large": b"x" * (1024 * 1024 + 1)}
    path.symlink_to("/etc/passwd") if made == "link" else path.write_bytes(odd[made])
    said = {
        "binary": "a binary file\n    hint: netops manages text files",
        "latin1": "not UTF-8 text (byte 0)\n    hint: netops manages text files",
        "large": "1048577 bytes, expected at most 1048576\n    hint: netops manages text files",
        "link": "expected a regular file or a directory, found a symbolic link\n    hint: netops follows no links",
    }
    with host.driver(**options(host)) as driver, pytest.raises(DeviceError) as error:
        driver.get_config()
    assert str(error.value) == f"srv-1: {path}: {said[made]}"


def test_names_are_never_shell_text(host: Server) -> None:
    odd = [f"{host.etc}/app/$(touch pwned);'x' \"y.conf", f"{host.etc}/app/-n.conf"]
    text = f"### dir {host.etc}/app root:root 0755\n" + "".join(f"### file {path} root:root 0644\n$x `id`\n" for path in sorted(odd))
    with host.driver(**options(host)) as driver:
        driver.load_replace_candidate(config=text)
        driver.commit_config()
        assert driver.get_config("running")["running"] == text
        driver.rollback()
    assert files(host) == OLD
    assert not list(Path.home().glob("pwned"))


def test_facts(host: Server) -> None:
    with host.driver() as driver:
        facts = driver.get_facts()
        assert driver.cli(["echo $((1 + 1))"]) == {"echo $((1 + 1))": "2"}
    assert facts["kernel"] == os.uname().release
    assert facts["fqdn"] == os.uname().nodename
    assert facts["boot_id"] == Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def test_an_unknown_or_changed_host_key_is_refused(server: Server) -> None:
    other = (server.folder / "client_key.pub").read_text()
    for key, words in (("", "no host key of [127.0.0.1]"), (other, "has changed")):
        with pytest.raises(HostKeyChanged, match="no password was sent") as error, server.driver(host_key=key):
            pass
        assert words in str(error.value)
    with server.driver(host_key="", optional_args={"accept_unknown_host_key": True}) as driver:
        assert driver.is_alive() == {"is_alive": True}
    assert "Accepted" in (server.folder / "sshd.log").read_text()


def test_a_refused_login(server: Server) -> None:
    with (
        pytest.raises(LoginRefused, match=r"srv-1: 127\.0\.0\.1 refuses the login of 'root'"),
        server.driver(key_file="", password="wrong"),
    ):
        pass


def test_nobody_there(server: Server) -> None:
    with pytest.raises(Unreachable, match=r"srv-1: cannot reach 127\.0\.0\.1 port 1: "), server.driver(port=1):
        pass


def test_closing_is_safe_on_every_path(server: Server) -> None:
    with server.driver() as driver:
        driver.abort()
        with pytest.raises(Unreachable):
            driver.get_facts()
        driver.close()
        driver.close()
        with pytest.raises(ConfigError, match="nothing is loaded"):
            driver.commit_config()
        assert driver.is_alive() == {"is_alive": False}


def _runs_script(pid: int, run: Path) -> bool:
    try:
        return str(run).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    except FileNotFoundError:
        return False


def test_a_try_asks_the_checkers_and_takes_everything_away_again(host: Server) -> None:
    """Also in a directory that is not there yet, for an account that only the preparation of the bundle makes."""
    new = host.etc / "app" / "new"
    block = f"### dir {new} nosuchuser:nosuchgroup 0750\n### file {new}/three.conf nosuchuser:nosuchgroup 0640\nthree = 3\n"
    paths = [*action(host)["paths"], str(new), f"{new}/*.conf"]
    with host.driver(**options(host, paths=paths, prepare=[["touch", f"{host.folder}/prepared"]])) as driver:
        driver.load_replace_candidate(config=candidate(host, one="one = 10\n", two="two = 2\n") + block)
        driver.check_candidate()
        driver.load_replace_candidate(config=candidate(host, one="bogus\n"))
        with pytest.raises(LineRefused, match=r"(?s)app: .*checker refuses .*one\.conf: .*syntax error"):
            driver.check_candidate()
        assert not driver.has_pending_commit()
    assert files(host) == OLD and host.leftovers() == []
    assert not (host.folder / "prepared").exists()
    assert (host.folder / "served").read_text() == "one = 1\ntwo = 2\n"
