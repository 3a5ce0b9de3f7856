"""What is known of lines of EOS that speak of secrets (EOS User Manual: Security, MACsec, BGP, IS-IS), beside `_secrets.CISCO`."""

SECRETS = """
session shared-secret profile *
  secret * =
... shared-secret profile * [algorithm] [*]
... password shared-secret profile * [algorithm] [*]
mac security
  key * =
ssl profile *
  certificate * key *
  chain certificate ~
  trust certificate ~
... ssl certificate|profile|key *
... fallback
key size|field ~
key size limit #
password encryption-key common
password encryption reversible ~
password minimum|policy|encryption ~
management security
authentication mode|protocol|policy|empty-passwords ~
authentication shared-secret profile ~
isis authentication mode|shared-secret ~
isis authentication key =
private-vlan community ~
community * vlan ~
... ssh-key|sshkey secondary =
secret-key ~
entropy source ~
"""
