"""A stand-in for the REST API of NetBox: it answers from a dump, in pages, with nested records as NetBox has them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from netops.jobs.netbox import ENDPOINTS, kind_of_list

KEYS = frozenset(
    [
        "region",
        "site",
        "location",
        "rack",
        "manufacturer",
        "device_type",
        "role",
        "platform",
        "device",
        "virtual_chassis",
        "master",
        "rear_port",
        "lag",
        "untagged_vlan",
        "vrf",
        "vlan",
        "provider",
        "circuit",
        "cluster",
        "virtual_machine",
        "contact",
        "tenant",
        "cable",
    ]
)
"""Fields that are nested records."""
CHOICES = frozenset({"status", "mode", "face"})
TOKEN = "t0ken"


def nested(kind: str, key: str, value: Any) -> Any:
    if value is None:
        return None
    if key in KEYS or (kind, key) == ("circuits.circuit", "type"):
        return {"id": value, "url": f"/{key}/{value}/", "display": str(value)}
    if key == "tagged_vlans":
        return [{"id": one, "display": str(one)} for one in value]
    if key in CHOICES or key == "type":
        return {"value": value, "label": str(value).title()}
    return ".".join(value) if key.endswith("_type") and isinstance(value, list) else value


def answer(rows: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """The records of a kind as the API gives them."""
    found = []
    for one in rows:
        if one["model"] != kind:
            continue
        fields = {key: nested(kind, key, value) for key, value in one["fields"].items() if key != "custom_field_data"}
        tags = [
            {"id": item["fields"]["tag"]}
            for item in rows
            if item["model"] == "extras.taggeditem"
            and (item["fields"]["content_type"], item["fields"]["object_id"]) == (kind.split("."), one["pk"])
        ]
        record = {"id": one["pk"], **fields, "custom_fields": one["fields"].get("custom_field_data", {}), "tags": tags}
        for side in "AB" if kind == "dcim.cable" else "":
            record[f"{side.lower()}_terminations"] = [
                {"object_type": ".".join(end["fields"]["termination_type"]), "object_id": end["fields"]["termination_id"]}
                for end in rows
                if end["model"] == "dcim.cabletermination" and (end["fields"]["cable"], end["fields"]["cable_end"]) == (one["pk"], side)
            ]
        found.append(record)
    return found


@contextmanager
def serve(rows: list[dict[str, Any]], page: int = 2) -> Iterator[str]:
    """The address of a server that answers from a dump, `page` records at a time."""
    kinds = {
        f"/api/{app}/{end}/": kind_of_list(app, end) for app, ends in ENDPOINTS.items() for end in ends.split() if end != "mac-addresses"
    }

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if self.headers.get("Authorization") != f"Token {TOKEN}":
                self.reply(403, {"detail": "Invalid token"})
            elif parts.path not in kinds:
                self.reply(404, {"detail": "Not found."})
            else:
                start = int(parse_qs(parts.query).get("offset", ["0"])[0])
                found = answer(rows, kinds[parts.path])
                more = (
                    f"http://{self.headers['Host']}{parts.path}?limit={page}&offset={start + page}" if start + page < len(found) else None
                )
                self.reply(200, {"count": len(found), "next": more, "previous": None, "results": found[start : start + page]})

        def reply(self, status: int, body: Any) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
