"""What netops does on devices, with NAPALM in a thread pool: the same reads and pushes, and nothing else. Run by devices.py.

`napalm_pool.py LAB VERB FOLDER`: LAB is the lab's targets.json, VERB is `backup`, `drift` or `deploy`, FOLDER has the intended configs.
"""

from __future__ import annotations

import difflib
import json
import secrets
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from napalm import get_network_driver

WORKERS = 50
REVERT_S = 120


def opened(target: dict):
    options = {**target["optional_args"], "port": target["port"], "auto_file_prompt": False, "allow_agent": False}
    driver = get_network_driver("ios")(target["hostname"], target["username"], target["password"], timeout=30, optional_args=options)
    driver.open()
    return driver


def running(driver) -> str:
    return driver.get_config(retrieve="running")["running"]


def backup(name: str, target: dict, folder: Path) -> None:
    driver = opened(target)
    (folder / f"{name}.backup").write_text(running(driver))
    driver.close()


def drift(name: str, target: dict, folder: Path) -> None:
    """As netops: the running config and whether a commit is pending, then the difference."""
    driver = opened(target)
    text = running(driver)
    driver.has_pending_commit()
    driver.close()
    list(difflib.unified_diff(text.splitlines(), (folder / f"{name}.cfg").read_text().splitlines()))


def deploy(name: str, target: dict, folder: Path) -> None:
    """A plan and its deployment as netops does them: one read for the plan; read, load, commit on trial, read, confirm, read again."""
    drift(name, target, folder)
    driver = opened(target)
    text = running(driver)
    driver.has_pending_commit()
    driver.load_replace_candidate(config=f"{text.rstrip().removesuffix('end')}logging host 10.0.21.{secrets.randbelow(250)}\nend\n")
    driver.commit_config(revert_in=REVERT_S)
    running(driver)
    driver.has_pending_commit()
    driver.confirm_commit()
    driver.get_config()
    driver.close()


if __name__ == "__main__":
    lab, verb, folder = json.loads(Path(sys.argv[1]).read_text()), sys.argv[2], Path(sys.argv[3])
    work = {"backup": backup, "drift": drift, "deploy": deploy}[verb]
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda item: work(*item, folder), lab["targets"].items()))
