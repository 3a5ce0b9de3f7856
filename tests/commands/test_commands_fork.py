"""Work over several processes: results in order, errors as in one process."""

from __future__ import annotations

import os

import pytest

from netops.commands._fork import FEWEST, parallel_map


def test_results_come_in_order_and_from_more_than_one_process() -> None:
    results = parallel_map(lambda item: (item, os.getpid()), range(FEWEST * 3))
    assert [item for item, _ in results] == list(range(FEWEST * 3))
    cores = len(os.sched_getaffinity(0))
    assert len({process for _, process in results}) == max(cores, 1)


def test_each_item_is_reported_once_from_whatever_process_with_its_time() -> None:
    done: list[tuple[int, float]] = []
    assert parallel_map(lambda item: item, range(FEWEST * 3), lambda *report: done.append(report)) == list(range(FEWEST * 3))
    assert sorted(number for number, _ in done) == list(range(FEWEST * 3))
    assert all(seconds >= 0 for _, seconds in done)


def test_what_is_given_may_be_larger_than_a_pipe() -> None:
    assert [len(text) for text in parallel_map(lambda item: "x" * 200_000, range(FEWEST))] == [200_000] * FEWEST


def test_little_work_stays_here() -> None:
    assert {process for _, process in parallel_map(lambda item: (item, os.getpid()), range(FEWEST - 1))} == {os.getpid()}


def test_an_error_in_another_process_shows_here() -> None:
    def fails(item: int) -> int:
        if item == 1:
            raise ValueError("one is wrong")
        return item

    with pytest.raises(ValueError, match="one is wrong"):
        parallel_map(fails, range(FEWEST * 2))
