"""The company that is cut off from netops in many ways."""

from __future__ import annotations

from pathlib import Path

import pytest
from lockout_company import Bench, write


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    root: Path = tmp_path_factory.mktemp("lockout")
    write(root)
    return Bench(root)
