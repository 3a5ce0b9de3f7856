"""What is known of lines that speak of secrets on most command lines. The language is that of `dialects/secret_rules.py`.

Sources: IOS (Security, SNMP, BGP, OSPF, IS-IS, NHRP, HSRP, PKI, TrustSec and IKEv2 command references), EOS (User Manual: Users, SNMP,
AAA, Security), NX-OS (Security and System Management guides), XR (System Security, Routing), AireOS (radius, snmp, wlan).
"""

from __future__ import annotations

from netops.dialects import indent
from netops.dialects.grammar import Grammar
from netops.dialects.secret_rules import secret_rules

TEXTS = """
description|remark|alias|banner|hostname|title|prompt ~
# remark ~
neighbor|peer * description ~
snmp-server location|contact|chassis-id ~
event manager applet|policy|directory ~
"""
"""Free text, and lines of programs."""

NAMES = """
key chain|config-key *
key chain *
key chain * macsec|tcp|keychain
key chain ~
  key *
  key * macsec|tcp
  accept-lifetime|send-lifetime|lifetime ~
  cryptographic-algorithm ~
... key-chain|keychain|key-id|keyring *
... key-chain|keychain|keyring name|local|aaa *
... keyring|keypair|keysize
hidekeys
... key-exchange|key-encryption|key-server|key-lifetime|key-size|key-type ~
trusted-key ~
ntp trusted-key ~
ntp server|peer|broadcast ~
ntp server|peer * key # [prefer] [iburst] [burst]
ntp server|peer vrf * * key # [prefer] [iburst] [burst]
server|peer * key # [prefer] [iburst] [burst]
server|peer ~ key #
tunnel key #
certificate ~
ca-certificate|trustpoint|trustpool|ca-trustpoint|rsakeypair|match ~
... trustpoint|trust-point|rsakeypair|secure-trustpoint|certificate-map *
"""
"""Names of keys, not the keys."""

COMMUNITIES = """
... send-community|send-extended-community
... send-community [standard] [extended] [large] [both] [add] [remove]
... send-community all|link-bandwidth ~
... send-community-ebgp|send-extended-community-ebgp [inheritance-disable]
set community|extcommunity|large-community|comm-list|extcomm-list|large-comm-list|comm-list-delete ~
set extcommunity-list|community-list|large-community-list ~
set|match|delete community|extcommunity|large-community ~
match ip|ipv6|community|extcommunity|large-community ~
ip|ipv6|bgp community-list|extcommunity-list|large-community-list|community|large-community ~
community-list|community-set|extcommunity-set|large-community-set|end-set ~
... community|extcommunity|large-community matches-any|matches-every|matches-within|is-empty|in ~
ip|bgp bgp-community|community|community-new-format ~
ip bgp-community new-format
... community new-format
... community-list|extcommunity-list|large-community-list|community-set|extcommunity-set
switchport private-vlan ~
private-vlan community|primary|isolated ~
"""
"""Communities of BGP."""

POLICY = """
service password-encryption|password-recovery [strict]
password|password6 encryption aes
password encryption aes confirm
password strength-check|secure-mode|prompt-exec
password policy|prompt ~
password minimum-length|min-length|max-length|aging|lifetime|history|expire|max-retry|complexity ~
feature password ~
feature password|tacacs+|ldap [encryption] [aes] [tam]
security passwords min-length #
security password|authentication ~
aaa authentication|authorization|accounting|common-criteria|new-model|session-id|max-sessions|intercept|root ~
aaa root nopassword
aaa root secret =
aaa group server ~
aaa local authentication ~
aaa password restriction
aaa password-policy ~
aaa user default-role
secret hardened|encryption ~
min-length|max-length|lifetime|char-change|numeric-count|upper-case|lower-case|special-case ~
login authentication|local|tacacs|block-for|on-failure|on-success ~
ip ssh pubkey-chain
ip ssh [server] [client] algorithm|dh|rsa ~
ip ssh version|time-out|authentication-retries|source-interface|port|maxstartups|logging|break-string|stricthostkeycheck|window-size ~
ssh key rsa|dsa|ecdsa [#] [force]
ssh client|server|key ~
ssh login-attempts|ciphers|kexalgos|macs|keytypes|rekey ~
hostkey|host-key ~
hostkey client|server ~
cipher|key-exchange|mac ~
crypto key generate|export|import|zeroize|move|storage|pubkey-chain|encrypt|decrypt|lock|unlock|param ~
crypto key export|import|encrypt|decrypt ~
crypto key export|import rsa * ~
crypto pki|ca trustpoint|certificate|authenticate|enroll|profile|server|trustpool|crl|cert ~
crypto pki|ca token default|* max-retries|removal|secondary|lock ~
crypto isakmp policy|profile|keepalive|nat|nat-keepalive|aggressive-mode|enable|identity|invalid-spi-recovery|client ~
crypto keyring * vrf *
crypto keyring *
dot1x credentials *
crypto ikev2 keyring|profile|policy|proposal|authorization|name-mangler|dpd|fragmentation ~
crypto ipsec transform-set|profile|security-association|nat-transparency|df-bit|fragmentation ~
crypto map|dynamic-map|engine|logging ~
authentication pre-share|rsa-sig|rsa-encr|ecdsa-sig
authentication local|remote pre-share|rsa-sig|ecdsa-sig|eap
authentication mode md5
authentication key-management|key-chain|port-control|order|priority|event|host-mode|periodic|timer|violation|open|control-direction ~
authentication-method pre-shared-key|pre-share|rsa-sig
username * nopassword
username * privilege # nopassword
username * ssh-cert-dn|keypair ~
username * passphrase lifetime|warntime|gracetime|timevalues ~
snmp-server enable|group|view|engineID|trap-source|source-interface|ifindex|queue-length|packetsize|inform|system-shutdown ~
snmp-server community-map ~
snmp-server host * version 3 ~
snmp-server host * traps|informs version 3 ~
snmp-server host * vrf * version 3 ~
snmp-server host * vrf * traps|informs version 3 ~
snmp-server host * use-vrf|source-interface|filter-vrf|vrf|udp-port *
snmp-server user * *
snmp-server user * * v1|v2c|v3
snmp-server user * * enforcePriv
radius-server attribute|dead-criteria|deadtime|retransmit|timeout|vsa|load-balance ~
cts manual|role-based|authorization|logging|server|sxp enable ~
named-key|addressed-key|broadcast-key|rekey ~
aaa-server * * host * timeout|port #
mpls ldp password required|rollover ~
mpls ldp vrf * password required|rollover ~
mpls ldp password option # for * key-chain *
mka policy|default-policy|keychain ~
mka pre-shared-key key-chain ~
macsec-cipher-suite|macsec ~
license udi|boot|accept|install|right-to-use|feature|level ~
errdisable|storm-control|spanning-tree|logging|lldp|switchport|class-map|policy-map|interface|vlan|route-map|access-list|object ~
"""
"""Settings about secrets."""

SECRETS = """
key config-key password-encrypt|password-encryption =
enable password|secret =
enable password|secret level # =
... algorithm-type md5|scrypt|sha256 secret =
username * ~ password|secret =
username * password|secret|passphrase =
username * ssh-key|sshkey ssh-rsa|ssh-dss|ssh-ed25519|ecdsa-sha2-nistp256|ecdsa-sha2-nistp384|ecdsa-sha2-nistp521 =
username * ssh-key|sshkey secondary ssh-rsa|ssh-dss|ssh-ed25519|ecdsa-sha2-nistp256|ecdsa-sha2-nistp384|ecdsa-sha2-nistp521 =
... ssh-key|sshkey ssh-rsa|ssh-dss|ssh-ed25519|ecdsa-sha2-nistp256|ecdsa-sha2-nistp384|ecdsa-sha2-nistp521 =
... key-hash ssh-rsa|ssh-dss|ssh-ed25519|ecdsa =
snmp-server community =
snmp-server host * version 1|2c = ~
snmp-server host * traps|informs version 1|2c = ~
snmp-server host * vrf * version 1|2c = ~
snmp-server host * vrf * traps|informs version 1|2c = ~
snmp-server host * traps|informs = ~
snmp-server host * vrf * traps|informs = ~
snmp-server host * vrf * = ~
snmp-server host * = ~
snmp-server host * * [poll] [trap] community = ~
aaa-server * * host * = ~
config system snmp community
  set name = ~
snmp mib community-map =
rmon event # [log] trap = ~
... auth md5|sha|sha-1|sha-2|sha-224|sha-256|sha-384|sha-512|sha1|sha224|sha256|sha384|sha512 =
... priv =
... priv des|3des|des56|aes|aes-128|aes-192|aes-256|aes128|aes192|aes256 =
... priv aes 128|192|256 =
ntp authentication-key # * =
... authentication-key # md5|sha|sha1|sha256|sha512|sha-256|aes128cmac|cmac-aes-128|hmac-sha1 =
... message-digest-key # md5|sha|sha1|sha256|sha384|sha512|hmac-sha-1|hmac-sha-256|hmac-sha-384|hmac-sha-512 =
... ipsec spi # md5|sha1 =
... ipsec spi # esp 3des|des|null =
... ipsec spi # esp aes-cbc 128|192|256 =
... authentication md5|sha1 =
authentication mode hmac-sha-256 =
standby|vrrp|glbp # authentication =
standby|vrrp|glbp # authentication text =
standby|vrrp|glbp authentication text =
standby|vrrp|glbp authentication =
standby|vrrp|glbp # authentication md5 key-string =
standby|vrrp|glbp # authentication md5 key-chain *
vrrp # peer authentication =
vrrp # peer authentication text =
vrrp # peer authentication ietf-md5 key-string =
... md5 key-string =
ip nhrp authentication =
nhrp authentication =
... authentication text|string|cleartext =
... area-password|domain-password|hello-password|lsp-password text|hmac-md5 =
... hello-password|lsp-password accept text|hmac-md5 =
... isis password clear|md5 =
authentication key =
authentication key-id # algorithm * key =
... pre-shared-key|pre-shared-keys local|remote =
... pre-shared-key address * key =
... pre-shared-key address * * key =
... pre-shared-key hostname|ipv6 * key =
... pre-share key =
... psk set-key =
... psk set-key ascii|hex =
key-octet-string =
mpls ldp password option # for * =
mpls ldp vrf * password option # for * =
... ldp password fallback =
lsp-key =
"""
"""Where a secret comes that a word before it does not announce, or behind words that are none."""

BESIDE = """
... role|group|view|vrf|use-vrf|use-acl|use-ipv4acl|use-ipv6acl *
... privilege|level|timeout|retransmit|deadtime|port|auth-port|acct-port|udp-port|idle-time #
... address|hostname|ipv6 *
... address * 0.0.0.0|255.*
... access|engineid|engineID|mib-view *
... authentication [accounting]
... accounting
... local-time
... authorization read-only|read-write
... RO|RW *
... RO|RW
... IPv4|IPv6 *
... RO|RW SystemOwner|SDROwner|LROwner
... RO|RW IPv4|IPv6|ipv6 * [IPv4] [IPv6] [ipv6] [*]
... SystemOwner|SDROwner|LROwner [*]
... authenticate snp validate|send-only
... level-1|level-2|send-only|single-connection|no-xauth|localizedkey|localizedV2key|prefer|network-admin|network-operator|default-role
... lifetime|receive-lifetime|transmit-lifetime infinite|forever
... receive-lifetime|transmit-lifetime * * * *
... cryptographic-algorithm *
... authentication message-digest|null|mode
... localized
"""
"""Words beside a secret."""

WIRELESS = """
radius auth|acct add # * # ascii|hex =
radius auth|acct keywrap add ascii|hex =
tacacs auth|acct|athr add # * # ascii|hex =
/snmp community add|set =
snmp community create|delete =
snmp community accessmode ro|rw =
snmp community mode enable|disable ~
snmp community ipaddr * * =
snmp v3user create * ro|rw none|hmacmd5|hmacsha none|des|aescfb128 =
snmp version|syscontact|syslocation|engineID|trapreceiver|v3user ~
mgmtuser add|password * = ~
mgmtuser add encrypt * =
netuser add encrypt * =
ap mgmtuser add encrypt =
snmp trapreceiver create = ~
netuser add * = ~
ap mgmtuser add username * password =
... secret =
... security wpa akm psk set-key ascii|hex =
... security wpa akm psk|ft|802.1x|cckm|ft-psk enable|disable ~
... *-certificate|*-key|*-password enable|disable|enabled|disabled
... secret|community|key|certificate|identity add|set|remove|print
... security static-wep-key encryption # # ascii|hex =
... security wpa wpa1|wpa2|gtk-random|osen|ciphers ~
"""
"""Wireless controllers with AireOS, with and without the word `config` before a line."""

CISCO = "\n".join((TEXTS, NAMES, COMMUNITIES, POLICY, SECRETS, BESIDE, WIRELESS))

CISCO_SECRETS = secret_rules(CISCO)

ANY_CLI = Grammar("text", dialect=indent, secrets=CISCO_SECRETS)
"""A text whose platform is not known."""
