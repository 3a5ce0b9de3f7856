"""What a deploy would do, worked out as a value: steps per target, in waves, written to a plan file that is applied exactly or refused."""

from netops.plan.build import Work, build_step, digest, work_out
from netops.plan.file import dump, load
from netops.plan.record import Change, Kept, Plan, Running, Step
from netops.plan.waves import waves

__all__ = ["Change", "Kept", "Plan", "Running", "Step", "Work", "build_step", "digest", "dump", "load", "waves", "work_out"]
