#!/bin/sh
# Finishes the root of an image: configuration of RAUC for the board, its keyring, units that are on, version.
# Usage: post-build.sh TARGET LAYOUT    (Buildroot calls it; BR2_CONFIG names the configuration)
set -eu
target=$1 layout=$2
here=$(cd "$(dirname "$0")/.." && pwd)
project=$(cd "$here/../.." && pwd)
board=$(sed -n 's|^BR2_DEFCONFIG=".*/\(.*\)_defconfig"$|\1|p' "$BR2_CONFIG")
disk=/dev/mmcblk0p
state=/dev/mmcblk0
name=$board
if [ "$layout" = qemu-aarch64 ]; then layout=uboot disk=/dev/vda state=/dev/vda name=qemu-virt; fi

mkdir -p "$target/etc/rauc" "$target/etc/default" "$target/usr/lib/vedette-image"
sed "s|@BOARD@|$board|; s|@DISK@|$disk|" "$here/$layout/system.conf" >"$target/etc/rauc/system.conf"
keyring=${VEDETTE_KEYRING:-$project/release/update-ca.pem}
[ -s "$keyring" ] || { echo "no keyring at $keyring: scripts/release makes one, or VEDETTE_KEYRING names yours" >&2; exit 1; }
cp "$keyring" "$target/etc/rauc/keyring.pem"
echo "$state 0x100000 0x200" >"$target/etc/fw_env.config"
echo "VEDETTE_BOARD=$name" >"$target/etc/default/vedette"
cp "$project"/packaging/image/* "$target/usr/lib/vedette-image/"

version=$(sed -n 's/^ *"version": "\(.*\)",$/\1/p' "$target/usr/lib/vedette/release.json")
printf 'NAME=Vedette\nID=vedette\nVERSION_ID=%s\nPRETTY_NAME="Vedette %s"\nVARIANT_ID=%s\n' "$version" "$version" "$board" >"$target/usr/lib/os-release"
# A static name would win over the one that clients set, which the firmware sets at each start; this is the name until then.
rm -f "$target/etc/hostname"
echo 'DEFAULT_HOSTNAME=vedette' >>"$target/usr/lib/os-release"
ln -sf ../usr/lib/os-release "$target/etc/os-release"
: >"$target/etc/machine-id"

# Units are linked here: a root that is never written cannot be changed by `systemctl enable`.
units=$target/etc/systemd/system
mkdir -p "$units/multi-user.target.wants" "$units/timers.target.wants" "$units/sockets.target.wants"
for unit in vedette.service vedette-presets.service vedette-address.service rauc.service; do ln -sf "/usr/lib/systemd/system/$unit" "$units/multi-user.target.wants/$unit"; done
for unit in vedette-trial.timer vedette-clock.timer; do ln -sf "/usr/lib/systemd/system/$unit" "$units/timers.target.wants/$unit"; done
ln -sf /usr/lib/systemd/system/vedette-machine.socket "$units/sockets.target.wants/vedette-machine.socket"
ln -sf /usr/lib/systemd/system/wpa_supplicant@.service "$units/multi-user.target.wants/wpa_supplicant@wlan0.service"
# The client of a fleet server is there, and off.
ln -sf /dev/null "$units/rauc-hawkbit-updater.service"
