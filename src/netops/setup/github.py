"""Workflows of GitHub for a company: each installs the version of netops that wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from netops import __version__
from netops.extras import DISTRIBUTION, for_transport
from netops.setup.answers import Answers
from netops.setup.company import STARTER, environment_variable_name

FOLDER = ".github/workflows"
REVIEW = f"{FOLDER}/netops.yml"
VALIDATE = f"{FOLDER}/netops-validate.yml"
NIGHTLY = f"{FOLDER}/netops-nightly.yml"
PYTHON = "3.13"


def workflow_files(answers: Answers, secrets: Sequence[str], transports: Iterable[str]) -> dict[str, str]:
    """The workflows by name: to validate and to review, and the one of every night where that runs on GitHub.

    `secrets`, `transports`: those that the company uses.
    """
    made = {REVIEW: (STARTER / "workflow.yml").read_text(encoding="utf-8"), VALIDATE: validate_workflow()} if answers.ci == "github" else {}
    if answers.nightly != "github":
        return made
    extras = dict.fromkeys(extra for transport in ("", *sorted(transports)) for extra in for_transport(transport))
    return {**made, NIGHTLY: nightly_workflow(secrets if answers.secrets == "env" else (), *extras)}


def netops_requirement(*extras: str) -> str:
    """What a workflow installs.

    >>> netops_requirement("devices").startswith("netops-as-code[devices]==")
    True
    """
    chosen = f"[{','.join(extras)}]" if extras else ""
    return f"{DISTRIBUTION}{chosen}=={__version__}"


def validate_workflow() -> str:
    """Validates and renders what is pushed to the main branch. Needs no secret."""
    return f"""\
# Validates what is on the main branch, and renders every target. Pull requests are validated by their review.
name: netops validate

on:
  push:
    branches: [main, master]
  workflow_dispatch:

permissions:
  contents: read

jobs:
  validate:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
{_set_up()}      - name: Validate
        run: netops validate --format github
      - name: Render
        run: netops render -o build/
"""


def nightly_workflow(secrets: Sequence[str], *extras: str) -> str:
    """Reports drift every night, on a runner of one's own that reaches the devices."""
    return f"""\
# Compares what devices run with what is intended, every night, on a runner with the label `netops` that reaches the devices.
# It fails when anything differs (4) or was not read (5). The values of secrets: Settings > Secrets and variables > Actions.
name: netops nightly

on:
  schedule:
    - cron: "15 2 * * *"
  workflow_dispatch:

permissions:
  contents: read

concurrency:
  group: netops-nightly

jobs:
  drift:
    runs-on: [self-hosted, netops]
    timeout-minutes: 120
{_environment(secrets)}    steps:
{_set_up(*extras)}      - name: Drift
        run: netops drift --exit-code --html drift.html
      - uses: actions/upload-artifact@v4
        if: always()
        with:
          name: drift
          path: drift.html
"""


def _set_up(*extras: str) -> str:
    """The first steps of a job: the repository, Python, and this version of netops."""
    return f"""\
      - uses: actions/checkout@v4
        with:
          persist-credentials: false
      - uses: actions/setup-python@v5
        with:
          python-version: "{PYTHON}"
      - name: Install netops
        run: pip install "{netops_requirement(*extras)}"
"""


def _environment(secrets: Sequence[str]) -> str:
    """The variables of a job whose values are secrets of the repository."""
    lines = (f"      {environment_variable_name(name)}: ${{{{ secrets.{environment_variable_name(name)} }}}}\n" for name in secrets)
    return "    env:\n" + "".join(lines) if secrets else ""
