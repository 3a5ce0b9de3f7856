"""What a deploy would do, worked out as a value: steps per target, in waves, written to a plan file that is applied exactly or refused."""

from netops.plan.build import CandidateChange, build_step, compute_change
from netops.plan.compare import mismatches
from netops.plan.file import dump, load
from netops.plan.record import ConfigFile, ConfigSource, Plan, Step
from netops.plan.topology import Topology, redundancy_groups, topology_of
from netops.plan.waves import Schedule, WavePolicy, endangered, schedule, wave_policy

__all__ = [
    "CandidateChange",
    "ConfigFile",
    "ConfigSource",
    "Plan",
    "Schedule",
    "Step",
    "Topology",
    "WavePolicy",
    "build_step",
    "compute_change",
    "dump",
    "endangered",
    "load",
    "mismatches",
    "redundancy_groups",
    "schedule",
    "topology_of",
    "wave_policy",
]
