#!/bin/sh
# Makes the image for the card and, where a key is given, the signed bundle for updates.
# Usage: post-image.sh IMAGES LAYOUT    (Buildroot calls it). VEDETTE_CERTIFICATE and VEDETTE_KEY sign the bundle.
set -eu
images=$1 layout=$2
here=$(cd "$(dirname "$0")/.." && pwd)
board=$(sed -n 's|^BR2_DEFCONFIG=".*/\(.*\)_defconfig"$|\1|p' "$BR2_CONFIG")
root_size=512M
[ "$layout" != qemu-aarch64 ] || { layout=uboot root_size=256M; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$images"

# list FILE...: names for genimage, in quotation marks, of what is there.
list() { for one in "$@"; do [ ! -e "$one" ] || printf '"%s", ' "$one"; done | sed 's/, $//'; }

if [ "$layout" = tryboot ]; then
  cp "$here"/tryboot/cmdline-*.txt "$here/tryboot/autoboot.txt" .
  [ ! -e rpi-firmware/config.txt ] || cp rpi-firmware/config.txt config.txt
  # The firmware of a Raspberry Pi 4 is read from the first partition too.
  autoboot=$(list autoboot.txt rpi-firmware/start4.elf rpi-firmware/fixup4.dat)
  boot=$(list config.txt cmdline-a.txt cmdline-b.txt Image ./*.dtb rpi-firmware/overlays rpi-firmware/start4.elf rpi-firmware/fixup4.dat)
  sed "s|@AUTOBOOT_FILES@|$autoboot|; s|@BOOT_FILES@|$boot|" "$here/tryboot/genimage.cfg" >"$work/genimage.cfg"
  boot_image=boot.vfat
else
  mkimage -A arm64 -T script -C none -d "$here/uboot/boot.cmd" boot.scr >/dev/null
  printf 'BOOT_ORDER=A B\nBOOT_A_LEFT=3\nBOOT_B_LEFT=3\n' | mkenvimage -s 512 -o state.bin -
  boot=$(list boot.scr u-boot.bin ./*.dtb rpi-firmware/*)
  sed "s|@BOOT_FILES@|$boot|; s|@KERNEL_FILES@|$(list Image initrd)|; s|@ROOT_SIZE@|$root_size|" "$here/uboot/genimage.cfg" >"$work/genimage.cfg"
  boot_image=kernel.vfat
fi
mkdir "$work/root"
genimage --rootpath "$work/root" --tmppath "$work/tmp" --inputpath . --outputpath . --config "$work/genimage.cfg"

if [ -z "${VEDETTE_KEY:-}" ]; then
  echo "no bundle: VEDETTE_CERTIFICATE and VEDETTE_KEY sign it" >&2
  exit 0
fi
version=$(sed -n 's/^ *"version": "\(.*\)",$/\1/p' "${TARGET_DIR:?}/usr/lib/vedette/release.json")
mkdir "$work/bundle"
ln "$boot_image" "$work/bundle/boot.img" 2>/dev/null || cp "$boot_image" "$work/bundle/boot.img"
ln rootfs.erofs "$work/bundle/root.img" 2>/dev/null || cp rootfs.erofs "$work/bundle/root.img"
cat >"$work/bundle/manifest.raucm" <<END
[update]
compatible=vedette-$board
version=$version

[bundle]
format=verity

[image.rootfs]
filename=root.img
adaptive=block-hash-index

[image.boot]
filename=boot.img
END
rm -f "vedette-$board-$version.raucb"
rauc bundle --cert="$VEDETTE_CERTIFICATE" --key="$VEDETTE_KEY" "$work/bundle" "vedette-$board-$version.raucb"
