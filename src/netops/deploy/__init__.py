"""Bringing targets from what they run to what a plan says: exactly, in waves, with a way back, and written down."""

from netops.deploy.outcome import determine_outcome, settle_target
from netops.deploy.records import REVERT_AFTER_S, DeployJob, TargetResult
from netops.deploy.run import Between, Deployment, WaveBreak, continue_always, deploy, initial_results
from netops.deploy.target import apply_target

__all__ = [
    "REVERT_AFTER_S",
    "Between",
    "DeployJob",
    "Deployment",
    "TargetResult",
    "WaveBreak",
    "apply_target",
    "continue_always",
    "deploy",
    "determine_outcome",
    "initial_results",
    "settle_target",
]
