"""A driver that takes texts with placeholders, fills in the secrets at the moment of sending, and lets none out in an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from netops.drivers.base import Driver
from netops.errors import DeviceError, HalfChanged, NetopsError
from netops.fleet.secrets import Secrets

_PLAIN = frozenset({"abort", "close"})
_FILLED = frozenset({"load_replace_candidate", "load_merge_candidate", "cli"})


def sealed(target: str, driver: Driver, secrets: Secrets, check: Callable[[], None] = lambda: None) -> Driver:
    """The driver, with secrets filled into what it loads and types, and hidden in what it raises.

    `check` raises when the thread has no business with the device any more: it is asked before each verb, and after one that failed.
    """
    return cast(Driver, _Sealed(target, driver, secrets, check))


class _Sealed:
    def __init__(self, target: str, driver: Driver, secrets: Secrets, check: Callable[[], None]) -> None:
        self._target, self._driver, self._secrets, self._check = target, driver, secrets, check

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._driver, name)
        return verb if name in _PLAIN or not callable(verb) else self._sealed(name, verb)

    def _sealed(self, name: str, verb: Callable[..., Any]) -> Callable[..., Any]:
        fill = self._fill if name in _FILLED else _as_it_is

        @wraps(verb)
        def call(*args: Any, **kwargs: Any) -> Any:
            self._check()
            try:
                return verb(*map(fill, args), **{key: fill(value) for key, value in kwargs.items()})
            except Exception as error:
                problem = hidden(self._target, error, self._secrets.hide)
                if problem is error:
                    self._check()
                    raise
            raise problem

        return call

    def _fill(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._fill(item) for item in value]
        return self._secrets.fill(value) if isinstance(value, str) else value


def hidden(target: str, error: Exception, hide: Callable[[str], str]) -> Exception:
    """The error itself when neither it nor what caused it shows a secret; else one of its kind that does not."""
    chain = [error, error.__cause__, error.__context__]
    if all(hide(text) == text for text in map(_shown, filter(None, chain))):
        return error
    if not isinstance(error, NetopsError):
        return DeviceError(target, f"{type(error).__name__}: {hide(str(error))}")
    error.message, error.hint = hide(error.message), hide(error.hint)
    error.args = (error.message,)
    if isinstance(error, HalfChanged):
        error.commands = tuple(map(hide, error.commands))
    error.__cause__ = error.__context__ = None
    return error


def _shown(error: BaseException) -> str:
    return " ".join([str(error), repr(error), *map(str, getattr(error, "commands", ()))])


def _as_it_is(value: Any) -> Any:
    return value
