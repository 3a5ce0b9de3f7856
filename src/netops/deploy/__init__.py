"""Bringing targets from what they run to what a plan says: exactly, in waves, with a way back, and written down."""

from netops.deploy.run import Deployment, deploy, initial_results
from netops.deploy.target import REVERT_AFTER_S, Job, TargetResult, apply_target, determine_outcome

__all__ = ["REVERT_AFTER_S", "Deployment", "Job", "TargetResult", "apply_target", "deploy", "determine_outcome", "initial_results"]
