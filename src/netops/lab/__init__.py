"""A lab: the company's targets, simulated in one process or real in network namespaces, as `netops lab` starts and stops it.

lab = up(company, targets)          # or load(company.project): the running one, or None
lab.targets["ber-core-1"]           # hostname, port, username, password, transport, host_key, optional_args, platform
lab.exec("ber-acc-1", ["conf t", "ntp server 192.0.2.66"])
lab.advance(600)                    # the clock of a simulated lab: revert timers fire
lab.down()
"""

from __future__ import annotations

from netops.lab.running import ExecResult, Lab, RealLab, SimulatedLab, load
from netops.lab.start import InitialConfigs, private_lab, start_lab, stop_lab

__all__ = ["ExecResult", "InitialConfigs", "Lab", "RealLab", "SimulatedLab", "load", "private_lab", "start_lab", "stop_lab"]
