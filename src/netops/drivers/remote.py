"""One SSH connection: commands as argument lists, files over SFTP. The host key is proven before any secret is sent."""

from __future__ import annotations

import contextlib
import shlex
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import paramiko

from netops.drivers import legacy, ssh
from netops.drivers.base import Access
from netops.errors import ConfigError, DeviceError, HostKeyChanged, Unreachable

OUTPUT_LIMIT = 64 * 1024 * 1024
_FAILURES = (paramiko.SSHException, EOFError, OSError)


@dataclass(frozen=True, slots=True)
class CommandResult:
    """What a command printed and how it ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def errors(self) -> str:
        return self.err.decode("utf-8", "replace").strip()

    @property
    def text(self) -> str:
        return (self.err + self.out).decode("utf-8", "replace").strip()


class _Expected(paramiko.MissingHostKeyPolicy):
    """Refuses a server whose key is not among the known ones, unless the access says that any will do."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def missing_host_key(self, client: paramiko.SSHClient, hostname: str, key: paramiko.PKey) -> None:
        if self._access.host_key or not self._access.optional_args.get("accept_unknown_host_key"):
            raise ssh.host_key_message(self._access, key)


class Remote:
    """A connection to one target. Every failure of the connection is `Unreachable`; `close` is safe on every path."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._client: paramiko.SSHClient | None = None
        self._line: socket.socket | None = None
        self._sftp: paramiko.SFTPClient | None = None

    @property
    def target(self) -> str:
        return self._access.target

    def open(self) -> None:
        """Connects and logs in. Unreachable, LoginRefused or HostKeyChanged."""
        access, client = self._access, legacy.ssh_client(self._access.legacy)
        _know(client, access)
        client.set_missing_host_key_policy(_Expected(access))
        try:
            client.connect(sock=self._connected(), **_arguments(access))
        except BaseException as error:
            client.close()
            self.close()
            if isinstance(error, _FAILURES):
                raise _device_error(access, error) from error
            raise
        self._client = client

    def _connected(self) -> socket.socket:
        """The TCP connection. A command is several small packets: each would wait 40 ms for the acknowledgement of the one before."""
        if self._access.jump:
            raise ConfigError(f"{self._access.target}: files cannot be sent through a jump host ({self._access.jump})")
        self._line = socket.create_connection(ssh.server_address(self._access), timeout=self._access.timeout_s)
        self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self._line

    def close(self) -> None:
        client, line, self._client, self._line, self._sftp = self._client, self._line, None, None, None
        if client is not None:
            client.close()
        if line is not None:
            line.close()

    def abort(self) -> None:
        """Cuts the TCP connection; whoever waits on it gets an error. Never waits, never raises."""
        line = self._line
        if line is not None:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def alive(self) -> bool:
        transport = self._client.get_transport() if self._client else None
        return transport is not None and transport.is_active()

    def run(self, argv: Sequence[str], stdin: bytes = b"") -> CommandResult:
        """Runs a command to its end. The arguments reach it as they are, whatever characters they hold."""
        with self._guarded(), self.channel(argv) as channel:
            if stdin:
                channel.sendall(stdin)
            channel.shutdown_write()
            out = self._read(channel.makefile("rb"))
            err = self._read(channel.makefile_stderr("rb"))
            code = channel.recv_exit_status()
            if code < 0 and not channel.eof_received:
                raise EOFError("the connection was cut")
            return CommandResult(code, out, err)

    def script(self, text: str) -> CommandResult:
        """Runs a shell script given on standard input."""
        return self.run(["sh", "-s"], stdin=text.encode())

    @contextlib.contextmanager
    def channel(self, argv: Sequence[str]) -> Iterator[paramiko.Channel]:
        channel = self.start(argv)
        try:
            yield channel
        finally:
            channel.close()

    def start(self, argv: Sequence[str]) -> paramiko.Channel:
        """Starts a command and leaves it running on its channel."""
        with self._guarded():
            channel = self._transport().open_session(timeout=self._access.timeout_s)
            channel.settimeout(self._access.timeout_s)
            channel.exec_command(shlex.join(argv))
            return channel

    def echoes(self, channel: paramiko.Channel, word: bytes) -> bool:
        """Whether the command on a channel repeats a word; False when it ends instead."""
        with self._guarded():
            heard = b""
            try:
                channel.sendall(word)
            except OSError:
                if channel.closed and self.alive():
                    return False
                raise
            while len(heard) < len(word) and (more := channel.recv(len(word))):
                heard += more
            return heard == word

    @property
    def sftp(self) -> paramiko.SFTPClient:
        if self._sftp is None:
            with self._guarded():
                self._sftp = paramiko.SFTPClient.from_transport(self._transport())
        if self._sftp is None:
            raise Unreachable(self.target, "the server gives no SFTP")
        return self._sftp

    def write(self, path: str, content: bytes) -> None:
        """Makes a new file that nobody else can read. Its mode is set before its content."""
        with self._guarded(), self.sftp.open(path, "wx") as file:
            file.chmod(0o600)
            file.set_pipelined(True)
            file.write(content)

    def overwrite(self, path: str, content: bytes) -> None:
        with self._guarded(), self.sftp.open(path, "w") as file:
            file.write(content)

    def read(self, path: str) -> bytes | None:
        """The content of a small file, None when there is no such file."""
        try:
            with self._guarded(), self.sftp.open(path, "rb") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def stat(self, path: str) -> paramiko.SFTPAttributes | None:
        try:
            with self._guarded():
                return self.sftp.lstat(path)
        except FileNotFoundError:
            return None

    def listing(self, path: str) -> list[paramiko.SFTPAttributes]:
        """What is in a directory; nothing when there is no such directory."""
        try:
            with self._guarded():
                return self.sftp.listdir_attr(path)
        except FileNotFoundError:
            return []

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turns a failure of the connection into Unreachable. Answers of the target about a file pass."""
        try:
            yield
        except (FileNotFoundError, PermissionError):
            raise
        except _FAILURES as error:
            if isinstance(error, OSError) and error.errno is None and self.alive() and not isinstance(error, TimeoutError):
                raise DeviceError(self.target, f"SFTP: {error}") from error
            raise ssh.unreachable_message(self._access, error) from error

    def _transport(self) -> paramiko.Transport:
        transport = self._client.get_transport() if self._client else None
        if transport is None:
            raise Unreachable(self.target, "the connection is not open")
        return transport

    def _read(self, stream: paramiko.ChannelFile) -> bytes:
        data = stream.read(OUTPUT_LIMIT + 1)
        if len(data) > OUTPUT_LIMIT:
            raise DeviceError(self.target, f"a command printed more than {OUTPUT_LIMIT} bytes")
        return data


def _device_error(access: Access, error: Exception) -> DeviceError:
    """What a failed login means, by the type of the exception."""
    if isinstance(error, paramiko.BadHostKeyException):
        return ssh.host_key_message(access, error.key)
    if isinstance(error, paramiko.AuthenticationException):
        return ssh.login_refused_message(access)
    return ssh.unreachable_message(access, error)


def _know(client: paramiko.SSHClient, access: Access) -> None:
    """Gives the client the keys that the server may prove."""
    for line in ssh.known_hosts_text(access).splitlines():
        entry = paramiko.hostkeys.HostKeyEntry.from_line(line)
        if entry is None or entry.key is None:
            raise HostKeyChanged(access.target, f"what is kept as its host key is not a public key: {line[:60]!r}")
        client.get_host_keys().add(entry.hostnames[0], entry.key.get_name(), entry.key)


def _arguments(access: Access) -> dict[str, Any]:
    seconds = access.timeout_s
    return {
        "hostname": access.hostname,
        "port": ssh.server_address(access)[1],
        "username": access.username,
        "password": access.password or None,
        "key_filename": access.key_file or None,
        "timeout": seconds,
        "banner_timeout": seconds,
        "auth_timeout": seconds,
        "channel_timeout": seconds,
        "allow_agent": access.agent,
        "look_for_keys": False,
    }
