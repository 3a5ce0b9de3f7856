"""netops completion"""

from __future__ import annotations

import click

from netops.commands import common

BASH = """\
# `=` and `:` end a word of bash, and are part of ours: words are those between blanks, and what bash has of one is cut off.
_netops_completion() {
    local line="${COMP_LINE:0:COMP_POINT}" words type value before=
    read -ra words <<< "$line"
    local number=$((${#words[@]} - 1)) word="${words[-1]}"
    [[ "$line" == *[[:space:]] ]] && { number=$((number + 1)); word=; }
    [[ "$word" == *[=:]* ]] && before="${word%"${word##*[=:]}"}"
    COMPREPLY=()
    while IFS=, read -r type value; do
        case "$type" in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("${value#"$before"}"); [[ "$value" == *[=:] ]] && compopt -o nospace ;;
        esac
    done < <(env COMP_WORDS="$line" COMP_CWORD="$number" _NETOPS_COMPLETE=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F _netops_completion netops
"""
SHELLS = ("bash", "zsh", "fish")


@click.command(epilog=common.help_epilog('netops completion bash\neval "$(netops completion bash)"'))
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print what makes a shell complete commands, options and names: of devices, VLANs, runs, plans, rules, files.

    \b
    bash  eval "$(netops completion bash)" in ~/.bashrc
    zsh   eval "$(netops completion zsh)" in ~/.zshrc, after compinit
    fish  netops completion fish > ~/.config/fish/completions/netops.fish

    Names are those that the last command of netops found in the company.
    """
    from click.shell_completion import get_completion_class

    if shell == "bash":
        click.echo(BASH, nl=False)
        return
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click has no completion for {shell}")
    click.echo(kind(ctx.find_root().command, {}, "netops", "_NETOPS_COMPLETE").source().replace("netops)", "netops 2>/dev/null)"))
