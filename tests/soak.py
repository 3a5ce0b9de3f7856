"""The tests that take minutes, in named parts of at most 25 minutes: `python tests/soak.py [PART...] [--resume] [--list]`.

A part that has passed is written to `.netops/soak.json` with the commit; `--resume` leaves out what has passed at this commit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
RECORD = ROOT / ".netops/soak.json"
LIMIT_S = 25 * 60
PARTS = {
    **{f"mutants-{n + 1}of8": f"tests/provenance/test_provenance_measure.py::test_every_mutant[{n}]" for n in range(8)},
    "nft": "tests/graph/test_graph_nft.py::test_ten_thousand_packets_are_decided_as_by_nft",
    "files": "tests/bad_input/test_fuzz.py::test_a_company_with_very_many_changed_files",
    "dns": "tests/checks/test_checks_dns.py::test_bind_loads_very_many_records_that_the_rules_accept",
    "import": "tests/adopt/test_adopt_garbage.py::test_very_many_texts_that_were_changed_by_chance",
    "demo": "tests/e2e/test_e2e_demo.py::test_each_step_of_the_demo_fits_one_screen",
    "sections": "tests/config/test_config_mutations.py::test_every_section_of_the_golden_configs_goes_and_comes_back",
    "deploy": "tests/deploy/test_deploy_cut.py::test_a_target_of_every_platform_cut_at_any_call",
    "lockout": "tests/lockout/test_lockout_table.py::test_three_hundred_ordinary_changes",
    "state": "tests/state/test_state_machine.py::test_very_many_orders_of_calls_give_what_the_model_gives",
}
"""The tests of each part, as pytest takes them."""


def main(words: Sequence[str] | None = None) -> int:
    """The exit code: 0 when every requested part has passed."""
    options = parsed(words)
    if options.list:
        sys.stdout.write("".join(f"{part}\n" for part in PARTS))
        return 0
    commit = current_commit()
    passed = {part for part, entry in recorded().items() if options.resume and entry["commit"] == commit}
    failed = [part for part in options.part or PARTS if part not in passed and not passes(part, commit)]
    sys.stdout.write(f"soak: failed: {', '.join(failed)}\n" if failed else "soak: passed\n")
    return 1 if failed else 0


def parsed(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Run the tests that take minutes, part by part.")
    parser.add_argument("part", nargs="*", metavar="PART", help="the parts to run; all without one")
    parser.add_argument("--resume", action="store_true", help="leave out the parts that have passed at this commit")
    parser.add_argument("--list", action="store_true", help="list the parts")
    options = parser.parse_args(words)
    if unknown := [part for part in options.part if part not in PARTS]:
        parser.error(f"no part {unknown[0]!r}; parts: {', '.join(PARTS)}")
    return options


def current_commit() -> str:
    """The commit of the working tree; with changes that are not committed its name ends in `-dirty`."""
    command = ["git", "-C", str(ROOT), "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    return subprocess.run(command, capture_output=True, check=True, text=True).stdout.strip()


def recorded() -> dict[str, dict[str, str]]:
    """When each part has passed, and at which commit."""
    found: dict[str, dict[str, str]] = json.loads(RECORD.read_text()) if RECORD.exists() else {}
    return found


def passes(part: str, commit: str) -> bool:
    """Whether the tests of a part pass in time. A pass of a committed tree is recorded."""
    started = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-m", "soak", PARTS[part]]
    try:
        code = subprocess.run(command, cwd=ROOT, check=False, timeout=LIMIT_S).returncode
    except subprocess.TimeoutExpired:
        code = 1
    took = f"{time.monotonic() - started:.0f} s"
    sys.stdout.write(f"soak: {part}: {'passed' if code == 0 else 'failed'} in {took}\n")
    sys.stdout.flush()
    if code == 0 and not commit.endswith("-dirty"):
        RECORD.parent.mkdir(exist_ok=True)
        RECORD.write_text(json.dumps({**recorded(), part: {"commit": commit, "took": took}}, indent=1))
    return code == 0


if __name__ == "__main__":
    sys.exit(main())
