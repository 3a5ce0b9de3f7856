"""A driver that takes texts with placeholders, fills in the secrets at the moment of sending, and lets none out in an error."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from netops.drivers.base import Driver
from netops.errors import DeviceError, HalfChanged, NetopsError
from netops.fleet.secrets import SecretStore

_UNCHECKED = frozenset({"abort", "close"})
_INJECTED = frozenset({"load_replace_candidate", "load_merge_candidate", "cli"})


class SecretInjectingDriver:
    """A driver with secrets filled into what it loads and types, and hidden in what it raises.

    `check` raises when the thread has no business with the device any more: it is called before each verb, and after one that failed.
    """

    def __init__(self, target: str, driver: Driver, secrets: SecretStore, check: Callable[[], None] = lambda: None) -> None:
        self._target, self._driver, self._secrets, self._check = target, driver, secrets, check

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._driver, name)
        return verb if name in _UNCHECKED or not callable(verb) else self._injecting(name, verb)

    def _injecting(self, name: str, verb: Callable[..., Any]) -> Callable[..., Any]:
        fill = self._fill if name in _INJECTED else lambda value: value

        @wraps(verb)
        def call(*args: Any, **kwargs: Any) -> Any:
            self._check()
            try:
                return verb(*map(fill, args), **{key: fill(value) for key, value in kwargs.items()})
            except Exception as error:
                problem = redact_error(self._target, error, self._secrets.hide)
                if problem is error:
                    self._check()
                    raise
            raise problem

        return call

    def _fill(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._fill(item) for item in value]
        return self._secrets.fill(value) if isinstance(value, str) else value


def redact_error(target: str, error: Exception, hide: Callable[[str], str]) -> Exception:
    """The error itself when neither it nor what caused it shows a secret; else one of its kind that does not."""
    chain = [error, error.__cause__, error.__context__]
    if all(hide(text) == text for text in map(_texts_of, filter(None, chain))):
        return error
    if not isinstance(error, NetopsError):
        return DeviceError(target, f"{type(error).__name__}: {hide(str(error))}")
    error.message, error.hint = hide(error.message), hide(error.hint)
    error.args = (error.message,)
    if isinstance(error, HalfChanged):
        error.commands = tuple(map(hide, error.commands))
    error.__cause__ = error.__context__ = None
    return error


def _texts_of(error: BaseException) -> str:
    return " ".join([str(error), repr(error), *map(str, getattr(error, "commands", ()))])
