"""What is known of lines of NX-OS that speak of secrets (Security, Unicast Routing and Interfaces guides), beside `_secrets.CISCO`.

`password 5 !` is how a user is shown who has no password; NX-OS makes five events of RMON itself, for the community `public`.
"""

SECRETS = """
interface ~
  authentication =
  authentication text =
  authentication md5 key-string =
  authentication md5 key-chain *
  key-chain *
key-octet-string =
hello-authentication ah-md5 =
... hello-authentication ah-md5 =
... hello-authentication key-chain *
... password key-chain *
ldap-server host ~ password =
ldap-server host * rootDN * password =
ldap-server timeout|deadtime|port|host ~
username * keypair generate ~
username * passphrase ~
username * password 5 ! ~
rmon event # [log] trap public ~
username * password|secret =
... role *
ssh key rsa|dsa|ecdsa ~
key config-key ascii =
evpn esi|multisite ~
fabric forwarding ~
feature-set ~
system login ~
userpassphrase ~
ip community-list|extcommunity-list ~
cli alias|var ~
"""
