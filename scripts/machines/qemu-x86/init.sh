#!/bin/sh
# First process of a board on QEMU: the host's file system below a writable layer, the work folder at /mnt.
B=/bin/busybox
$B mount -t proc proc /proc
$B mount -t sysfs sys /sys
$B mount -t devtmpfs dev /dev
for module in $($B cat /order); do $B insmod /modules/$module; done
P=trans=virtio,version=9p2000.L,msize=512000
$B mount -t 9p -o $P,ro,cache=loose root /mnt
$B mount -t tmpfs -o size=50% tmpfs /rw
$B mkdir /rw/upper /rw/work
$B mount -t overlay -o lowerdir=/mnt,upperdir=/rw/upper,workdir=/rw/work overlay /new
for folder in proc sys dev; do $B mkdir -p /new/$folder; $B mount --move /$folder /new/$folder; done
$B mkdir -p /new/mnt /new/lib/modules
$B mount -t 9p -o $P,cache=none work /new/mnt
$B mount -t 9p -o $P,ro,cache=loose kernel /new/lib/modules
exec $B switch_root /new /bin/sh "$RIG_PROJECT/scripts/machines/rig/guest.sh"
