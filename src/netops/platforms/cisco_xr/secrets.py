"""What is known of lines of XR that speak of secrets (System Security, Routing and MPLS guides), beside `_secrets.CISCO`.

Most have `clear` or `encrypted` before them.
"""

SECRETS = """
... clear|encrypted =
authentication-key # md5|sha1|cmac|hmac =
snmp-server vrf *
  community =
  host * traps|informs = ~
  host * traps|informs version 1|2c = ~
  host * version 1|2c = ~
  host * version 3 ~
  host * traps|informs version 3 ~
router hsrp
  authentication =
  text-authentication =
  authentication keychain *
router vrrp
  text-authentication =
... hello-password|lsp-password keychain *
neighbor password disable
password encryption aes|disable
... password inheritance-disable
message-digest keychain *
... authentication message-digest keychain *
key-string =

keychain ~
crypto ca|key ~
keystring-password ~
secret-key-encryption ~
usergroup|taskgroup|task|group|inherit ~
ppp chap|pap|ms-chap password =
... domain-password|area-password =
as-set|community|if|else|elseif|endif|apply|pass|drop|done|delete|prepend|suppress|var ~
tcp ao ~
ao * include-tcp-options ~
fips-mode ~
"""
