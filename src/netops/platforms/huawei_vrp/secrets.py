"""What is known of lines of VRP that speak of secrets (Command References: AAA, SNMP, NTP, VRRP, HWTACACS, RADIUS, IKE, WLAN).

`cipher`, `simple` and `plain` come before most values.
"""

SECRETS = """
description ~
sysname ~
header|info-center|alarm|traffic ~
... mib-view|acl|vpn-instance *
super password level # =
super password =
... v1|v2c|v3|aes|tkip|ccmp
... cipher|simple|plain|irreversible-cipher =
ssh server|client cipher|hmac|key-exchange ~
ssh server|client ~
rsa|dsa|ecc local-key-pair|peer-public-key|key-pair ~
... ssl-policy|pki-realm *
snmp-agent community read|write =
snmp-agent community read|write cipher =
snmp-agent community complexity-check ~
snmp-agent target-host ~ securityname =
snmp-agent target-host ~ securityname cipher =
snmp-agent target-host ~ securityname * v3 ~
snmp-agent usm-user v3 * authentication-mode md5|sha|sha2-224|sha2-256|sha2-384|sha2-512 =
snmp-agent usm-user v3 * privacy-mode des56|3des168|aes128|aes192|aes256 =
snmp-agent usm-user v3 * authentication-mode|privacy-mode * cipher =
snmp-agent usm-user v3 * * authentication-mode * =
... authentication-mode md5|sha =
... privacy-mode des56|3des168|aes128|aes192|aes256 =
snmp-agent usm-user password complexity-check ~
... authentication-mode pre-share|rsa-signature
authentication-mode password|aaa|none|scheme
authentication-method ~
set authentication password =
ntp-service authentication-keyid # authentication-mode md5|hmac-sha256 =
ntp-service reliable|authentication ~
... authentication-keyid #
ntp-service unicast-server|unicast-peer ~
vrrp vrid # authentication-mode simple|md5 =
... shared-key|pre-shared-key|pass-phrase|password =
local-user * password irreversible-cipher|cipher|simple =
local-user * service-type|privilege|level|state|idle-timeout ~
local-aaa-user password policy ~
password-policy|password-control|password expire|alert ~
password alert|expire|history ~
user-password complexity-check ~
peer * password cipher|simple =
peer * keychain *
peer * advertise-community|advertise-ext-community|advertise-large-community ~
peer * advertise-community|advertise-ext-community|advertise-large-community
apply community|extcommunity|comm-filter ~
if-match community-filter|extcommunity-filter|certificate ~
ip community-filter|extcommunity-filter ~
keychain * mode *
key-id #
... key-id #
algorithm ~
algorithm *
send-time|receive-time|digest-length|tcp-kind|tcp-algorithm-id ~
ospf|isis|rip authentication-mode hmac-md5|md5|hmac-sha256 # cipher|plain =
ospf|isis|rip authentication-mode keychain *
... authentication-mode md5|hmac-md5|hmac-sha256 # =
... authentication-mode simple|md5 plain|cipher =
security-policy|security wpa|wpa2|wpa-wpa2|wpa3 psk pass-phrase|hex =
... psk pass-phrase|hex =
certificate load ~ auth-code =
pki realm|domain|entity|import|export ~
ike proposal|peer|dpd|local-name ~
"""
