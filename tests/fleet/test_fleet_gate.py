"""A wrong password is tried once in the whole fleet; a right one holds up nobody."""

from __future__ import annotations

import threading

import pytest
from fleet_servers import PASSWORD, Company, Servers, Target

from netops.errors import ExitCode, HostKeyChanged, LoginRefused, Unreachable
from netops.events import Outcome
from netops.fleet import exit_code, open_fleet, run_task, session
from netops.fleet.gate import LoginGate
from netops.fleet.threads import DriversByThread

WHO = ("netops", "secret")


def facts(task: object) -> None:
    with session(task):
        pass


def opened(company: Company, servers: Servers, **settings: object) -> dict[str, object]:
    company.targets = {name: Target(name) for name in servers.entries}
    return run_task(open_fleet(company, list(company.targets.values()), servers.lab(), **settings), facts)


@pytest.mark.lab
def test_refused_password_is_tried_once_in_the_fleet(company: Company, servers: Servers) -> None:
    names = [f"sw{number:02}" for number in range(12)]
    for name in names:
        servers.add(name, given="wrong")
    answers = opened(company, servers)
    tries = {name: seen.passwords for name, seen in servers.seen.items() if seen.passwords}
    assert list(tries.values()) == [["wrong"]]
    first = next(iter(tries))
    assert {name: (type(answer.error), answer.outcome) for name, answer in answers.items()} == dict.fromkeys(
        names, (LoginRefused, Outcome.REFUSED)
    )
    other = next(name for name in names if name != first)
    assert answers[other].message == (
        f"{other}: not tried: {first} refused the login of netops, so nothing further was tried with it\n"
        f"    hint: see the message of {first}; one refusal stops every login with the same credential, so that no account gets locked"
    )
    assert exit_code(answers) == ExitCode.DEVICES


@pytest.mark.lab
def test_other_credential_goes_on(company: Company, servers: Servers) -> None:
    servers.add("bad", given="wrong")
    servers.add("key", host_key="ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJuHCAYvFNFnvJsZQ9GyCZyEdD1vDGcWcGS8zaH5dLQV")
    answers = opened(company, servers)
    assert isinstance(answers["bad"].error, LoginRefused)
    assert isinstance(answers["key"].error, HostKeyChanged)
    assert servers.seen["key"].passwords == []
    assert PASSWORD not in answers["key"].message and "no password was sent" in answers["key"].message


def test_gate_opens_for_all_after_the_first() -> None:
    """Fifty threads, one credential: one goes first alone, then the others are in together."""
    gate = LoginGate(DriversByThread())
    together = threading.Barrier(49)
    inside: list[str] = []
    first_done = threading.Event()

    def login(name: str) -> None:
        with gate.login(name, WHO):
            inside.append(name)
            if not first_done.is_set():
                assert len(inside) == 1
                first_done.set()
                return
            together.wait(20)

    threads = [threading.Thread(target=login, args=(f"h{number}",), daemon=True) for number in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(inside) == 50 and not any(thread.is_alive() for thread in threads)


def test_dead_first_device_gives_its_turn_on() -> None:
    gate = LoginGate(DriversByThread())
    with pytest.raises(Unreachable), gate.login("dead", WHO):
        raise Unreachable("dead", "no route")
    assert not gate.is_open(WHO)
    with gate.login("next", WHO):
        pass
    assert gate.is_open(WHO)


def test_refusal_after_success_closes_the_gate() -> None:
    gate = LoginGate(DriversByThread())
    with gate.login("a", WHO):
        pass
    with pytest.raises(LoginRefused), gate.login("b", WHO):
        raise LoginRefused("b", "no")
    with pytest.raises(LoginRefused, match="c: not tried: b refused"), gate.login("c", WHO):
        raise AssertionError("it was let in")
    with gate.login("c", ("other", "secret")):
        pass


def test_hung_first_login_is_passed_by() -> None:
    """Nobody waits longer than the gate's patience, here on a clock of the test."""
    now = [0.0]
    gate = LoginGate(DriversByThread(), patience_s=0.05, clock=lambda: now[0])
    hung = gate.login("hung", WHO)
    hung.__enter__()
    now[0] = 1.0
    with gate.login("next", WHO):
        pass
    assert gate.is_open(WHO)
    hung.__exit__(None, None, None)


def test_expired_thread_waits_no_longer() -> None:
    drivers = DriversByThread()
    gate = LoginGate(drivers, patience_s=600)
    caught: list[BaseException] = []

    def login() -> None:
        try:
            with gate.login("late", WHO):
                caught.append(AssertionError("it was let in"))
        except BaseException as error:
            caught.append(error)

    with gate.login("first", WHO):
        waiting = threading.Thread(target=login, daemon=True)
        waiting.start()
        drivers.expire(waiting)
        waiting.join(20)
    assert [str(error) for error in caught] == ["late: its deadline was over before it could be worked on further"]
