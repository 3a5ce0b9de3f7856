"""Filters of templates."""

from __future__ import annotations


def asdot(asn: int) -> str:
    """An AS number as asdot (RFC 5396): `65536` -> `1.0`, and `64512` as it is."""
    high, low = divmod(int(asn), 65536)
    return f"{high}.{low}" if high else str(low)


FILTERS = {"asdot": asdot}
