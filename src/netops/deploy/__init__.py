"""Bringing targets from what they run to what a plan says: exactly, in waves, with a way back, and written down."""

from netops.deploy.run import Deployment, at_rest, deploy
from netops.deploy.target import Done, Job, apply_target, look

__all__ = ["Deployment", "Done", "Job", "apply_target", "at_rest", "deploy", "look"]
