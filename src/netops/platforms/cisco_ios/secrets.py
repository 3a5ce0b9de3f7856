"""What is known of lines of IOS and IOS XE that speak of secrets (Security, PKI and IKEv2 command references), beside `_secrets.CISCO`."""

SECRETS = """
username * password|secret =
cts sxp default password =
cts sxp connection peer ~ password default|none ~
cts sxp default key-chain *
cts credentials id * password =
cts manual|role-based|authorization|logging|server ~
pac key =
ip ftp password =
ppp chap|pap|eap|ms-chap password =
ppp pap sent-username * password =
ppp authentication ~
vtp password =
... vtp password hidden|secret =
crypto pki token * user-pin =
crypto pki export|import * pkcs12 * password =
crypto pki export|import * pem ~ password =
crypto isakmp key =
license smart register|trust idtoken = ~
... site * authentication-key =
etr map-server * key =
itr map-resolver *
ipv4|ipv6 etr map-server * key =
aaa attribute list *
key type ~
session-key inbound|outbound ah # =
session-key inbound|outbound esp # cipher =
session-key inbound|outbound esp # cipher * authenticator =
set session-key inbound|outbound ah # =
set session-key inbound|outbound esp # cipher =
... authenticator =
set security-association|transform-set|pfs|peer|ikev2-profile|isakmp-profile|identity ~
match identity|fvrf|certificate|key ~
client authentication|configuration|pki ~
identity local|policy ~
tacacs-server directed-request ~
wlan * * *
parameter-map ~
secret 0|5|8|9 =
"""
