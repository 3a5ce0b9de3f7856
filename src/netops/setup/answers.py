"""What `netops init` asks, with what holds without an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SECRETS: Mapping[str, str] = {
    "env": "environment variables, from a file beside the company for what runs at night",
    "file": "one YAML file outside of git, which only its owner can read",
    "pass": "the program pass",
}
CI: Mapping[str, str] = {"github": "workflows of GitHub: validate, and review each pull request", "none": "none"}
NIGHTLY: Mapping[str, str] = {
    "systemd": "a timer and a service of systemd on this machine",
    "cron": "a line for crontab on this machine",
    "github": "a workflow of GitHub on a runner that reaches the devices",
    "none": "nothing",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers. `folder`: the name of the company's folder, after which files outside of it are called. Without `platforms` those of the
    starter's devices are meant."""

    company: str = "My company"
    site: str = "hq"
    further_sites: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    secrets: str = "env"
    ci: str = "github"
    nightly: str = "none"
    folder: str = "company"
