"""The names a device goes by."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from netops.model.company import Company


def derive(view: Mapping[str, Any], company: Company) -> dict[str, Any]:
    """`hostname`: the device's name, unless somebody typed another."""
    return {"hostname": view["device"]["name"]}
