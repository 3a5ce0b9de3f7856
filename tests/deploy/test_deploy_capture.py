"""What a deploy takes off a device and nobody else has: encrypted before it goes, and a rollback that names what it cannot bring back."""

from __future__ import annotations

from pathlib import Path

import pyrage
import pytest

from companies import Company
from netops.deploy.capture import make_capture_store, read_captured
from netops.errors import UsageError

SWITCH = "hq-sw-1"
FILE = f"inventory/sites/hq/devices/{SWITCH}.yaml"
BOB = f"username bob privilege 15 secret sha512 $6$abcdefgh${'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr' * 2}"[:-2]


def test_a_key_that_is_no_public_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"capture.recipients: age1nonsense... is no public key"):
        make_capture_store(tmp_path, {"recipients": ["age1nonsense"]})
    assert make_capture_store(tmp_path, None) is None


def test_a_key_that_cannot_read_what_was_stored_is_refused(tmp_path: Path) -> None:
    mine, other = (pyrage.x25519.Identity.generate() for _ in range(2))
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "sw.age").write_bytes(pyrage.encrypt(BOB.encode(), [mine.to_public()]))
    for name, text, message in (("key", str(other), "cannot read what run run stored"), ("text", "x", "is no private key of age or SSH")):
        (tmp_path / name).write_text(text)
        with pytest.raises(UsageError, match=message):
            read_captured(tmp_path, "run", ["sw", "rt"], tmp_path / name)
    (tmp_path / "key").write_text(str(mine))
    assert read_captured(tmp_path, "run", ["sw", "rt"], tmp_path / "key") == {"sw": BOB}


@pytest.mark.lab
@pytest.mark.parametrize("captured", [False, True])
def test_a_secret_of_the_device_alone(starter: Company, captured: bool, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    if captured:
        starter.append("netops.yaml", f"\ncapture: {{recipients: [{identity.to_public()}]}}\n")
    starter.append(FILE, "managed: [users, ntp]\n")
    starter.netops("lab", "up", "--limit", SWITCH)
    try:
        starter.netops("lab", "exec", SWITCH, "configure", BOB, "ntp server 192.0.2.66")
        plan = starter.netops("plan", "--lab", SWITCH).out
        risky = "    RISKY: no way back for 1 line: the secret is stored nowhere else, and netops.yaml has no `capture`\n"
        stored = "    1 line with a secret of the device alone: stored for 1 recipient before going\n"
        assert (risky in plan, stored in plan) == (not captured, captured)
        done = starter.netops("deploy", "--lab", SWITCH, "--yes", "--allow-removals", "2")
        run = next(line for line in done.out.splitlines() if line.startswith("run ")).split()[1]
        files = list(starter.root.glob(f".netops/**/{run}/*.age"))
        assert len(files) == captured
        if captured:
            assert files[0].stat().st_mode & 0o777 == 0o600
            assert pyrage.decrypt(files[0].read_bytes(), [identity]).decode() == f"{BOB}\n"
        key = tmp_path / "key"
        key.write_text(f"# created: today\n{identity}\n")
        back = starter.netops("rollback", "last", "--lab", "--yes", *(["--identity", str(key)] if captured else [])).out
        lost = "not brought back, its secret is stored nowhere: username bob privilege 15 secret ⟦secret⟧\n"
        assert (f"\n    {lost}" in back, f"\n{SWITCH}: applied: {lost}" in back) == (not captured, not captured)
        assert BOB.split()[-1] not in back
        running = starter.netops("exec", "show running-config", "--lab", "--limit", SWITCH).out
        assert ("ntp server 192.0.2.66" in running, "username bob privilege 15 secret" in running) == (True, captured)
        if captured:
            starter.netops("deploy", "--lab", SWITCH, "--yes", "--allow-removals", "2")
            again = next(path for path in starter.root.glob(".netops/**/*.age") if path != files[0])
            assert pyrage.decrypt(again.read_bytes(), [identity]).decode() == f"{BOB}\n", "the very secret was brought back"
    finally:
        starter.netops("lab", "down")
