"""What is known of lines of FRR that speak of secrets (docs.frrouting.org: zebra, BGP, OSPF, IS-IS, RIP, EIGRP, PIM, NHRP)."""

SECRETS = """
description|remark|banner|hostname|log ~
neighbor * description ~
... send-community
... send-community standard|extended|large|both|all
... no-advertise|no-export|additive
set|match community|extcommunity|large-community|comm-list|large-comm-list|extended-comm-list ~
set|match comm-list * delete
ip|bgp community-list|extcommunity-list|large-community-list|community ~
bgp community alias ~
community-list|route-map|access-list|prefix-list|call|on-match ~
key chain *
key #
... key-chain *
... authentication key-chain|mode *
... authentication message-digest|null
... message-digest-key # md5 =
... message-digest-key # md5 key-chain *
... authentication-key|authentication =
ip rip authentication mode ~
ip rip authentication string =
ip eigrp|rip authentication key-chain ~
ipv6 ospf6 authentication keychain *
ipv6 ospf6 authentication key-id # hash-algo * key =
... nhrp authentication =
... isis password clear|md5 =
... authenticate snp validate|send-only
ip pim ~
accept-lifetime|send-lifetime|cryptographic-algorithm|lifetime ~
service password-encryption
neighbor * password =
mpls|pw ~
bgp link-bandwidth ~
pbr|match|set ~
"""
