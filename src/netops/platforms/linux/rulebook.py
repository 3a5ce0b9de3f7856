"""The files of a Linux host: Debian's paths, and where its services keep secrets.

See smb.conf(5), snmpd.conf(5), chrony.conf(5), named.conf(5), shadow(5). A secret in any other place is found when the other text has its
placeholder there.
"""

from __future__ import annotations

from netops.dialects import files
from netops.dialects.grammar import Grammar
from netops.dialects.secret_rules import secret_rules
from netops.platforms.linux.secrets import SECRETS

GRAMMAR = Grammar(
    name="linux",
    dialect=files,
    comments=(),
    secrets=secret_rules(SECRETS, any_case=True),
    settings=True,
    mandatory=("ssh",),
    features={
        "backup": (
            "/etc/netops-backup",
            "/etc/netops-backup/",
            "/etc/cron.d/netops-backup",
            "/etc/cron.d/netops-backup-copy",
            "/srv/backup",
        ),
        "banner": ("/etc/issue.net", "/etc/motd"),
        "dhcp_server": ("/etc/dhcp/", "/etc/kea/"),
        "dns": ("/etc/resolv.conf",),
        "dns_server": ("/etc/bind/",),
        "files": ("/etc/sysctl.d/", "/etc/profile.d/", "/etc/logrotate.d/", "/etc/apt/apt.conf.d/", "/usr/local/"),
        "firewall": ("/etc/nftables.conf", "/etc/nftables.d/"),
        "mail_relay": ("/etc/postfix/",),
        "monitoring": ("/etc/prometheus/", "/etc/alertmanager/", "/etc/default/prometheus"),
        "nfs_exports": ("/etc/ganesha/", "/etc/exports", "/srv/nfs/"),
        "ntp": ("/etc/chrony/",),
        "shares": ("/etc/samba/", "/srv/shares/"),
        "snmp": ("/etc/snmp/",),
        "ssh": ("/etc/ssh/",),
        "syslog": ("/etc/rsyslog.d/",),
        "system_services": ("/etc/netops", "/etc/netops/"),
        "web": ("/etc/nginx/", "/srv/www/", "/var/www/"),
    },
)
