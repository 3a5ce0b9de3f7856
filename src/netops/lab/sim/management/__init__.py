"""The management plane of simulated devices: whether their own configs still let netops in, and a session of it live on.

Code of the simulators alone: what netops derives from a config to guard its changes is not used here, so that a mistake there is seen.
"""
