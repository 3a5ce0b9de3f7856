"""What is read off files in sections: shares of Samba, exports of NFS-Ganesha."""

from __future__ import annotations

import re
from typing import Any, Final

Data = dict[str, Any]

SECTION: Final = re.compile(r"^\[([^\]\n]+)\]\n", re.MULTILINE)
"""The head of a section of smb.conf(5), as it is usually written."""
OWN: Final = re.compile(
    r"""\tworkgroup = (?P<workgroup>\S+)
\tserver string = (?P<server_string>.+)
\tserver role = standalone server
\tserver min protocol = (?P<min_protocol>\S+)
(?:.*\n)*?(?:\tinterfaces = lo (?P<interfaces>.+)
)?(?:.*\n)*\tload printers = no
"""
)
"""The global section as netops writes it."""
SHARE: Final = re.compile(r"(?:\tcomment = (?P<comment>.+)\n)?\tpath = (?P<path>\S+)\n(?P<rest>(?:\t.*\n)+)\n?")
USERS: Final = re.compile(r"^\t(valid users|write list|read only|browseable) = (.+)$", re.MULTILINE)


def read_smb_conf(text: str) -> Data:
    """The server and its shares: in the model's words where netops wrote the file, else each section as it is."""
    preamble, *rest = SECTION.split(text)
    sections = list(zip(rest[::2], rest[1::2], strict=True))
    if not sections or sections[0][0] != "global":
        return {}
    shares = sections[1:]
    if match := OWN.match(sections[0][1]):
        return {"samba": _server(match), "shares": [_share(name, body) for name, body in shares]}
    server = {"section": sections[0][1]} | ({"preamble": preamble} if preamble else {})
    return {"samba": server, "shares": [{"name": name, "section": body} for name, body in shares]}


def _server(match: re.Match[str]) -> Data:
    usual = {"server_string": "File server", "min_protocol": "SMB3"}
    found: Data = {key: value for key, value in match.groupdict().items() if value is not None and value != usual.get(key)}
    return found | ({"interfaces": found["interfaces"].split()} if "interfaces" in found else {})


def _share(name: str, body: str) -> Data:
    """A share as netops writes it; what it is not shows in the text that comes back."""
    match = SHARE.fullmatch(body)
    if match is None:
        return {"name": name, "section": body}
    said = dict(USERS.findall(match["rest"]))
    users, writers = _groups(said.get("valid users", "")), _groups(said.get("write list", ""))
    groups = writers or users
    share: Data = {"name": name, "path": match["path"]} | ({"comment": match["comment"]} if match["comment"] else {})
    share |= {"groups": groups} if groups else {}
    share |= {"readers": readers} if (readers := [one for one in users if one not in groups]) else {}
    share |= {"read_only": True} if said.get("read only") == "yes" and not writers else {}
    return share | ({"browseable": False} if said.get("browseable") == "no" else {})


def _groups(value: str) -> list[str]:
    return [one.removeprefix("@") for one in re.split(r",\s*", value) if one]


SQUASH: Final = {"Root_Squash": "root_squash", "No_Root_Squash": "no_root_squash", "All_Squash": "all_squash"}
EXPORT: Final = re.compile(
    r"""
EXPORT \{
(?:\t\# (?P<comment>.+)\n)?\tExport_Id = (?P<id>\d+);
\tPath = (?P<path>\S+);
\tPseudo = (?P<pseudo>\S+);
(?:.*\n)*?\tCLIENT \{
\t\tClients = (?P<clients>.+);
\t\tAccess_Type = (?P<access>\S+);
\t\tSquash = (?P<squash>\S+);
"""
)


def read_ganesha_exports(text: str) -> Data:
    """The exports of a file that netops wrote."""
    return {"nfs_exports": [_export(match) for match in EXPORT.finditer(text)]}


def _export(match: re.Match[str]) -> Data:
    export: Data = {"id": int(match["id"]), "path": match["path"]}
    export |= {"pseudo": match["pseudo"]} if match["pseudo"] != match["path"] else {}
    export |= {"clients": re.split(r",\s*", match["clients"])} | ({"access": "rw"} if match["access"] == "RW" else {})
    squash = SQUASH.get(match["squash"], "")
    export |= {"squash": squash} if squash != "root_squash" else {}
    return export | ({"comment": match["comment"]} if match["comment"] else {})
