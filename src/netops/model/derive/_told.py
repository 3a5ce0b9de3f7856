"""Origins for values that are derived from other objects: those are plain, so their places are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from netops.model.index import Place
from netops.source.trace import TracedDict, origins_of, with_origins

if TYPE_CHECKING:
    from netops.model.company import Company

Teller = Callable[..., Any]


def teller(view: Mapping[str, Any], company: Company) -> Teller:
    """`told(value, *inputs)`: the value with the origins of its inputs, each a `Place` or a value of the view.

    For a plain view it gives the bare value.
    """
    if not isinstance(view, TracedDict):
        return lambda value, *inputs: value

    def told(value: Any, *inputs: Any) -> Any:
        origins = [origin for item in inputs for origin in (_origins(item, company) if isinstance(item, Place) else origins_of(item))]
        return with_origins(value, tuple(dict.fromkeys(origins))) if origins else value

    return told


def _origins(place: Place, company: Company) -> tuple[Any, ...]:
    origin = company.origin(place.kind, place.name, place.path)
    return () if origin is None else (origin,)
