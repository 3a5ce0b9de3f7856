"""`agent: true`: a login with a key that only the ssh-agent has."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import asyncssh
import pytest

from netops.drivers.base import Access
from netops.drivers.remote import Remote
from netops.errors import LoginRefused

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
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def start() -> asyncssh.SSHAcceptor:
        while not (tmp_path / "agent").exists():
            await asyncio.sleep(0.01)
        keys = str(tmp_path / "authorized")
        return await asyncssh.listen("127.0.0.1", 0, server_host_keys=[host], authorized_client_keys=keys, process_factory=_answer)

    async def stop() -> None:
        server.close()
        await server.wait_closed()

    server = asyncio.run_coroutine_threadsafe(start(), loop).result(10)
    subprocess.run(["ssh-add", "-q", str(tmp_path / "id")], check=True, env=os.environ)
    (tmp_path / "id").unlink()
    key = host.export_public_key().decode().strip()
    yield Access("srv", "127.0.0.1", port=server.get_port(), username="netops", host_key=key, timeout_s=10, agent=True)
    asyncio.run_coroutine_threadsafe(stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()
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
