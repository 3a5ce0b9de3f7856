from napalm_sim import sim

__all__ = ["sim"]
