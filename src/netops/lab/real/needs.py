"""What the real lab requires of a machine: Linux, root, namespaces, and the programs of a few Debian packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

PACKAGES = Path(__file__).with_name("packages.txt")
"""One Debian package per line, for `apt-get install --no-install-recommends`."""

PROGRAMS = {
    "/usr/lib/frr/frrinit.sh": "frr",
    "/usr/lib/frr/frr-reload.py": "frr-pythontools",
    "avahi-daemon": "avahi-daemon",
    "chronyd": "chrony",
    "cupsd": "cups",
    "dbus-daemon": "dbus",
    "ganesha.nfsd": "nfs-ganesha",
    "ip": "iproute2",
    "ippeveprinter": "cups-ipp-utils",
    "lldpd": "lldpd",
    "named": "bind9",
    "nginx": "nginx-light",
    "nsenter": "util-linux",
    "rpcbind": "rpcbind",
    "rsyslogd": "rsyslog",
    "smbd": "samba",
    "snmpd": "snmpd",
    "sshd": "openssh-server",
    "unshare": "util-linux",
    "useradd": "passwd",
}
"""A program that a lab host runs: the package that brings it."""

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


@cache
def missing_requirement() -> str:
    """Why the real lab cannot run on this machine, in one line; empty when it can."""
    return _unsupported_machine() or _missing_packages() or _refused_namespaces()


def _unsupported_machine() -> str:
    if sys.platform != "linux":
        return f"the real lab needs Linux, this is {sys.platform}"
    if os.geteuid() != 0:
        return "the real lab needs root, for network and mount namespaces"
    return ""


def _missing_packages() -> str:
    missing = sorted({package for program, package in PROGRAMS.items() if shutil.which(program, path=PATH) is None})
    return f"the real lab needs Debian packages that are not installed: apt-get install {' '.join(missing)}" if missing else ""


def _refused_namespaces() -> str:
    tried = subprocess.run(
        ["unshare", "--fork", "--pid", "--mount", "--uts", "--net", "--ipc", "mount", "-t", "tmpfs", "probe", "/mnt"],
        capture_output=True,
        text=True,
        check=False,
    )
    return f"this machine refuses namespaces and mounts to root: {tried.stderr.strip()}" if tried.returncode else ""
