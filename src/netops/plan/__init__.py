"""What a deploy would do, worked out as a value: steps per target, in waves, written to a plan file that is applied exactly or refused."""

from netops.plan.build import CandidateChange, build_step, compute_change
from netops.plan.compare import differing_keys
from netops.plan.file import plan_from_json, plan_to_json
from netops.plan.record import ConfigFile, ConfigSource, Plan, Step
from netops.plan.topology import Topology, redundancy_groups, topology_of
from netops.plan.waves import Schedule, WavePolicy, endangered_targets, schedule_waves, wave_policy

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
    "differing_keys",
    "endangered_targets",
    "plan_from_json",
    "plan_to_json",
    "redundancy_groups",
    "schedule_waves",
    "topology_of",
    "wave_policy",
]
