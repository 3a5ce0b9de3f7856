"""One host's hang, crash or failure costs its own result and nobody else's."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from fleet_servers import Company, Lab, Target
from nornir.core import Nornir
from nornir.core.configuration import Config, LoggingConfig
from nornir.core.inventory import Defaults, Groups, Host, Hosts, Inventory
from nornir.core.state import GlobalState
from nornir.core.task import Result, Task

from netops.errors import DeadlineExceeded, ExitCode, Refused, Unreachable
from netops.events import Event, Outcome
from netops.fleet import exit_code, open_fleet, run_task, session
from netops.fleet.context import KEY
from netops.fleet.runner import DeadlineRunner


def fleet(*names: str, deadline_s: float = 60, workers: int = 10) -> Nornir:
    """Hosts without connections."""
    inventory = Inventory(Hosts({name: Host(name) for name in names}), Groups(), Defaults())
    return Nornir(
        inventory=inventory,
        runner=DeadlineRunner(workers, deadline_s),
        config=Config(logging=LoggingConfig(enabled=False)),
        data=GlobalState(),
    )


@pytest.fixture
def silent_server() -> Iterator[tuple[str, int]]:
    """A server that takes connections and never says a word. Its address; it is closed at the end."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as server:
        yield server.getsockname()


def test_hung_device_ends_at_its_deadline_and_others_end(company: Company, silent_server: tuple[str, int]) -> None:
    company.targets = {name: Target(name, "arista_eos") for name in ("good1", "hung", "good2")}
    entry = {"hostname": silent_server[0], "port": silent_server[1], "transport": "http", "username": "", "password": ""}
    nornir = open_fleet(company, list(company.targets.values()), Lab(dict.fromkeys(company.targets, entry)), deadline_s=1.5)
    left: list[BaseException] = []
    ended = threading.Event()

    def task(task: Task) -> str:
        if task.host.name != "hung":
            return "done"
        try:
            with session(task) as driver:
                return str(driver.get_facts())
        except BaseException as error:
            left.append(error)
            raise
        finally:
            ended.set()

    answers = run_task(nornir, task)
    assert {name: (answer.value, answer.outcome) for name, answer in answers.items()} == {
        "good1": ("done", None),
        "good2": ("done", None),
        "hung": (None, Outcome.UNKNOWN),
    }
    assert answers["hung"].message == (
        "hung: no end after 1.5 s: its connection was closed, and its state is unknown\n"
        "    hint: look at the device before the next change; --timeout gives it more time"
    )
    assert exit_code(answers) == ExitCode.DEVICES
    assert ended.wait(20), "the thread is still on its socket: it was not closed"
    assert [type(error) for error in left] in ([Unreachable], [DeadlineExceeded])
    assert nornir.config.user_defined[KEY].drivers.open_count() == 0


def test_more_hanging_hosts_than_workers() -> None:
    """Places are given on; the run ends although every worker hangs for good."""
    forever = threading.Event()

    def task(task: Task) -> str:
        if task.host.name.startswith("hung"):
            forever.wait()
        return task.host.name

    answers = run_task(fleet("hung1", "hung2", "hung3", "ok", deadline_s=0.3, workers=2), task)
    forever.set()
    assert [name for name, answer in answers.items() if isinstance(answer.error, DeadlineExceeded)] == ["hung1", "hung2", "hung3"]
    assert answers["ok"].value == "ok"


def test_deadline_starts_with_the_task_not_in_the_queue() -> None:
    """Ten hosts, one place: each may take its time, as long as each alone ends in time."""
    turn = threading.Semaphore(1)

    def task(task: Task) -> str:
        with turn:
            return task.host.name

    names = [f"h{number}" for number in range(10)]
    assert all(answer.ok for answer in run_task(fleet(*names, deadline_s=20, workers=1), task).values())


def test_failures_stay_with_their_host() -> None:
    def fails(task: Task) -> str:
        match task.host.name:
            case "bug":
                raise KeyError("serial")
            case "refused":
                raise Refused("refused: held by run 1")
            case "exits":
                raise SystemExit(3)
            case "down":
                raise Unreachable("down", "no route")
        return "fine"

    answers = run_task(fleet("bug", "refused", "exits", "down", "ok"), fails)
    assert {name: (answer.ok, answer.outcome, answer.exit_code) for name, answer in answers.items()} == {
        "bug": (False, Outcome.FAILED, ExitCode.BUG),
        "refused": (False, Outcome.REFUSED, ExitCode.REFUSED),
        "exits": (False, Outcome.FAILED, ExitCode.BUG),
        "down": (False, Outcome.UNREACHABLE, ExitCode.DEVICES),
        "ok": (True, None, ExitCode.OK),
    }
    assert answers["bug"].message == "bug: a bug in a task: KeyError: 'serial'"
    assert exit_code(answers) == ExitCode.BUG


def test_failed_hosts_run_again() -> None:
    """Nornir leaves out hosts that failed once, without a word."""
    nornir = fleet("a", "b")
    runs: list[str] = []

    def task(task: Task) -> None:
        runs.append(task.host.name)
        raise ValueError("always")

    run_task(nornir, task)
    run_task(nornir, task)
    assert sorted(runs) == ["a", "a", "b", "b"]


def test_failed_step_of_a_task_is_its_failure() -> None:
    def inner(task: Task) -> None:
        raise Unreachable(task.host.name, "no route")

    def outer(task: Task) -> str:
        task.run(inner)
        return "never"

    answer = run_task(fleet("a"), outer)["a"]
    assert isinstance(answer.error, Unreachable)

    def silent(task: Task) -> Result:
        return Result(task.host, result="no", failed=True)

    assert not run_task(fleet("a"), silent)["a"].ok


def test_progress_counts_every_host_once() -> None:
    events: list[Event] = []
    run_task(fleet("a", "b", "c", workers=1), lambda task: task.host.name, listen=events.append, name="named")
    assert [(event.kind, event.target, event.done, event.total) for event in events] == [
        ("begin", "a", 0, 3),
        ("result", "a", 1, 3),
        ("begin", "b", 1, 3),
        ("result", "b", 2, 3),
        ("begin", "c", 2, 3),
        ("result", "c", 3, 3),
    ]


def test_a_listener_that_fails_is_not_hidden() -> None:
    def listen(event: Event) -> None:
        raise RuntimeError("broken view")

    with pytest.raises(RuntimeError, match="broken view"):
        run_task(fleet("a"), lambda task: None, listen=listen, name="named")
