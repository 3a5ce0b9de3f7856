"""netops approve"""

from __future__ import annotations

from pathlib import Path

import click

from netops.commands import common
from netops.commands.options import option


@click.command(epilog=common.help_epilog("netops approve change.plan\nnetops approve change.plan --key ~/.ssh/id_ed25519"))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@option(
    "--key", type=click.Path(dir_okay=False, path_type=Path), default=Path("~/.ssh/id_ed25519"), show_default=True, help="Your SSH key."
)
@click.option("--yes", is_flag=True, help="Do not ask.", envvar="NETOPS_YES")
@click.pass_context
def command(ctx: click.Context, file: Path, key: Path, yes: bool) -> None:
    """Sign a plan file, where the company wants plans signed.

    Shows the plan, asks, and writes the signature beside it: FILE.NAME.sig, NAME being the contact whose `ssh_keys` have the key. It is of
    this plan and its commit; a changed file needs a new one. `plans: {signers:}` of netops.yaml names who has to sign.
    """
    from netops import signing
    from netops.commands.deploy import load_plan
    from netops.errors import UsageError
    from netops.jobs.guarding import signed_text
    from netops.jobs.policy import signing_keys

    company = common.open_company(ctx, quiet=True)
    plan = load_plan(file)
    click.echo(common.make_report(ctx, "text", "plan", verbose=True).plan(plan), nl=False)
    common.confirm(f"Sign {file} of commit {plan.commit or 'none'}?", yes, "nothing was signed")
    made = signing.sign_text(signed_text(plan), key.expanduser())
    signer = signing.signer_of(signed_text(plan), made, signing_keys(company))
    if not signer:
        hint = f"put its public key into `ssh_keys` of your contact: {key}.pub"
        raise UsageError(f"{key} is the key of no contact, nothing was written", hint=hint)
    path = file.with_name(f"{file.name}.{signer}.sig")
    common.write_output(path, made)
    click.echo(f"signed by {signer}: {path}", err=True)
