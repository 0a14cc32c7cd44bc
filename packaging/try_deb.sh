#!/bin/sh
# Installs, runs and removes the .deb in a clean Debian root, and lists what it leaves behind. As root.
#
#   packaging/try_deb.sh build/release/vop-desktop_X.Y.Z_amd64.deb MIRROR [SUITE]
#
# MIRROR is what this machine's own apt uses; debootstrap has to be installed.
set -eu
package=$(readlink -f "$1")
mirror=$2
suite=${3:-bookworm}
root=$(mktemp -d /var/tmp/vop-deb.XXXXXX)
chmod 755 "$root"
trap 'umount "$root/proc" "$root/dev/shm" 2>/dev/null || true; rm -rf --one-file-system "$root"' EXIT

in_root() { chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
apt() { in_root apt-get -qq -y -o Dpkg::Use-Pty=0 -o APT::Sandbox::User=root "$@" >/dev/null; }
as_person() { in_root su person -c "QT_QPA_PLATFORM=offscreen $1"; }
files() { chroot "$root" find / -xdev \( -path /proc -o -path /var/log -o -path /var/cache -o -path /var/lib -o -path /tmp \) -prune -o -print | sort; }

echo "-- a clean $suite"
debootstrap --variant=minbase "$suite" "$root" "$mirror" >/dev/null
mount -t proc proc "$root/proc"
mkdir -p "$root/dev/shm"
mount -t tmpfs tmpfs "$root/dev/shm"  # decode processes are told of each other there
apt update
in_root useradd --create-home person
cp "$package" "$root/tmp/vop-desktop.deb"
needed=$(in_root dpkg-deb -f /tmp/vop-desktop.deb Depends | sed 's/([^)]*)//g; s/|[^,]*//g; s/,/ /g')
# shellcheck disable=SC2086  # several words
apt install --no-install-recommends $needed fonts-dejavu-core
files >"$root/tmp/before"

echo "-- installed beside: $needed"
apt install --no-install-recommends /tmp/vop-desktop.deb
as_person "vop --version"
as_person "vop samples /home/person/clips --count 12"
as_person "vop index /home/person/clips"
as_person "vop search 'a red car' --limit 2"
as_person "vop doctor" | sed -n '/Video codecs/,/^$/p;/System libraries/,$p'
as_person "vop-desktop --search snow --screenshot /home/person/window.png" >/dev/null 2>&1
ls -l "$root/home/person/window.png"

echo "-- removed; beyond the person's home it leaves:"
apt purge vop-desktop
files >"$root/tmp/after"
if comm -13 "$root/tmp/before" "$root/tmp/after" | grep -v '^/home/person'; then
    exit 1
fi
echo "nothing"
