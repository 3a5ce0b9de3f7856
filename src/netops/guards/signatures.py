"""A plan is signed by those whom `plans: {signers:}` names, by others than who made it, and by one more where the policy changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from netops.guards.record import DeployRequest, Finding, Permissions, PlanFile, Policy, Signature, Source
from netops.messages import first_few, pluralize

CODE = "GRD015"
FAULTS = {
    "unknown": "is by a key of no signer",
    "damaged": "is no signature of this plan and commit, or is damaged",
}


def find(request: DeployRequest) -> Iterator[Finding]:
    policy, file = request.policy, request.file
    if not policy.signers or request.source is None:
        return
    signers = ", ".join(policy.signers)
    if file is None:
        way = "netops plan -o FILE, netops approve FILE by a signer, netops deploy FILE"
        yield _finding(f"only a plan file signed by {signers} is deployed", way)
        return
    for one in file.signatures:
        yield from _fault(one, policy)
    valid = {one.signer for one in file.signatures if _counts(one, policy)}
    changed = request.source.policy_files
    needed = min(policy.signatures + bool(changed), len(policy.signers))
    if len(valid) < needed:
        message = f"{file.name} has {pluralize(len(valid), 'valid signature')}, {needed} needed of {signers}"
        why = f": what decides on deploys has changed since the last one ({first_few(changed, 3)})" if changed else ""
        yield _finding(message + why, f"a signer approves it: netops approve {file.name}")
    if file.commit != request.source.commit:
        message = f"{file.name} was signed for commit {file.commit or 'none'}, the source of truth is at {request.source.commit or 'none'}"
        yield _finding(message, "plan again and have it signed again, or check out that commit")


def _counts(one: Signature, policy: Policy) -> bool:
    return not one.fault and one.signer in policy.signers and (policy.self_approval or not one.own)


def _fault(one: Signature, policy: Policy) -> Iterator[Finding]:
    """What is wrong with a signature."""
    if one.fault:
        yield _finding(f"{one.file} {FAULTS[one.fault]}", "a signer signs with the key in contacts: netops approve FILE")
    elif one.signer not in policy.signers:
        yield _finding(f"{one.file} is by {one.signer}, who is no signer", f"signers are {', '.join(policy.signers)}")
    elif one.own and not policy.self_approval:
        yield _finding(f"{one.file} is by {one.signer}, who has made the plan", "somebody else approves it")


def _finding(message: str, way: str) -> Finding:
    return Finding(message, way, emergency="signatures", outside_lab=True)


def violate(request: DeployRequest) -> DeployRequest:
    source = request.source or Source("")
    file = PlanFile("proof.plan", request.now, source.commit, (Signature("proof.plan.sig", "stranger"),))
    return replace(request, lab=False, source=source, file=file, policy=Policy(signers=("signer",)), permissions=Permissions())
