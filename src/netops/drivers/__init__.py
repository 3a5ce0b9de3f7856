"""Drivers: one module per platform, each speaks NAPALM's verbs to one target. `base` holds what they share; nothing here knows nornir."""
