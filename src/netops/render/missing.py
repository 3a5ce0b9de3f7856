"""Names that are not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinja2 import StrictUndefined
from jinja2.exceptions import UndefinedError
from jinja2.utils import missing


class UndefinedName(UndefinedError):
    """A template used a name that is not there. `known` are the names beside it."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        super().__init__(f"undefined name {name!r}")
        self.name = name
        self.known = tuple(known)


class UndefinedValue(StrictUndefined):
    """A name that is not there: an error as soon as it is used, except by `is defined`, `default` and (for keys of maps) `then`."""

    __slots__ = ("_error",)

    def __init__(self, hint: str | None = None, obj: Any = missing, name: str | None = None, exc: Any = UndefinedError) -> None:
        # A template asks for hundreds of names that are not there; only what it uses then needs an error.
        self._undefined_hint = hint
        self._undefined_obj = obj
        self._undefined_name = name
        self._error = exc

    @property
    def _undefined_exception(self) -> Any:  # type: ignore[override]
        """What makes the error: of the class that was asked for, else one that knows the names beside this one."""
        if self._error is not UndefinedError:
            return self._error
        known = tuple(map(str, self._undefined_obj)) if isinstance(self._undefined_obj, Mapping) else ()
        return lambda _: UndefinedName(str(self._undefined_name), known)

    @property
    def is_top_level(self) -> bool:
        """Whether the view has no such name, and not only a map in it."""
        return self._undefined_obj is missing

    @property
    def error(self) -> Exception:
        """What using the name raises."""
        made: Exception = self._undefined_exception(self._undefined_message)
        return made
