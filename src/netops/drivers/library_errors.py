"""What libraries raise, translated once to `netops.errors`: by the type of the exception, never by its text.

Types are named by module and class, so that a library which is not in use is not imported. A subclass counts as the nearest class that
the table names, and of a chain (`raise ... from`) the first one that says more than "something failed" decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from netops.drivers import ssh
from netops.drivers.base import Access
from netops.errors import DeviceError, HostKeyChanged, LineRefused, NetopsError, Refused

Maker = Callable[[Access, BaseException], NetopsError]
LONGEST = 2000
"""Characters of a device's words that an error carries."""


def netops_error(access: Access, error: BaseException) -> NetopsError:
    """The error to raise for what a library raised."""
    if isinstance(error, NetopsError):
        return error
    links = list(_chain(error))
    for table in (_CERTAIN, _LIKELY):
        for link in links:
            for kind in type(link).__mro__:
                if maker := table.get(f"{kind.__module__}.{kind.__qualname__}"):
                    return maker(access, link)
    return DeviceError(access.target, f"the driver cannot make sense of the device: {type(error).__name__}: {error_text(error)}")


def error_text(error: BaseException) -> str:
    """What the device said: of an answer with several errors all of them, each with the element that it is about."""
    errors: list[Mapping[str, Any]] = [e for e in getattr(error, "errs", None) or () if isinstance(e, Mapping)]
    parts = [": ".join(str(e[key]).strip() for key in ("edit_path", "bad_element", "message") if e.get(key)) for e in errors]
    text = "; ".join(dict.fromkeys(filter(None, parts))) or str(getattr(error, "error_text", "") or error) or type(error).__name__
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return " / ".join(lines)[:LONGEST]


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def line_refused(access: Access, error: BaseException) -> NetopsError:
    """The message for a line that the device does not take, with its words."""
    return LineRefused(
        access.target, f"the device refuses the configuration: {error_text(error)}", hint="correct the data or the template of this line"
    )


def _locked(access: Access, error: BaseException) -> NetopsError:
    return Refused(
        f"{access.target}: the configuration is locked: {error_text(error)}", hint="wait until its holder is done, or ask them to leave"
    )


def _host_key(access: Access, error: BaseException) -> NetopsError:
    try:
        ssh.check_host_key(access)
    except DeviceError as explained:
        if isinstance(explained, HostKeyChanged):
            return explained
    return HostKeyChanged(access.target, f"{access.hostname} shows another host key than the one that is known; no password was sent")


def _login(access: Access, error: BaseException) -> NetopsError:
    return ssh.login_refused_message(access)


def _unreachable(access: Access, error: BaseException) -> NetopsError:
    """In the words of the operating system where it said why: libraries put words of their own around them, at some places only."""
    return ssh.unreachable_message(access, next((link for link in _chain(error) if getattr(link, "strerror", None)), error))


def _no_answer(access: Access, error: BaseException) -> NetopsError:
    return ssh.unreachable_message(access, TimeoutError(f"no answer within {access.timeout_s:g} s"))


def _stopped(access: Access, error: BaseException) -> NetopsError:
    return ssh.unreachable_message(access, TimeoutError("it stopped answering in the middle of a command"))


def _cut(access: Access, error: BaseException) -> NetopsError:
    return ssh.unreachable_message(access, ConnectionResetError("the connection was cut"))


def _too_old(access: Access, error: BaseException) -> NetopsError:
    version = getattr(error.args[0], "version", error.args[0]) if error.args else "one"
    return DeviceError(access.target, f"NAPALM does not support its version of the operating system: {version}")


def _failed(access: Access, error: BaseException) -> NetopsError:
    return DeviceError(access.target, f"the device cannot do it: {error_text(error)}")


_CERTAIN: Mapping[str, Maker] = {
    "paramiko.ssh_exception.BadHostKeyException": _host_key,
    "ncclient.transport.errors.SSHUnknownHostError": _host_key,
    "paramiko.ssh_exception.AuthenticationException": _login,
    "napalm.base.exceptions.ConnectAuthError": _login,
    "ncclient.transport.errors.AuthenticationError": _login,
    "jnpr.junos.exception.ConnectAuthError": _login,
    "napalm.base.exceptions.SessionLockedException": _locked,
    "napalm.base.exceptions.LockError": _locked,
    "jnpr.junos.exception.LockError": _locked,
    "jnpr.junos.exception.ConfigLoadError": line_refused,
    "jnpr.junos.exception.CommitError": line_refused,
    "netmiko.exceptions.ConfigInvalidException": line_refused,
    "netmiko.exceptions.ReadTimeout": _stopped,
    "napalm.base.exceptions.CommandTimeoutException": _no_answer,
    "jnpr.junos.exception.RpcTimeoutError": _no_answer,
    "jnpr.junos.exception.ConnectClosedError": _cut,
    "builtins.TimeoutError": _no_answer,
}
"""Types that decide wherever they stand in the chain."""

_LIKELY: Mapping[str, Maker] = {
    "napalm.base.exceptions.ReplaceConfigException": line_refused,
    "napalm.base.exceptions.MergeConfigException": line_refused,
    "pyeapi.eapilib.CommandError": _failed,
    "napalm.base.exceptions.UnsupportedVersion": _too_old,
    "napalm.base.exceptions.ConnectionException": _unreachable,
    "napalm.base.exceptions.NapalmException": _failed,
    "pyeapi.eapilib.ConnectionError": _unreachable,
    "paramiko.ssh_exception.SSHException": _unreachable,
    "netmiko.exceptions.NetmikoBaseException": _unreachable,
    "jnpr.junos.exception.ConnectError": _unreachable,
    "jnpr.junos.exception.RpcError": _failed,
    "ncclient.transport.errors.TransportError": _unreachable,
    "http.client.HTTPException": _unreachable,
    "builtins.NotImplementedError": _failed,
    "builtins.EOFError": _unreachable,
    "builtins.OSError": _unreachable,
}
"""Types that decide when nothing better is in the chain; the outermost first."""
