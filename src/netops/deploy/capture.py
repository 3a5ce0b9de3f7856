"""What a deploy is about to take off a device and nobody else has, encrypted with age for those whom `capture:` of netops.yaml names."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from netops import extras
from netops.config import DiffLine, ParsedConfig
from netops.errors import UsageError


@dataclass(frozen=True, slots=True)
class CaptureStore:
    """Where encrypted lines are stored, and the public keys of those who can read them."""

    folder: Path
    recipients: tuple[Any, ...]

    def store(self, run: str, target: str, running: ParsedConfig, lines: Iterable[DiffLine]) -> None:
        """Write the lines of a running config, with their secrets, where only the recipients can read them."""
        import pyrage

        text = captured_text(running, lines)
        path = _file(self.folder, run, target)
        path.parent.mkdir(parents=True, exist_ok=True)
        data = pyrage.encrypt(text.encode(), list(self.recipients))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def make_capture_store(folder: Path, settings: dict[str, Sequence[str]] | None) -> CaptureStore | None:
    """The capture that the settings describe; None without. UsageError where its library is missing, or a key is no public key."""
    if not settings:
        return None
    extras.require_extra("`capture` of netops.yaml", "capture")
    import pyrage

    return CaptureStore(folder, tuple(_recipient(pyrage, key) for key in settings["recipients"]))


def read_captured(folder: Path, run: str, targets: Iterable[str], key: Path) -> dict[str, str]:
    """What was stored of some targets before a run, by target. UsageError for a key that cannot read it, or without the library."""
    extras.require_extra("--identity", "capture")
    import pyrage

    paths = {name: path for name in targets if (path := _file(folder, run, name)).is_file()}
    identity = _identity(pyrage, key)
    try:
        return {name: pyrage.decrypt(path.read_bytes(), [identity]).decode() for name, path in paths.items()}
    except (pyrage.DecryptError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{key} cannot read what run {run} stored: {error}", hint="give the key of one of capture.recipients") from error


def _identity(pyrage: Any, key: Path) -> Any:
    try:
        data = key.read_bytes()
        line = next((line for line in data.decode(errors="replace").splitlines() if line.startswith("AGE-SECRET-KEY-")), "")
        return pyrage.x25519.Identity.from_str(line) if line else pyrage.ssh.Identity.from_buffer(data)
    except OSError as error:
        raise UsageError(f"--identity {key}: it cannot be read: {error.strerror}") from error
    except pyrage.IdentityError as error:
        raise UsageError(f"--identity {key}: it is no private key of age or SSH") from error


def _file(folder: Path, run: str, target: str) -> Path:
    return folder / run / f"{target.replace(':', '.')}.age"


def _recipient(pyrage: Any, key: str) -> Any:
    kind = pyrage.x25519 if key.startswith("age1") else pyrage.ssh
    try:
        return kind.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        raise UsageError(
            f"netops.yaml: capture.recipients: {key[:24]}... is no public key: {error}", hint="age-keygen -y KEY prints it"
        ) from error


def captured_text(running: ParsedConfig, lines: Iterable[DiffLine]) -> str:
    """The lines as the device has them, each below the lines that it is in."""
    out: list[str] = []
    above: tuple[str, ...] = ()
    for line in lines:
        out += [f"{' ' * depth}{text}" for depth, text in enumerate(line.path[:-1]) if line.path[: depth + 1] != above[: depth + 1]]
        above = line.path[:-1]
        out.append(running.lines[line.running_line - 1] if line.running_line else line.text)
    return "\n".join(out) + "\n"
