#!/bin/bash
# PID 1 of a lab host (its own pid, mount, network, UTS and IPC namespaces): makes its file systems private, then waits for the end.
# Usage: init.sh LAB NAME    (LAB is the lab's state folder: it marks the process, so that `down` finds it even after a crash of `up`)
# When this process is killed, the kernel ends everything in the host and drops its mounts and its network.
set -eu
name=$2
here=$(dirname "$(readlink -f "$0")")
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

private() {  # changes to the folder stay in this host; what the machine has there is seen below them
    [ -d "$1" ] || return 0
    mkdir -p "/mnt/upper$1" "/mnt/work$1"
    mount -t overlay -o "lowerdir=$1,upperdir=/mnt/upper$1,workdir=/mnt/work$1" lab "$1" 2>/dev/null || copied "$1"
}

copied() {  # the same without overlayfs in the kernel; package lists and caches are of no use here
    mkdir -p "/mnt/copy$1"
    tar -C "$1" --exclude=./cache/apt --exclude=./lib/apt --exclude=./lib/dpkg --one-file-system -cf - . | tar -C "/mnt/copy$1" -xpf -
    mount --bind "/mnt/copy$1" "$1"
}

empty() {  # folders that start empty; mode, then paths
    local mode=$1 dir
    shift
    for dir in "$@"; do
        [ ! -d "$dir" ] || mount -t tmpfs -o "mode=$mode" lab "$dir"
    done
}

devices() {  # a /dev of its own, so that no daemon here leaves a socket such as /dev/log in the machine's
    local node
    mkdir /mnt/dev
    mount -t tmpfs -o mode=755 lab /mnt/dev
    for node in null zero full random urandom tty; do
        : >"/mnt/dev/$node"
        mount --bind "/dev/$node" "/mnt/dev/$node"
    done
    mkdir /mnt/dev/pts /mnt/dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 lab /mnt/dev/pts
    mount -t tmpfs -o mode=1777 lab /mnt/dev/shm
    ln -s pts/ptmx /mnt/dev/ptmx
    ln -s /proc/self/fd /mnt/dev/fd
    for node in stdin:0 stdout:1 stderr:2; do ln -s "/proc/self/fd/${node#*:}" "/mnt/dev/${node%:*}"; done
    mount --rbind /mnt/dev /dev
}

hostname "$name"
mkdir -p /mnt
mount -t tmpfs -o mode=755 lab /mnt
for dir in /etc /var /root /usr/local; do private "$dir"; done
mkdir -p /usr/local/sbin /usr/local/lib/lab
cp "$here/systemctl.py" /usr/local/lib/lab/systemctl
cp "$here/units.json" /usr/local/lib/lab/
chmod 755 /usr/local/lib/lab/systemctl
ln -sf /usr/local/lib/lab/systemctl /usr/local/sbin/systemctl
ln -sf /usr/local/lib/lab/systemctl /usr/local/bin/systemctl
devices
umount -l /mnt
empty 755 /run /home /srv
empty 1777 /tmp
mount -t proc proc /proc
mount -t sysfs sysfs /sys 2>/dev/null || true
printf '%s\n' "$name" >/etc/hostname
printf '127.0.0.1 localhost\n127.0.1.1 %s\n::1 localhost\n' "$name" >/etc/hosts
mkdir -p /run/lock /run/lab /var/log/lab
: >/run/lab/ready

trap : TERM INT HUP
while :; do
    sleep infinity &
    wait $! || true
done
