"""Configs to data: an existing network as a company whose first plan is empty.

    texts ── recognise ── hide (secrets out) ── read (tables of the platform) ── draft of each device
                                                                                      │
              files <── layers (what is common, once) <── proof (render, compare, what does not come back is raw_config)

Everything here is pure but for the proof, which opens the drafted company in a folder that it is given.
"""
