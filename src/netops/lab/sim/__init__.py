"""Simulated targets: state machines behind the vendors' protocols, all in one asyncio process, apart from the rest of netops.

Nothing here imports the configuration code of netops: the simulator is an independent second opinion on what a device does with a text.
"""
