"""A small fleet: a company of a few targets, and SSH servers that count what they see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from netops import platforms
from netops.platforms import Platform
from netops.project import Project
from ssh_servers import Seen, SshServers

PASSWORD = "correct-horse"


@dataclass(frozen=True)
class Target:
    name: str
    platform: str = "cisco_ios"
    address: str = ""
    site: str = "ber"
    role: str = "access"
    kind: str = "device"
    status: str = "active"

    @property
    def device(self) -> str:
        return self.name


@dataclass
class Company:
    """What the fleet needs of a company."""

    project: Project
    settings: dict[str, Any]
    targets: Mapping[str, Target]
    objects: Mapping[str, Any] = field(default_factory=dict)
    devices: Mapping[str, Any] = field(default_factory=dict)
    schemas: Any = None

    def secret_origin(self, name: str) -> None:
        return None

    def platform(self, name: str) -> Platform:
        return platforms.get(name, self.project.root)


@dataclass(frozen=True)
class Lab:
    targets: Mapping[str, Mapping[str, Any]]
    secrets: Mapping[str, str] = field(default_factory=dict)
    banner: str = "a lab of a test"


class Servers(SshServers):
    """SSH servers by name, as a lab lists them."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[str, Seen] = {}
        self.entries: dict[str, dict[str, Any]] = {}

    def add(self, name: str, password: str = PASSWORD, given: str = PASSWORD, **entry: Any) -> None:
        """A server that takes `password`; the lab's entry says to log in with `given`."""
        key = asyncssh.generate_private_key("ssh-ed25519")
        port, self.seen[name] = self.listen(key, password)
        public = key.export_public_key().decode().strip()
        self.entries[name] = {"hostname": "127.0.0.1", "port": port, "username": "netops", "password": given}
        self.entries[name] |= {"transport": "ssh", "host_key": public, "optional_args": {}} | entry

    def lab(self) -> Lab:
        return Lab(self.entries)


@pytest.fixture
def servers() -> Iterator[Servers]:
    made = Servers()
    yield made
    made.stop()


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """A company without targets or settings, to add to."""
    (tmp_path / "netops.yaml").write_text("name: Test\nschema: 2\n")
    (tmp_path / "inventory").mkdir()
    return Company(Project(tmp_path), {}, {})
