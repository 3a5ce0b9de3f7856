"""What is known of lines of servers' files that speak of secrets.

See smb.conf(5), snmpd.conf(5), chrony.conf(5), named.conf(5), sshd_config(5), postconf(5), nginx.org/en/docs, Kea's Administrator Reference
Manual, FreeRADIUS' raddb, prometheus.io/docs, keepalived.conf(5), hostapd.conf, wg(8), ipsec.secrets(5).
"""

SECRETS = """
rocommunity|rwcommunity|rocommunity6|rwcommunity6|trapcommunity =
com2sec|com2sec6 * * =
com2sec|com2sec6 -Cn * * * =
trapsink|trap2sink|informsink * =
createUser * MD5|SHA|SHA-224|SHA-256|SHA-384|SHA-512 =
createUser -e * * MD5|SHA|SHA-224|SHA-256|SHA-384|SHA-512 =
... DES|AES|AES128|AES192|AES256 =
... proxy ~ -c =
bindpw|rootpw|rootbindpw|requirepass|masterauth|auth_pass|pass|pwd|passwd|authkey =
*_pass|*_passwd|*_pw|*_pwd|*pass|*passwd|*authtok|*_auth_token =
*:587|*:465|*:25 =
... PSK|XAUTH|NTLM =
# MD5|SHA1|SHA256|SHA384|SHA512|SHA3-224|SHA3-256|SHA3-384|SHA3-512|AES128|AES256 =
insecure-password|stats_auth =
stats auth =
secure_link_secret|secure_link_md5 =
proxy_set_header|add_header|fastcgi_param Authorization =
PasswordAuthentication|PermitEmptyPasswords|PubkeyAuthentication|HostbasedAuthentication|KbdInteractiveAuthentication ~
AuthorizedKeysFile|AuthorizedKeysCommand|AuthorizedKeysCommandUser|HostKey|HostKeyAlgorithms|HostCertificate|TrustedUserCAKeys|RevokedKeys ~
PubkeyAcceptedAlgorithms|PubkeyAcceptedKeyTypes|HostbasedAcceptedKeyTypes|CASignatureAlgorithms|RekeyLimit|KexAlgorithms|IdentityFile ~
PublicKey|PersistentKeepalive ~
... key #
keyfile|keysdir|key-directory|managed-keys-directory|bindkeys-file|session-keyfile|keytab|ntsservercert|ntsserverkey|ntstrustedcerts ~
trustedkey|controlkey|requestkey ~
... key * {
... key * ;
... keys {
... keys { * }
... keys { * ; }
dnssec-policy|dnssec-keys|trust-anchors|managed-keys|trusted-keys ~
key-algorithm|key-name|key_name|keyname|keymap|keyboard|keycode|*key_mgmt|wpa_key_mgmt|key-type|key-bits|key-id|key_id|keyid|key-tag ~
group_by|source_labels|target_label ~
tls_*|tls-*|ssl_*|ssl-*|smtp_tls_*|smtpd_tls_*|lmtp_tls_*|proxy_ssl_certificate* ~
ssl_password_file|auth_basic_user_file|proxy_cache_key|keys_zone|fastcgi_cache_key|uwsgi_cache_key|limit_req_zone|limit_conn_zone ~
hash|map|set $* ~
passwd|passwd: files|compat|db|systemd ~
passdb|passwd program|chat|backend ~
passwd: ~
shadow: ~
unix|pam password sync|change ~
ldap passwd sync ~
machine password timeout ~
password server|level|hash ~
encrypt|null passwords ~
obey pam restrictions ~
check password script ~
secrets database|file ~
dedicated keytab file ~
smtp_sasl_password_maps|smtp_sasl_auth_enable ~
*_file|*-file|*_path|*-path|*_dir|*-dir|*keyfile|*certfile|*.file|*filename|*_files|*database ~
*_cert|*_certs|*certificate|*_ca|ca_*|cert_* ~
*length|*lifetime|*timeout|*expiry|*expire|*interval|*rotation ~
*_size|*bits|*_age|*_count|*_max|*_min|*retries|*_warn|*_type|*algorithm|*policy|*method ~
min|max|password * length|age ~
PASS_MAX_DAYS|PASS_MIN_DAYS|PASS_WARN_AGE|PASS_MIN_LEN|ENCRYPT_METHOD ~
password requisite|required|sufficient|optional|include|substack|pam_* ~
"""
