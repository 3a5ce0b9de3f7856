"""The files of a new company: netops.yaml, and an inventory with a device of each platform that has a sample."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from netops import platforms
from netops.setup.answers import Answers

STARTER = Path(__file__).parents[1] / "starter"
SAMPLES = Path(__file__).parent / "samples"
SETTINGS = "netops.yaml"
SITE = "hq"
"""The site of the starter and of the samples."""

LOGIN = "login"
"""The file of a sample with what the entry of `access:` of its platform has, where that is not a name and a password."""

_NETOPS = "username: netops, password: !secret device_password"
_TYPES = "catalog/device-types/"
_PLATFORM = re.compile(r"(?m)^platform: (\S+)$")
_VARIABLES: Mapping[str, str] = {"netops_hash": "NETOPS_USER_HASH"}


def company_files(answers: Answers) -> dict[str, str]:
    """The files of a new company by name, as a project has them."""
    chosen = answers.platforms or starter_platforms()
    files = _of_platforms(_texts(STARTER / "inventory"), chosen)
    for platform in chosen:
        files |= {name: text for name, text in _texts(SAMPLES / platform).items() if name != LOGIN}
    files = {f"inventory/{_at_site(name, answers.site)}": _at_site(text, answers.site) for name, text in files.items()}
    files |= {f"inventory/sites/{site}/site.yaml": _site(site, files, answers.site) for site in answers.further_sites}
    return {SETTINGS: _settings(replace(answers, platforms=chosen), files), **files}


def _site(site: str, files: Mapping[str, str], first: str) -> str:
    """The file of a further site: as that of the first one, with its code as its name."""
    text = files[f"inventory/sites/{first}/site.yaml"]
    return re.sub(r"(?m)^name: .*$", f"name: {site}", re.sub(r"(?m)^# .*\.(?= Keys)", f"# {site}.", text))


def starter_platforms() -> tuple[str, ...]:
    """The platforms of the starter's devices."""
    return tuple(sorted({found[1] for text in _texts(STARTER / "inventory").values() if (found := _PLATFORM.search(text))}))


def secret_names(texts: Iterable[str]) -> list[str]:
    """The secrets that texts refer to, each once, in order."""
    return list(dict.fromkeys(name for text in texts for name in re.findall(r"!secret (\w+)", text)))


def environment_variable_name(secret: str) -> str:
    """The environment variable of a secret.

    >>> environment_variable_name("device_password")
    'NETOPS_DEVICE_PASSWORD'
    """
    return _VARIABLES.get(secret, f"NETOPS_{secret.upper()}")


def secrets_file(answers: Answers) -> str:
    """The file with the values of secrets, beside the company's folder; empty when there is none."""
    return {"env": f"../{answers.folder}.secrets.env", "file": f"../{answers.folder}.secrets.yaml"}.get(answers.secrets, "")


def empty_secrets(answers: Answers, names: Iterable[str]) -> str:
    """The file with the values of secrets, before somebody fills it in."""
    if answers.secrets == "file":
        return "# The values of the secrets of netops.yaml. Only its owner may read this file.\n" + "".join(
            f'{name}: ""\n' for name in names
        )
    head = "# The values of the secrets of netops.yaml, as VARIABLE='value': what runs at night reads them here.\n"
    return head + "".join(f"{environment_variable_name(name)}=''\n" for name in names)


def _texts(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def _of_platforms(files: Mapping[str, str], chosen: Iterable[str]) -> dict[str, str]:
    """The files without the devices of other platforms, and what only those need: layers, device types, and cables to them."""
    others = {name: text for name, text in files.items() if (found := _PLATFORM.search(text)) and found[1] not in chosen}
    gone = [Path(name).stem for name in others]
    left = {name: text for name, text in files.items() if name not in others and not any(re.search(rf"\b{one}\b", text) for one in gone)}
    return {name: text for name, text in left.items() if _is_used(name, left, chosen)}


def _is_used(name: str, files: Mapping[str, str], chosen: Iterable[str]) -> bool:
    if name.startswith("platforms/"):
        return Path(name).stem in chosen
    if not name.startswith(_TYPES):
        return True
    return any(f"device_type: {name.removeprefix(_TYPES).removesuffix('.yaml')}\n" in text for text in files.values())


def _at_site(text: str, site: str) -> str:
    """A name or a text of the starter for another site."""
    return re.sub(rf"\b{SITE.upper()}\b", site.upper(), re.sub(rf"\b{SITE}\b", site, text))


def _settings(answers: Answers, files: Mapping[str, str]) -> str:
    """The starter's netops.yaml with the name, the logins and the secrets of the answers."""
    text = (STARTER / SETTINGS).read_text(encoding="utf-8")
    access = "".join(f"  - {{match: platform={name}, {_login(name)}}}\n" for name in answers.platforms)
    names = secret_names([access, *files.values()])
    file = f"secrets_file: {_scalar(secrets_file(answers))}\n" if answers.secrets == "file" else ""
    secrets = "".join(f"  {name}: {{{_source(name, answers)}}}\n" for name in names)
    text = re.sub(r"(?m)^name: .*$", lambda _: f"name: {_scalar(answers.company)}", text)
    text = re.sub(r"(?m)^access:\n(?: .*\n)+", lambda _: f"access:\n{access}", text)
    return re.sub(r"(?m)^secrets:\n(?: .*\n?)+", lambda _: f"{file}secrets:\n{secrets}", text)


def _login(platform: str) -> str:
    file = SAMPLES / platform / LOGIN
    login = file.read_text(encoding="utf-8").strip() if file.is_file() else _NETOPS
    return login if "transport:" in login else f"{login}, transport: {platforms.get(platform).transport}"


def _source(secret: str, answers: Answers) -> str:
    sources = {"file": f"key: {secret}", "pass": f"cmd: [pass, show, {_scalar(f'{answers.folder}/{secret}')}]"}
    return sources.get(answers.secrets, f"env: {environment_variable_name(secret)}")


def _scalar(text: str) -> str:
    """A text as YAML: plain where that is surely a text, else quoted."""
    return text if re.fullmatch(r"[A-Za-z./][\w ./-]*[\w]", text) and text.lower() not in _WORDS else json.dumps(text, ensure_ascii=False)


_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "null", "none"})
