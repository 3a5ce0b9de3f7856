"""One graph of the company and one walker over it: what is connected, what needs what, and which way packets take.

`netops.graph.paths` has all that others call; rules, which only need what is connected, take `netops.graph.elements` alone.
"""
