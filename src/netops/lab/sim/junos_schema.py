"""The statements that a simulated Junos device accepts, in the order in which it prints them.

One line is one statement below the one with less indentation. Words are literal, `a|b`, or `*` (a name). After the words:
`=` one value, `=+` a list of values, `...` anything below, `!` may stand empty, `-` printed on one line with all below it, `^` printed
on the line of its parent when it is alone there, `#` printed in natural order, `$` a secret (marked as such when printed).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

TEXT = """
version =
groups * ...
apply-groups =+
system
    host-name =
    root-authentication
        encrypted-password = $
        ssh-rsa|ssh-ed25519|ssh-ecdsa * ! $
    commit ...
    login
        announcement =
        class * ...
        message =
        password ...
        retry-options ...
        user *
            full-name =
            uid =
            class =
            authentication
                encrypted-password = $
                ssh-rsa|ssh-ed25519|ssh-ecdsa * ! $
    services
        ftp !
        ssh !
            root-login =
            protocol-version =+
            max-sessions-per-connection =
            connection-limit =
            rate-limit =
            ciphers|macs|key-exchange =+
            client-alive-interval|client-alive-count-max =
            port =
        telnet !
        netconf !
            ssh !
                port =
                connection-limit =
            rfc-compliant !
        rest ...
        dhcp-local-server ...
        web-management ...
    domain-name =
    domain-search =+
    time-zone =
    no-redirects !
    no-ping-record-route !
    authentication-order =+
    location ...
    ports ...
    name-server
        * !
    radius-server
        * ...
    tacplus-server
        * !
            port =
            secret = $
            timeout =
            single-connection !
            source-address =
    tacplus-options ...
    accounting ...
    syslog
        archive ...
        user *
            * =
        host *
            * =
            match =
            port =
            source-address =
            structured-data !
            facility-override =
            log-prefix =
        file *
            * =
            match =
            archive ...
            structured-data !
        console
            * =
        source-address =
        time-format ...
    max-configurations-on-flash =
    max-configuration-rollbacks =
    archival ...
    license ...
    processes ...
    internet-options ...
    ntp
        boot-server =
        authentication-key * ...
        server * -
            key =
            version =
            prefer !
        trusted-key =+
        source-address * !
chassis ...
security
    ssh-known-hosts ...
    log ...
    ike ...
    ipsec ...
    alg ...
    screen ...
    nat ...
    policies
        from-zone * to-zone *
            policy *
                description =
                match
                    source-address|destination-address|application =+
                then
                    permit !
                        tunnel ...
                    deny !
                    reject !
                    log
                        session-init !
                        session-close !
                    count !
        global ...
        default-policy ...
    zones
        functional-zone * ...
        security-zone *
            description =
            tcp-rst !
            address-book ...
            screen =
            host-inbound-traffic
                system-services
                    * !
                protocols
                    * !
            interfaces
                * !
                    host-inbound-traffic
                        system-services
                            * !
                        protocols
                            * !
    forwarding-options ...
    address-book * ...
    flow ...
interfaces
    # interface-range * ...
    # * !
        description =
        disable !
        flexible-vlan-tagging !
        vlan-tagging !
        native-vlan-id =
        mtu =
        speed =
        link-mode =
        encapsulation =
        ether-options|gigether-options !
            no-auto-negotiation !
            auto-negotiation !
            802.3ad =
            redundant-parent =
            speed ...
        redundant-ether-options ...
        fabric-options ...
        aggregated-ether-options
            minimum-links =
            lacp
                active !
                passive !
                periodic =
                system-id =
                admin-key =
            mc-ae ...
        # unit * !
            description =
            disable !
            encapsulation =
            vlan-id =
            family inet !
                mtu =
                no-redirects !
                rpf-check !
                dhcp !
                filter
                    input =
                    output =
                address * !
                    primary !
                    preferred !
                    vrrp-group * !
                        virtual-address =
                        priority =
                        preempt !
                        no-preempt !
                        accept-data !
                        authentication-type =
                        authentication-key = $
                        fast-interval|advertise-interval =
                        track ...
            family inet6 !
                mtu =
                filter
                    input =
                    output =
                address * !
                    primary !
                    vrrp-inet6-group * ...
            family ethernet-switching !
                interface-mode =
                vlan
                    members =+
                storm-control ...
                recovery-timeout ...
                filter ...
            family iso|mpls|bridge ...
snmp
    name =
    description =
    location =
    contact =
    interface =+
    filter-interfaces ...
    client-list *
        * !
            restrict !
    community *
        view =
        authorization =
        client-list-name =
        clients
            * !
                restrict !
    trap-options ...
    trap-group * ...
    v3 ...
    view * ...
    health-monitor ...
forwarding-options ...
event-options ...
policy-options
    prefix-list *
        * !
        apply-path =
    policy-statement *
        term * !
            from
                family = ^
                protocol =+ ^
                neighbor =+ ^
                interface =+ ^
                as-path =+ ^
                community =+ ^
                route-type = ^
                prefix-list * !
                prefix-list-filter * *
                    exact !
                    longer !
                    orlonger !
                instance = ^
                metric|tag|area|level|rib|state = ^
                policy =+ ^
                route-filter * upto|prefix-length-range * -
                    accept ! ^
                    reject ! ^
                route-filter * * -
                    accept ! ^
                    reject ! ^
            to ...
            then
                metric =
                local-preference =
                origin =
                as-path-prepend =
                community * * !
                next-hop =
                tag =
                priority =
                next = ^
                load-balance =
                external ...
                accept ! ^
                reject ! ^
        from ...
        then
            local-preference|metric|load-balance|next =
            community * * !
            accept ! ^
            reject ! ^
    as-path * =
    community *
        members =+
    condition * ...
access ...
class-of-service ...
firewall
    policer * ...
    family inet|inet6|ethernet-switching|any
        filter *
            interface-specific !
            term * !
                from
                    source-address
                        * !
                            except !
                    destination-address
                        * !
                            except !
                    address
                        * !
                    source-prefix-list
                        * !
                    destination-prefix-list
                        * !
                    prefix-list
                        * !
                    protocol|next-header|payload-protocol =+
                    source-port|destination-port|port =+
                    tcp-established !
                    tcp-initial !
                    is-fragment !
                    icmp-type|icmp-code|dscp|ip-options|tcp-flags =+
                    fragment-flags|packet-length|ttl|hop-limit|traffic-class =+
                then
                    policer =
                    count =
                    log !
                    syslog !
                    loss-priority|forwarding-class|routing-instance =
                    next = ^
                    accept ! ^
                    discard ! ^
                    reject ! ^
    filter *
        ...
routing-instances
    *
        instance-type =
        interface * !
        route-distinguisher =
        vrf-target ...
        vrf-import|vrf-export =+
        description =
        routing-options ...
        protocols ...
        forwarding-options ...
routing-options
    nonstop-routing !
    interface-routes ...
    graceful-restart !
    rib * ...
    static
        rib-group =
        defaults ...
        route *
            next-hop =+ ^
            qualified-next-hop * ...
            discard ! ^
            reject ! ^
            receive ! ^
            retain !
            no-readvertise !
            preference =
            metric =
            tag =
            description =
    aggregate ...
    martians ...
    router-id =
    autonomous-system =
    forwarding-table ...
    validation ...
protocols
    router-advertisement ...
    bgp
        path-selection ...
        description =
        log-updown !
        local-as =
        export|import =+
        multipath ...
        hold-time =
        graceful-restart !
        group *
            type =
            description =
            local-address =
            local-as =
            hold-time =
            import =+
            family inet|inet6|evpn|inet-vpn ...
            authentication-key = $
            export =+
            cluster =
            peer-as =
            multipath ...
            multihop ...
            neighbor * !
                description =
                local-address =
                hold-time =
                import =+
                family inet|inet6 ...
                authentication-key = $
                export =+
                peer-as =
                local-as =
                multihop !
                    ttl =
                bfd-liveness-detection ...
                shutdown !
            bfd-liveness-detection ...
            log-updown !
        family ...
    ospf|ospf3
        traceoptions ...
        area *
            area-range ...
            stub ...
            nssa ...
            interface * !
                interface-type =
                passive !
                metric =
                priority =
                hello-interval|dead-interval|retransmit-interval =
                authentication ...
                bfd-liveness-detection ...
        rib-group ...
        export|import =+
        reference-bandwidth =
        overload ...
        graceful-restart ...
    isis ...
    mpls ...
    ldp ...
    evpn ...
    l2-learning ...
    lacp ...
    lldp !
        disable !
        advertisement-interval|hold-multiplier|transmit-delay =
        port-id-subtype =
        management-address =
        # interface * !
            disable !
    lldp-med !
        interface * !
    igmp-snooping ...
    rstp|mstp|vstp !
        disable !
        configuration-name =
        revision-level =
        bridge-priority =
        bpdu-block-on-edge !
        hello-time|max-age|forward-delay =
        msti * ...
        vlan * !
            bridge-priority =
            interface * ...
        interface * !
            edge !
            no-root-port !
            mode =
            cost =
            priority =
            disable !
            bpdu-timeout-action ...
    sflow ...
    dot1x ...
    vrrp ...
    layer2-control ...
applications ...
switch-options ...
poe
    interface * !
        disable !
        priority =
        maximum-power =
vlans
    # * !
        description =
        vlan-id =
        vlan-id-list =+
        l3-interface =
        interface * !
        forwarding-options ...
        switch-options ...
"""

FLAGS = ("#", "=", "=+", "...", "!", "-", "^", "$")


@dataclass(slots=True)
class Statement:
    """A kind of statement; `rank` is its place in the device's print."""

    words: tuple[str, ...]
    flags: frozenset[str]
    rank: int
    children: list[Statement] = field(default_factory=list)

    @property
    def leaf(self) -> bool:
        """It carries a value, or it is nothing but its name."""
        return "=" in self.flags or "=+" in self.flags

    @property
    def open(self) -> bool:
        return "..." in self.flags

    @property
    def named(self) -> bool:
        return "*" in self.words

    def find(self, words: Sequence[str]) -> Statement | None:
        """The statement below that these words begin: one of its name first, then one that takes any name."""
        literal = [child for child in self.children if child.words and words[0] in child.words[0].split("|")]
        fitting = [child for child in literal if child.fits(words)] or literal[:1]
        return fitting[0] if fitting else next((child for child in self.children if child.words and child.words[0] == "*"), None)

    def fits(self, words: Sequence[str]) -> bool:
        """Whether the literal words agree, as far as there are words."""
        return all(want == "*" or word in want.split("|") for want, word in zip(self.words, words, strict=False))


def _read(lines: Iterator[tuple[int, int, list[str]]]) -> Statement:
    root = Statement((), frozenset(), 0)
    stack = [(-1, root)]
    for rank, depth, words in lines:
        while stack[-1][0] >= depth:
            stack.pop()
        flags = frozenset(word for word in words if word in FLAGS)
        made = Statement(tuple(word for word in words if word not in FLAGS), flags, rank)
        if made.words:
            stack[-1][1].children.append(made)
            stack.append((depth, made))
        else:
            stack[-1][1].flags |= flags
    return root


SCHEMA = _read((rank, len(line) - len(line.lstrip()), line.split()) for rank, line in enumerate(TEXT.splitlines()) if line.strip())
