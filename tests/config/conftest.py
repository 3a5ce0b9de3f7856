"""One real FRR router for all tests that ask it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from config_router import Router, why_not


@pytest.fixture(scope="session")
def router() -> Iterator[Router]:
    if reason := why_not():
        pytest.skip(reason)
    made = Router()
    try:
        made.start()
        yield made
    finally:
        made.stop()
