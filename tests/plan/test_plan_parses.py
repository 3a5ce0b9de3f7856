"""A config is parsed once: how often the dialect reads a text, for a plan from files and for a deploy of one target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from netops import platforms
from netops.config import ParsedConfig, diff
from netops.deploy import DeployJob, apply_target
from netops.dialects import indent
from netops.plan import build_step
from netops.platforms import PlatformSpec, get
from netops.render import Rendered
from netops.state import State

OLD = "hostname sw1\nntp server 192.0.2.1\nsnmp-server location hall\nend\n"
NEW = OLD.replace("192.0.2.1", "192.0.2.2")


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each text was read by the dialect of platforms by indentation."""
    found: Counter[str] = Counter()
    read = indent.read

    def counting(grammar: object, mask: object, text: str) -> object:
        found[text] += 1
        return read(grammar, mask, text)  # type: ignore[arg-type]

    monkeypatch.setattr(indent, "read", counting)
    assert platforms.grammar_of(platforms.get("cisco_ios")).dialect is indent
    return found


@pytest.mark.parametrize("managed", [None, ("ntp",)])
@pytest.mark.parametrize("applied", [None, OLD])
@pytest.mark.parametrize("apply", ["replace", "commands"])
def test_a_plan_reads_each_side_at_most_twice(
    reads: Counter[str], apply: str, managed: tuple[str, ...] | None, applied: str | None
) -> None:
    made = build_step(Rendered("sw1", "cisco_ios", NEW), apply, OLD, managed=managed, applied=applied)  # type: ignore[arg-type]
    assert made is not None
    assert set(reads.values()) == {1}
    assert reads.total() <= 4


def test_placeholders_are_no_reason_to_read_again(reads: Counter[str]) -> None:
    running, wanted = (f"hostname sw1\nusername x secret 5 {value}\nend\n" for value in ("$1$abc", "⟦secret:x⟧"))
    assert diff("cisco_ios", running, wanted) == ()
    assert (reads[running], reads[wanted]) == (1, 1)


def test_equal_texts_are_not_read(reads: Counter[str]) -> None:
    assert build_step(Rendered("sw1", "cisco_ios", NEW), "replace", NEW, managed=("ntp",), applied=None) is None
    assert not reads


class Device:
    """A device that takes what it is given, and shows it with a comment that differs each time it is read."""

    def __init__(self) -> None:
        self.running, self.candidate, self.reads = OLD, "", 0

    def get_config(self, retrieve: str = "all") -> dict[str, str]:
        self.reads += 1
        return dict.fromkeys(("running", "startup"), f"! read {self.reads}\n{self.running}") | {"candidate": self.candidate}

    def load_replace_candidate(self, config: str) -> None:
        self.candidate = config

    def load_merge_candidate(self, config: str) -> None:
        self.candidate = NEW

    def commit_config(self, revert_in: int | None = None) -> None:
        self.running = self.candidate

    def start_run(self, run: str) -> None: ...

    def confirm_commit(self) -> None: ...

    def has_pending_commit(self) -> bool:
        return False


@pytest.fixture
def job(tmp_path: Path) -> Iterator[DeployJob]:
    with State(tmp_path / "state.db") as state:
        yield DeployJob(state.start("deploy", "abc"), "abc", state)


@pytest.mark.parametrize("apply", ["replace", "commands"])
def test_a_deploy_reads_four_texts(reads: Counter[str], job: DeployJob, apply: str) -> None:
    step = build_step(Rendered("sw1", "cisco_ios", NEW), apply, OLD, managed=None, applied=None)  # type: ignore[arg-type]
    assert step is not None
    reads.clear()
    spec = PlatformSpec(platform="cisco_ios", apply=apply, atomic=True, candidate_readable=False, revert_granularity_s=60)  # type: ignore[arg-type]
    apply_target(Device(), replace(get("cisco_ios"), spec=spec), step, job)  # type: ignore[arg-type]
    assert set(reads.values()) == {1}
    assert reads.total() <= 4 + (apply == "commands")


def test_what_is_derived_is_made_once(reads: Counter[str]) -> None:
    config = ParsedConfig("cisco_ios", OLD)
    assert config.root is config.root
    assert config.normal() is config.normal()
    assert config.redacted() is config.redacted()
    assert config.digest() == ParsedConfig("cisco_ios", "! noise\n" + OLD).digest()
