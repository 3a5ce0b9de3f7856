"""SSH of devices that have nothing newer than SHA-1, for entries of `access:` with `legacy: true`, and for no others.

paramiko offers neither diffie-hellman-group14-sha1 and group1-sha1 (RFC 4253, section 8) nor ssh-rsa with SHA-1 (section 6.6) any more.
Both stay behind what is newer: a device that has better gets it.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha1
from typing import Any, ClassVar

import paramiko
from cryptography.hazmat.primitives import hashes
from paramiko.kex_group14 import KexGroup14SHA256
from paramiko.rsakey import RSAKey
from paramiko.transport import Transport

from netops.drivers.ssh import RSA

NEW: Any = Transport
"""What paramiko offers by itself; its lists have no public names."""


class Group14Sha1(KexGroup14SHA256):
    name = "diffie-hellman-group14-sha1"
    hash_algo = sha1


class Group1Sha1(Group14Sha1):
    """The second Oakley group (RFC 2409, section 6.2)."""

    P = int(
        "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
        "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
        "49286651ECE65381FFFFFFFFFFFFFFFF",
        16,
    )
    name = "diffie-hellman-group1-sha1"


Sha1Key: Any = type("Sha1Key", (RSAKey,), {"HASHES": {**RSAKey.HASHES, RSA: hashes.SHA1}})
"""A key that also verifies, and signs, with SHA-1."""


class LegacyTransport(Transport):
    """A transport that knows the old algorithms too."""

    _preferred_kex = (*NEW._preferred_kex, Group14Sha1.name, Group1Sha1.name)
    _preferred_keys = (*NEW._preferred_keys, RSA)
    _kex_info: ClassVar[Mapping[str, Any]] = {**NEW._kex_info, Group14Sha1.name: Group14Sha1, Group1Sha1.name: Group1Sha1}
    _key_info: ClassVar[Mapping[str, Any]] = {**NEW._key_info, RSA: Sha1Key}


class LegacyClient(paramiko.SSHClient):
    def connect(self, *args: Any, **settings: Any) -> None:
        super().connect(*args, **{**settings, "transport_factory": LegacyTransport})


def transport_class(legacy: bool) -> type[Transport]:
    """The transport of a connection."""
    return LegacyTransport if legacy else Transport


def ssh_client(legacy: bool) -> paramiko.SSHClient:
    """A client that is not connected."""
    return LegacyClient() if legacy else paramiko.SSHClient()


def netmiko_connection(device_type: str, legacy: bool, **settings: Any) -> Any:
    """A connection of netmiko, as its `ConnectHandler` makes one."""
    from netmiko.ssh_dispatcher import CLASS_MAPPER, ConnectHandler

    if not legacy:
        return ConnectHandler(device_type=device_type, **settings)
    known = CLASS_MAPPER[device_type]
    return type(f"Legacy{known.__name__}", (known,), {"_get_ssh_client_instance": lambda self: LegacyClient()})(
        device_type=device_type, **settings
    )


def with_legacy(library: Any, legacy: bool) -> Any:
    """A driver of NAPALM over netmiko that knows the old algorithms, if it has to."""
    if legacy:

        def open_netmiko(device_type: str, netmiko_optional_args: Mapping[str, Any] | None = None) -> Any:
            login = {"host": library.hostname, "username": library.username, "password": library.password, "timeout": library.timeout}
            library._netmiko_device = netmiko_connection(device_type, legacy, **login, **(netmiko_optional_args or {}))
            library._netmiko_device.enable()
            return library._netmiko_device

        library._netmiko_open = open_netmiko
    return library
