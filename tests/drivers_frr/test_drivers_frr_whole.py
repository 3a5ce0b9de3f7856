"""A WAN router's whole config, there and back: what a refused line undoes must come back to the letter, however much hangs on it."""

from pathlib import Path

import pytest

from netops.errors import LineRefused

pytestmark = pytest.mark.real

WAN_ROUTER = Path(__file__).with_name("wan-router.conf").read_text()
REFUSED = "no ip route 10.77.0.0/16 blackhole\n"
CHANGES = {
    "a peer gets another AS, which takes its policies away": "router bgp 65021\n neighbor 172.20.2.0 remote-as 64501\nexit\n",
    "parts of nested sections go": (
        "router bgp 65021\n no neighbor 2001:db8:2:ff00::1\n address-family ipv4 unicast\n"
        "  no network 10.2.0.0/16\n exit-address-family\nexit\n"
        "no ip prefix-list OURS seq 10\nno route-map IN\ninterface lo\n no ip ospf passive\n no ip address 10.2.254.11/32\nexit\n"
    ),
    "everything goes": (
        "no router bgp 65021\nno router ospf\nno ip prefix-list OURS\nno access-list 10\nno route-map IN\n"
        "no ip route 10.2.0.0/16 blackhole\n"
    ),
}


def running(driver):
    return driver.get_config("running")["running"]


@pytest.fixture
def whole(driver, before):
    """The config that the router shows after it got the whole of it."""
    driver.load_merge_candidate(config=WAN_ROUTER)
    driver.commit_config()
    shown = running(driver)
    assert set(map(str.strip, WAN_ROUTER.splitlines())) <= set(map(str.strip, shown.splitlines()))
    return shown


def test_there_and_back_as_commands_and_as_a_whole(driver, before, whole):
    driver.rollback()
    assert running(driver) == before
    driver.load_replace_candidate(config=whole)
    driver.commit_config()
    assert running(driver) == whole
    driver.load_replace_candidate(config=before)
    driver.commit_config()
    assert running(driver) == before
    driver.rollback()
    assert running(driver) == whole


@pytest.mark.parametrize("name", CHANGES)
def test_a_refused_line_after_a_deep_change_brings_all_of_it_back(driver, whole, name):
    driver.load_merge_candidate(config=CHANGES[name] + REFUSED)
    with pytest.raises(LineRefused, match="the config from before is back"):
        driver.commit_config()
    assert running(driver) == whole


@pytest.mark.parametrize("name", CHANGES)
def test_a_deep_change_is_rolled_back_to_the_letter(driver, whole, name):
    driver.load_merge_candidate(config=CHANGES[name])
    driver.commit_config()
    assert running(driver) != whole
    driver.rollback()
    assert running(driver) == whole
