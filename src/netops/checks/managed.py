"""Files and services of systemd that a company manages by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from netops import platforms
from netops.checks import Device, Finding, rule
from netops.errors import Severity

NOUNS = ("files", "system_services")
WRITE = 0o002


@rule("FIL001", title="host of managed files is Linux", scope="target")
def managed_files_host_is_linux(device: Device) -> Iterator[Finding]:
    """Only a device with the platform linux has `files` or `system_services`.

    What it does: compares the platforms of every device that has one of them.
    Why it matters: nothing would be written, without a message.
    Example: `files:` on a switch.
    Use instead: the file of the server.
    """
    for noun in NOUNS:
        if noun in device.data and not device.can_carry(noun):
            writers = platforms.platforms_writing_noun(noun, device.around.root)
            message = f"{device.name} does not run Linux and cannot have {noun}"
            yield Finding(device.at(noun), message, expected=f"platform {' or '.join(writers)}", found=", ".join(device.platforms))


@rule("FIL002", title="not everybody may write to a managed file", scope="target", severity=Severity.WARNING)
def managed_file_is_not_world_writable(device: Device) -> Iterator[Finding]:
    """A managed file is not writable for every user of the host.

    What it does: looks at the last digit of `mode`.
    Why it matters: a process that has been broken into changes what others run or believe.
    Example: `mode: "0666"`.
    Use instead: `mode: "0664"` and a `group`.
    """
    for position, file in enumerate(device.data.get("files", ())):
        mode = str(file.get("mode", "0644"))
        if int(mode, 8) & WRITE:
            message, place = f"every user of {device.name} may write to {file['path']}", device.at("files", position, "mode")
            yield Finding(place, message, expected="a last digit of 0, 1, 4 or 5", found=mode)


@rule("FIL003", title="service is either enabled or disabled", scope="target")
def service_is_enabled_or_disabled(device: Device) -> Iterator[Finding]:
    """No service of a host is both enabled and disabled.

    What it does: compares `enabled` and `disabled` of `system_services`, after all layers are merged.
    Why it matters: a layer and the host's file contradict each other; which one wins is chance.
    Example: `disabled: [rpcbind]` in roles/server.yaml, and `enabled: [rpcbind]` in the host's file.
    Use instead: `disabled: !replace []` in the host's file.
    """
    services = device.data.get("system_services", {})
    enabled = [str(name) for name in services.get("enabled", ())]
    for position, name in enumerate(map(str, services.get("disabled", ()))):
        if name in enabled:
            message = f"service {name} of {device.name} is both enabled and disabled"
            related = (("enabled", device.at("system_services", "enabled", enabled.index(name))),)
            place = device.at("system_services", "disabled", position)
            yield Finding(place, message, expected="one of both", found=name, related=related)
