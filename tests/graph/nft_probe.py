"""Sends packets through a ruleset of nft in a network namespace of its own, and prints the numbers of those that come out.

`python nft_probe.py FILE`: FILE has one packet per line in hex. Runs inside `unshare --net`; uses two TUN devices and forwards between
them, so that the kernel evaluates every packet.
"""

from __future__ import annotations

import fcntl
import os
import select
import struct
import subprocess
import sys
from pathlib import Path

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 1, 0x1000
SETUP = """
ip link set lo up
ip link set in0 up
ip link set out0 up
ip addr add 100.64.0.1/30 dev in0
ip addr add 100.64.1.1/30 dev out0
ip -6 addr add fd00:1::1/64 dev in0 nodad
ip -6 addr add fd00:2::1/64 dev out0 nodad
ip route add default dev out0
ip -6 route add default dev out0
"""
SETTINGS = {"ipv4/ip_forward": 1, "ipv6/conf/all/forwarding": 1, "ipv4/conf/all/rp_filter": 0, "ipv4/conf/in0/rp_filter": 0}


def tun(name: str) -> int:
    """A TUN device, as a file."""
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def drained(device: int, wait_s: float) -> list[int]:
    """The numbers of the packets that have come out."""
    found = []
    while select.select([device], [], [], wait_s)[0]:
        data = os.read(device, 2048)
        if data[-8:-4] == b"mark":  # what the kernel sends by itself has none
            found.append(struct.unpack("!I", data[-4:])[0])
    return found


def main(rules: str, packets: str) -> None:
    into, out = tun("in0"), tun("out0")
    for line in SETUP.strip().splitlines():
        subprocess.run(line.split(), check=True)
    for key, value in SETTINGS.items():
        Path("/proc/sys/net", key).write_text(str(value), encoding="ascii")
    subprocess.run(["nft", "-f", rules], check=True)
    found: list[int] = []
    for number, line in enumerate(Path(packets).read_text(encoding="ascii").split()):
        os.write(into, bytes.fromhex(line))
        if number % 50 == 49:
            found += drained(out, 0)
    found += drained(out, 0.3)
    sys.stdout.write(" ".join(map(str, found)))


if __name__ == "__main__":
    main(*sys.argv[1:])
