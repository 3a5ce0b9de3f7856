"""Set-up: the files of a new company, of what runs every night, and of continuous integration, as texts by name.

answers = Answers(company="Acme", site="ber")
company_files(answers)                      # netops.yaml, inventory/
systemd_units(drift_job(runtime))           # a service and its timer; cron_line(job) for cron
workflows(answers, secrets)                 # .github/workflows/
"""

from __future__ import annotations

from netops.setup.answers import Answers
from netops.setup.company import company_files, secret_names
from netops.setup.github import workflow_files
from netops.setup.nightly import JobRuntime, NightlyJob, cron_line, drift_job, systemd_units

__all__ = [
    "Answers",
    "JobRuntime",
    "NightlyJob",
    "company_files",
    "cron_line",
    "drift_job",
    "secret_names",
    "systemd_units",
    "workflow_files",
]
