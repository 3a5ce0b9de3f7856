"""The peer: plain nornir with its own inventory, nornir_jinja2 rendering a template for each host."""

from pathlib import Path

from nornir import InitNornir
from nornir_jinja2.plugins.tasks import template_file


def render(task):
    made = task.run(task=template_file, template="switch.j2", path=".", device=task.host["device"])
    Path("out", f"{task.host.name}.cfg").write_text(made.result)


Path("out").mkdir(exist_ok=True)
nornir = InitNornir(
    inventory={"plugin": "SimpleInventory", "options": {"host_file": "hosts.yaml"}},
    runner={"plugin": "threaded", "options": {"num_workers": 2}},
    logging={"enabled": False},
)
if nornir.run(task=render).failed:
    raise SystemExit(1)
