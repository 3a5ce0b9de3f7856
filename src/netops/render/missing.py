"""Names that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing


class NameMissing(UndefinedError):
    """A template used a name that is not there. `known` are the names beside it."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"undefined name {name!r}")
        self.name = name
        self.known = tuple(known)


class Missing(StrictUndefined):
    """A name that is not there: an error as soon as it is used, except by `is defined`, `default` and (for keys of maps) `then`."""

    __slots__ = ()

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError) -> None:
        known = tuple(map(str, obj)) if isinstance(obj, Mapping) else ()
        error: Any = exc if exc is not UndefinedError else lambda _: NameMissing(str(name), known)
        super().__init__(hint, obj, name, error)

    @property
    def is_top_level(self) -> bool:
        """Whether the view has no such name, and not only a map in it."""
        return self._undefined_obj is missing

    @property
    def error(self) -> Exception:
        """What using the name raises."""
        return self._undefined_exception(self._undefined_message)
