#!/bin/sh
# Installs a bare Debian for arm64 in a folder, as root of a namespace of users; programs for arm64 run through qemu-user in it.
# Usage: install.sh PACKAGES FOLDER
set -eu
mount -t binfmt_misc binfmt_misc /proc/sys/fs/binfmt_misc
# The first bytes of ELF for AArch64; F opens the interpreter now, so that it need not be in the folder.
magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xb7\x00'
mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'
printf '%s' ":qemu-aarch64:M::$magic:$mask:/usr/bin/qemu-aarch64-static:F" >/proc/sys/fs/binfmt_misc/register
exec mmdebstrap --architectures=arm64 --mode=root --variant=apt --skip=check/qemu --include="$1" bookworm "$2" /etc/apt/sources.list.d/debian.sources
