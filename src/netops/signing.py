"""Signatures by `ssh-keygen -Y`: with the SSH keys that people have, and without a key store of our own."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from netops.errors import UsageError

NAMESPACE: Final = "netops-plan"
"""What a signature is for, so that one of a git commit or of an e-mail is none of a plan."""
TIMEOUT_S = 60


def sign_text(text: str, key: Path) -> str:
    """The signature of a text by a private key, or by the public key of one that the ssh-agent has. UsageError when it cannot be made."""
    with tempfile.TemporaryDirectory() as folder:
        message = Path(folder) / "message"
        message.write_text(text, encoding="utf-8")
        done = _run("sign", "-n", NAMESPACE, "-f", str(key), str(message), is_interactive=True)
        if done.returncode:
            raise UsageError(
                f"{key}: no signature could be made: {_reason(done)}", hint="name a key that is yours: --key ~/.ssh/id_ed25519"
            )
        return message.with_name("message.sig").read_text(encoding="ascii")


def signer_of(text: str, signature: str, keys: Mapping[str, Iterable[str]]) -> str | None:
    """The name whose key has signed a text; empty when it is a valid signature by none of the keys, None when it is no signature of it."""
    with tempfile.TemporaryDirectory() as folder:
        allowed, made = Path(folder) / "allowed_signers", Path(folder) / "signature"
        made.write_text(signature, encoding="utf-8")
        lines = [f'{name} namespaces="{NAMESPACE}" {key}' for name, own in keys.items() for key in own]
        allowed.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        if _run("check-novalidate", "-n", NAMESPACE, "-s", str(made), given=text).returncode:
            return None
        found = _run("find-principals", "-s", str(made), "-f", str(allowed)).stdout.splitlines()
        verified = (name for name in found if _is_valid(text, name, made, allowed))
        return next(verified, "")


def _is_valid(text: str, name: str, made: Path, allowed: Path) -> bool:
    done = _run("verify", "-n", NAMESPACE, "-f", str(allowed), "-I", name, "-s", str(made), given=text)
    return done.returncode == 0


def _run(verb: str, *words: str, given: str = "", is_interactive: bool = False) -> subprocess.CompletedProcess[str]:
    """How ssh-keygen ended. `is_interactive`: it may ask for a passphrase. UsageError where there is no ssh-keygen."""
    try:
        command = ("ssh-keygen", "-Y", verb, *words)
        given_text = None if is_interactive else given
        return subprocess.run(command, input=given_text, capture_output=True, text=True, errors="replace", timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UsageError(f"ssh-keygen did not run: {error}", hint="install OpenSSH 8.2 or later") from error


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    lines = (done.stderr or done.stdout).strip().splitlines()
    return lines[-1] if lines else f"ssh-keygen ended with {done.returncode}"
