"""The main job on a company: render, read what runs, plan, deploy, look for drift. Commands call these functions and show the results."""

from netops.jobs.deploying import apply_plan
from netops.jobs.drifting import find_drift
from netops.jobs.operation import Operation
from netops.jobs.planning import check_fresh, make_plan, rollback_plan
from netops.jobs.reading import Reading, read

__all__ = ["Operation", "Reading", "apply_plan", "check_fresh", "find_drift", "make_plan", "read", "rollback_plan"]
