"""What lines of images, licences, processors and containers are in the model (Configuration Fundamentals and Licensing CR)."""

from __future__ import annotations

from typing import Any, Final

from netops.facts.filling import at_path, map_at_path
from netops.facts.table import Effect, Fields, SectionPattern, append_to_field, make_table, set_constant, set_field

_TOP: Final = "system"


def _flag(words: str, path: str, name: str, *, inverse: bool = False) -> dict[str, Effect]:
    """The patterns of a line and of its `no` form. `inverse`: the line says that the thing is off."""
    return {words: at_path(path, set_constant(name, not inverse)), f"no {words}": at_path(path, set_constant(name, inverse))}


def _boot(fields: Fields, words: str) -> None:
    """`boot system [WHERE] FILE`."""
    location, _, file = words.rpartition(" ")
    row = {"image": "system", "file": file} | ({"location": location} if location else {})
    map_at_path(fields, _TOP).setdefault("boot", []).append(row)


def _licence(fields: Fields, product: str, serial: str) -> None:
    map_at_path(fields, _TOP, "license").update(product=product, serial=serial)


def _level(fields: Fields, level: str, addon: str = "") -> None:
    map_at_path(fields, _TOP, "license").update({"level": level} | ({"addon": addon} if addon else {}))


def _transceivers(fields: Fields) -> Fields:
    found = map_at_path(fields, _TOP)
    found["transceiver_monitoring"] = False
    return found


def _named(noun: str) -> SectionPattern:
    """A section that is a name in a list; what is inside has no place in the model."""

    def enter(fields: Fields, name: str) -> Fields:
        map_at_path(fields, _TOP).setdefault(noun, []).append(name)
        return fields

    return SectionPattern(make_table({}), enter, whole=True)


HARDWARE: Final[dict[str, Any]] = {
    "boot system ~": _boot,
    "license udi pid * sn *": _licence,
    "license boot level *": _level,
    "license boot level * addon *": _level,
    **_flag("license smart enable", "system.license", "smart"),
    "mmi polling-interval #": at_path("system.modem_management", set_field("polling_interval_s", int)),
    "mmi snmp-timeout #": at_path("system.modem_management", set_field("snmp_timeout_s", int)),
    **_flag("mmi auto-configure", "system.modem_management", "auto_configure"),
    **_flag("mmi pvc", "system.modem_management", "pvc"),
    "memory free low-watermark processor #": at_path("system.memory_low_watermark_kb", set_field("processor", int)),
    "memory free low-watermark io #": at_path("system.memory_low_watermark_kb", set_field("io", int)),
    "platform qfp utilization monitor load #": at_path(_TOP, set_field("forwarding_load_alarm_percent", int)),
    **_flag("platform punt-keepalive disable-kernel-core", _TOP, "punt_keepalive_kernel_core", inverse=True),
    "platform console auto|serial|virtual": at_path(_TOP, set_field("hardware_console")),
    **_flag("process cpu autoprofile hog", _TOP, "cpu_autoprofile"),
    "subscriber templating": at_path(_TOP, set_constant("subscriber_templating", True)),
    "transceiver type all": SectionPattern(make_table({"monitoring": set_constant("transceiver_monitoring", True)}), _transceivers),
    "wsma agent config|exec|filesys|notify": at_path(_TOP, append_to_field("web_service_agents")),
    "virtual-service *": _named("virtual_services"),
    "ipv6 ioam timestamp": at_path(_TOP, set_constant("ipv6_ioam_timestamp", True)),
    **_flag("profinet", _TOP, "profinet"),
    "ip bgp-community new-format": at_path(_TOP, set_constant("bgp_communities_as_pairs", True)),
}
