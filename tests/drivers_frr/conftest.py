"""A driver on a router of the real lab, which every test finds and leaves as it was."""

import pytest

from netops.drivers import base

ROUTER = "ham-rtr-1"


@pytest.fixture
def before(real_lab):
    """The running config that each test starts with; afterwards the router starts afresh with it."""
    real_lab.type(ROUTER, "cp", "-p", "/etc/frr/frr.conf", "/etc/frr/first.conf")
    yield real_lab.type(ROUTER, "show", "running-config").partition("Current configuration:\n!\n")[2]
    real_lab.type(ROUTER, "sh", "-c", "pkill -f [r]evert.sh; pkill -f [c]andidate/frr.conf; true")
    real_lab.type(ROUTER, "sh", "-c", "mv /etc/frr/first.conf /etc/frr/frr.conf && systemctl restart frr")


@pytest.fixture
def driver(real_lab, before):
    driver = base.connect("frr", real_lab.access(ROUTER))
    driver.open()
    yield driver
    driver.close()
