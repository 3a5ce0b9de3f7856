"""`agent: true`: a login with a key that only the ssh-agent has."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from netops.drivers.base import Access
from netops.drivers.remote import Remote
from netops.errors import LoginRefused
from netops.lab.real.host import wait_for
from ssh_servers import ssh_servers

pytestmark = pytest.mark.skipif(not shutil.which("ssh-agent") or not shutil.which("ssh-add"), reason="there is no ssh-agent here")


async def _answer(process: asyncssh.SSHServerProcess[str]) -> None:
    process.stdout.write(f"ran {process.command}\n")
    process.exit(0)


@pytest.fixture
def access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Access]:
    """The access of a server that takes one key, which an agent has."""
    user, host = asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519")
    user.write_private_key(tmp_path / "id")
    (tmp_path / "id").chmod(0o600)
    (tmp_path / "authorized").write_bytes(user.export_public_key())
    agent = subprocess.Popen(["ssh-agent", "-D", "-a", str(tmp_path / "agent")], stdout=subprocess.DEVNULL)
    monkeypatch.setenv("SSH_AUTH_SOCK", str(tmp_path / "agent"))
    with ssh_servers() as servers:
        port, _ = servers.listen(host, authorized_client_keys=str(tmp_path / "authorized"), process_factory=_answer)
        wait_for("the agent's socket", (tmp_path / "agent").exists)
        subprocess.run(["ssh-add", "-q", str(tmp_path / "id")], check=True, env=os.environ)
        (tmp_path / "id").unlink()
        key = host.export_public_key().decode().strip()
        yield Access("srv", "127.0.0.1", port=port, username="netops", host_key=key, timeout_s=10, agent=True)
    agent.terminate()
    agent.wait()


def test_the_agent_logs_in(access: Access) -> None:
    remote = Remote(access)
    remote.open()
    try:
        assert remote.run(["id"]).text == "ran id"
    finally:
        remote.close()


def test_without_the_setting_the_agent_is_left_alone(access: Access) -> None:
    with pytest.raises(LoginRefused):
        Remote(replace(access, agent=False, password="x")).open()
