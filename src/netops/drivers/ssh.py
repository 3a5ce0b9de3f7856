"""What every driver over SSH shares: the server must prove a key of `Access.host_key` before any password leaves this machine.

`known_hosts_text(access)` is the file for a library that checks by itself (netmiko, PyEZ); `server_key(access)` shakes hands, no login,
to name an unknown or changed key, or a dead device.
"""

from __future__ import annotations

import base64
import hashlib
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any

from netops.drivers.base import Access
from netops.errors import HostKeyChanged, LoginRefused, Unreachable

if TYPE_CHECKING:
    import paramiko

PORT = 22
RSA = "ssh-rsa"
_SIGNATURES = {RSA: ("rsa-sha2-512", "rsa-sha2-256")}
"""Names under which a type of key is negotiated, where they are not its own."""
_READS = re.compile(r"\s*$|(?:show|display|dir|more|verify) ")
"""What changes no prompt: an end of line, and commands that only read."""


def server_address(access: Access) -> tuple[str, int]:
    """Host and port of the SSH server."""
    return access.hostname, access.port or PORT


def accepted_host_keys(access: Access) -> list[tuple[str, str]]:
    """(type, base64) of each key that the server may prove."""
    lines = (line.split() for line in access.host_key.splitlines())
    return [(words[0], words[1]) for words in lines if len(words) > 1]


def known_hosts_name(hostname: str, port: int) -> str:
    """How OpenSSH writes the server in a known_hosts file."""
    return hostname if port == PORT else f"[{hostname}]:{port}"


def known_hosts_text(access: Access) -> str:
    """A known_hosts file with exactly the keys of `access`."""
    name = known_hosts_name(*server_address(access))
    return "".join(f"{name} {kind} {key}\n" for kind, key in accepted_host_keys(access))


READ_S = 100.0
"""How long the answer to one command may take: a stack of switches, or a Nexus, collects its config for longer than the 10 s of netmiko.

Less than the usual revert timer: a device that hangs at its commit is asked again before it reverts.
"""


def netmiko_settings(access: Access, known_hosts: Path) -> dict[str, Any]:
    """How netmiko logs in: only to a server with a key of `known_hosts`, only with what `access` gives."""
    seconds = access.timeout_s
    return {
        "port": access.port or PORT,
        "secret": access.enable or access.password,
        "use_keys": bool(access.key_file),
        "key_file": access.key_file or None,
        "allow_agent": access.agent,
        "ssh_strict": True,
        "system_host_keys": False,
        "alt_host_keys": True,
        "alt_key_file": str(known_hosts),
        "conn_timeout": seconds,
        "auth_timeout": seconds,
        "banner_timeout": seconds,
    }


def prepare_connection(connection: Any, access: Access) -> None:
    """Let an open connection of netmiko wait long enough for an answer, and raise ConnectionResetError as soon as its line is cut.

    By itself netmiko takes a line that was cut for a device that is slow, and waits until the time for the answer is over.
    """
    connection.read_timeout_override = max(READ_S, access.timeout_s)
    read, line = connection.channel.read_channel, connection.remote_conn

    def read_channel() -> str:
        text = str(read())
        if not text and line.closed and not (text := str(read())):
            raise ConnectionResetError("the connection was cut")
        return text

    connection.channel.read_channel = read_channel
    _remember_prompt(connection)


def _remember_prompt(connection: Any) -> None:
    """Let netmiko search for the prompt again only after a command that may change it.

    By itself it does so before every command, which takes half a second and a round trip each time.
    """
    find, write, known = connection._prompt_handler, connection.channel.write_channel, ""

    def prompt_handler(auto_find_prompt: bool) -> str:
        nonlocal known
        if auto_find_prompt and known:
            return known
        found = str(find(auto_find_prompt))
        if auto_find_prompt and found != re.escape(connection.base_prompt.strip()):  # what netmiko gives when it finds none
            known = found
        return found

    def write_channel(text: str) -> None:
        nonlocal known
        if not _READS.match(text):
            known = ""
        write(text)

    connection._prompt_handler, connection.channel.write_channel = prompt_handler, write_channel


def fingerprint(key: str) -> str:
    """`SHA256:...` of a key in base64, as `ssh` shows it."""
    digest = hashlib.sha256(base64.b64decode(key)).digest()
    return "SHA256:" + base64.b64encode(digest).decode().rstrip("=")


def check_host_key(access: Access) -> None:
    """Check the server's key. HostKeyChanged or Unreachable; nothing is sent that a stranger may not see."""
    found = server_key(access)
    if (found.get_name(), found.get_base64()) not in accepted_host_keys(access):
        raise host_key_message(access, found)


def host_key_message(access: Access, found: paramiko.PKey) -> HostKeyChanged:
    """The message for a key that is not known, or not the one that is: both fingerprints, and the line to add."""
    name = known_hosts_name(*server_address(access))
    line = f"{name} {found.get_name()} {found.get_base64()}"
    shown = f"{found.get_name()} {fingerprint(found.get_base64())}"
    known = ", ".join(f"{kind} {fingerprint(key)}" for kind, key in accepted_host_keys(access))
    what = (
        f"the host key of {name} has changed: known is {known}, the server shows {shown}"
        if known
        else f"no host key of {name} is known: it shows {shown}"
    )
    hint = f"compare the fingerprint with the device's own; if it is right, put this line into inventory/known_hosts:\n        {line}"
    return HostKeyChanged(access.target, f"{what}; no password was sent", hint=hint)


def certificate_message(access: Access, what: str, found: str = "sha256:HEX") -> HostKeyChanged:
    """The message for a TLS certificate that is not pinned, or not the pinned one: `found` is its fingerprint, and the line to add."""
    line = f"{known_hosts_name(access.hostname, access.port or PORT)} tls-sha256 {found.removeprefix('sha256:')}"
    hint = f"compare its fingerprint with the device's own; if it is right, put this line into inventory/known_hosts:\n        {line}"
    return HostKeyChanged(access.target, f"the certificate of {access.hostname}: {what}; no password was sent", hint=hint)


def server_key(access: Access) -> paramiko.PKey:
    """The key that the server proves, of a known type where it has one. Unreachable when it shows none."""
    import paramiko

    try:
        with socket.create_connection(server_address(access), timeout=access.timeout_s) as line:
            return _shake_hands(access, line)
    except (OSError, EOFError, paramiko.SSHException) as error:
        raise unreachable_message(access, error) from error


def _shake_hands(access: Access, line: socket.socket) -> paramiko.PKey:
    from netops.drivers.legacy import transport_class

    transport = transport_class(access.legacy)(line)
    try:
        transport.banner_timeout = transport.handshake_timeout = access.timeout_s
        _prefer_known(transport, access)
        transport.start_client(timeout=access.timeout_s)
        return transport.get_remote_server_key()
    finally:
        transport.close()


def _prefer_known(transport: paramiko.Transport, access: Access) -> None:
    """Ask for the types that are known first: a server with several keys would else show one that nobody noted."""
    options = transport.get_security_options()
    wanted = [
        kind for known, _ in accepted_host_keys(access) for kind in (*_SIGNATURES.get(known, (known,)), *((RSA,) if known == RSA else ()))
    ]
    known = [kind for kind in wanted if kind in options.key_types]
    options.key_types = tuple(known) + tuple(kind for kind in options.key_types if kind not in known)


def login_refused_message(access: Access) -> LoginRefused:
    """The message for a refused login, which names no password."""
    return LoginRefused(
        access.target,
        f"{access.hostname} refuses the login of {access.username!r}",
        hint="check `access:` in netops.yaml and the secret that it names; nothing more is tried with this login",
    )


def unreachable_message(access: Access, error: BaseException) -> Unreachable:
    """The message for a device that cannot be talked to."""
    reason = getattr(error, "strerror", None) or " ".join(str(error).split()) or type(error).__name__
    where = known_hosts_name(*server_address(access)) if access.port is None else f"{access.hostname} port {access.port}"
    return Unreachable(access.target, f"cannot reach {where}: {reason}", hint="is it up, and is its address right?")
