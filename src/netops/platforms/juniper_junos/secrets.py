"""What is known of paths of Junos that speak of secrets (User Access and Authentication, SNMP, IPsec and Routing guides)."""

SECRETS = """
... description|message|announcement|contact|location ~
... policy-options ~
... policy-statement ~
... community *
... community add|set|delete|members ~
... from|then community ~
... bgp community ~
... send-community|no-send-community ~
... snmp community =
... snmp trap-group|view|filter-interfaces|interface|name|location|contact|client-list ~
... snmp v3 target-parameters|target-address|notify|vacm ~
... snmp v3 snmp-community * community-name =
... authorization read-only|read-write
... clients|client-list-name|view|logical-system|routing-instance *
... clients * restrict
... clients
... v3 usm local-engine|remote-engine user * authentication-md5|authentication-sha|authentication-sha256|authentication-none
... authentication-password|privacy-password|authentication-key|privacy-key =
... authentication-md5|authentication-sha|authentication-sha256|authentication-sha512 authentication-password =
... privacy-des|privacy-aes128|privacy-3des privacy-password =
... login password ~
... system login retry-options ~
... root-login|no-passwords|tcp-forwarding|no-public-keys|no-password-authentication ~
... ssh key-exchange|ciphers|macs|hostkey-algorithm|fingerprint-hash|authentication-order|root-login|protocol-version ~
... authentication-key # type * value =
... authentication-key # type md5|sha1|sha256
... authentication-key # value =
... authentication-key #
... authentication-key-chain|authentication-key-chains|key-chain *
... authentication-key-chains key-chain * key # secret =
... authentication-key-chains key-chain * key # start-time|algorithm|options|tolerance|key-name ~
... authentication-key-chains key-chain * description|tolerance ~
... authentication-key-chains key-chain * key #
... authentication-key-chains key-chain *
... key # start-time|algorithm|options ~
... trusted-key ~
... ntp server|peer * key # ~
... ntp server|peer * key #
... md5 # key =
... md5 # start-time ~
... authentication md5 # key =
... simple-password|encrypted-password|plain-text-password-value|plain-text-password =
... pre-shared-key|pre-shared-secret ascii-text|hexadecimal =
... ascii-text|hexadecimal =
... authentication-method pre-shared-keys|rsa-signatures|certificates|ecdsa-signatures-256
... authentication-type ~
... dh-group|authentication-algorithm|encryption-algorithm|lifetime-seconds|mode ~
... pki ca-profile|revocation-check|trusted-ca-group ~
... certificate local-certificate|trusted-ca|peer-certificate-type|policy-oids ~
... certificates local * =
... local-certificate|system-generated-certificate|ca-profile|ca-identity|certificate-id *
... services web-management https ~
... secret =
... timeout|retry|port|accounting-port|source-address|single-connection|max-outstanding-requests|routing-instance|preauthentication-port *
... mka cak|ckn =
... pre-shared-key ckn|cak =
... pre-shared-key-chain|fallback-key ~
... macsec connectivity-association * cipher-suite|security-mode|mka|replay-protect|exclude-protocol|include-sci|no-encryption|offset ~
... ssh-rsa|ssh-dsa|ssh-ecdsa|ssh-ed25519 =
... authorized-keys-command|authorized-keys-command-user ~
... security policies ~
... security nat|zones|screen|flow|alg|log|utm|idp ~
... session-keys|perfect-forward-secrecy ~
... hash-key|enhanced-hash-key ~
... hash-key|enhanced-hash-key
... apply-groups|apply-groups-except|apply-macro ~
... authentication-order|accounting-order [[] ~
... authentication-order|accounting-order ~
... archive-sites * password =
... allow-commands|deny-commands|allow-configuration|deny-configuration ~
... hello-authentication-key|authentication-key =
... hello-authentication-type ~
... no-hello-authentication|no-csnp-authentication|no-psnp-authentication
... level # authentication-key =
... level # authentication-type|wide-metrics-only|disable|preference ~
... tunnel key # ~
... gre key #
... key #
... applications ~
... firewall ~
"""
