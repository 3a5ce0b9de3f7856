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


def test_little_work_stays_here() -> None:
    assert {process for _, process in parallel_map(lambda item: (item, os.getpid()), range(FEWEST - 1))} == {os.getpid()}


def test_an_error_in_another_process_shows_here() -> None:
    def fails(item: int) -> int:
        if item == 1:
            raise ValueError("one is wrong")
        return item

    with pytest.raises(ValueError, match="one is wrong"):
        parallel_map(fails, range(FEWEST * 2))
