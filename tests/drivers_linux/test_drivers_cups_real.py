"""The cups driver against a real CUPS server with real IPP printers behind it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from drivers_linux_printing import Printing, printing

from netops.drivers.base import Access
from netops.errors import ConfigError, LineRefused, Unreachable
from netops.platforms.cups.driver import CupsDriver, connect

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Printing]:
    with printing(tmp_path_factory.mktemp("printing")) as started:
        yield started


@pytest.fixture
def driver(server: Printing) -> Iterator[CupsDriver]:
    """An open driver to a server without queues."""
    driver = connect(server.access(optional_args={"wait_s": 5}))
    driver.open()
    commit(driver, "")
    yield driver
    driver.close()


def commit(driver: CupsDriver, config: str) -> None:
    driver.load_replace_candidate(config=config)
    driver.commit_config()


def running(driver: CupsDriver) -> str:
    return driver.get_config("running")["running"]


def queue(name: str, **values: str) -> str:
    """Lines of one queue, sorted."""
    flags = {"accepting": "true", "shared": "true", **{key: value for key, value in values.items() if value in ("true", "false")}}
    texts = {key: json.dumps(value) for key, value in values.items() if key not in flags}
    return "".join(f"queue {name} {key} {value}\n" for key, value in sorted({**flags, **texts}.items()))


def floor1(server: Printing, **changes: str) -> str:
    values = {
        "info": 'Colour "A4"',
        "location": "Floor 1",
        "media": "iso_a4_210x297mm",
        "model": "everywhere",
        "sides": "two-sided-long-edge",
    }
    return queue("floor1", **{**values, "uri": server.uri(0), **changes})


def floor2(server: Printing, **changes: str) -> str:
    values = {"info": "floor2", "media": "na_letter_8.5x11in", "model": "everywhere", "shared": "false", "sides": "one-sided"}
    return queue("floor2", **{**values, "uri": server.uri(1), **changes})


def test_what_is_sent_is_what_is_read(driver: CupsDriver, server: Printing) -> None:
    wanted = floor1(server) + floor2(server)
    commit(driver, wanted)
    assert running(driver) == wanted
    assert driver.get_config("startup")["startup"] == wanted


def test_a_raw_queue(driver: CupsDriver) -> None:
    wanted = queue("labels", info="Zebra", model="raw", uri="socket://127.0.0.1:9100")
    commit(driver, wanted)
    assert running(driver) == wanted


def test_lines_set_and_take_away(driver: CupsDriver, server: Printing) -> None:
    commit(driver, floor1(server) + floor2(server))
    driver.load_merge_candidate(config='queue floor1 sides "one-sided"\nno queue floor1 location\nno queue floor2\n')
    assert driver.compare_config().splitlines()[3:8] == [
        " queue floor1 accepting true",
        ' queue floor1 info "Colour \\"A4\\""',
        '-queue floor1 location "Floor 1"',
        ' queue floor1 media "iso_a4_210x297mm"',
        ' queue floor1 model "everywhere"',
    ]
    driver.commit_config()
    assert running(driver) == floor1(server, sides="one-sided").replace('queue floor1 location "Floor 1"\n', "")


def test_rollback_brings_back_every_queue(driver: CupsDriver, server: Printing) -> None:
    before = floor1(server) + queue("labels", info="Zebra", location="Store", model="raw", uri="socket://127.0.0.1:9100")
    commit(driver, before)
    commit(driver, floor1(server, location="Roof", media="iso_a5_148x210mm", accepting="false") + floor2(server))
    driver.rollback()
    assert running(driver) == before


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"uri": "foo://bar"}, 'queue floor1 uri "foo://bar": Bad device-uri scheme "foo".'),
        (
            {"sides": "three-sided"},
            'queue floor1 sides "three-sided": the printer offers one-sided, two-sided-long-edge, two-sided-short-edge',
        ),
        ({"model": "Acme PS"}, 'queue floor1 model: expected "everywhere" or "raw", found "Acme PS"'),
    ],
)
def test_a_refused_value_changes_nothing(driver: CupsDriver, server: Printing, change: dict[str, str], message: str) -> None:
    before = floor1(server)
    commit(driver, before)
    with pytest.raises(LineRefused) as error:
        commit(driver, queue("added", info="x", model="raw", uri="socket://127.0.0.1:9100") + floor1(server, location="Roof", **change))
    assert str(error.value) == f"print-1:cups: {message}"
    assert running(driver) == before
    driver.rollback()
    assert running(driver) == before


def test_paper_that_the_printer_does_not_have(driver: CupsDriver, server: Printing) -> None:
    with pytest.raises(LineRefused, match=r'queue floor1 media "iso_a0_841x1189mm": the printer offers .*A4, A5.*Letter'):
        commit(driver, floor1(server, media="iso_a0_841x1189mm"))
    assert running(driver) == ""


def test_a_printer_that_does_not_answer(server: Printing) -> None:
    driver = connect(server.access(optional_args={"wait_s": 0.5}))
    driver.open()
    with pytest.raises(LineRefused, match=r'queue dead model "everywhere": the printer at ipp://127\.0\.0\.1:1/ipp/print does not answer'):
        commit(driver, queue("dead", info="x", model="everywhere", uri="ipp://127.0.0.1:1/ipp/print"))
    assert "queue dead" not in running(driver)


def test_the_second_time_sends_nothing(driver: CupsDriver, server: Printing) -> None:
    commit(driver, floor1(server))
    log = server.folder / "error.log"
    before = log.read_text().count("modified by")
    commit(driver, floor1(server))
    assert log.read_text().count("modified by") == before


def test_there_is_no_revert_timer(driver: CupsDriver, server: Printing) -> None:
    driver.load_replace_candidate(config=floor1(server))
    with pytest.raises(ConfigError, match="CUPS has no revert timer"):
        driver.commit_config(revert_in=60)
    assert running(driver) == ""


def test_facts(driver: CupsDriver, server: Printing) -> None:
    commit(driver, floor1(server))
    facts = driver.get_facts()
    assert (facts["model"], facts["interface_list"]) == ("CUPS", ["floor1"])
    assert driver.cli(["show queues", "reboot"]) == {"show queues": floor1(server), "reboot": "unknown command: reboot"}


def test_nobody_there() -> None:
    with pytest.raises(Unreachable, match=r"print-1:cups: cannot reach 127\.0\.0\.1 port 1: "):
        connect(Access("print-1:cups", "127.0.0.1", 1, timeout_s=1)).open()
