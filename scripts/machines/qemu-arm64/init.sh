#!/bin/busybox sh
# First program of the emulated board, in its initramfs: mounts the root file system of the host's cache and goes over to it.
b=/bin/busybox
$b mount -t proc proc /proc; $b mount -t sysfs sys /sys; $b mount -t devtmpfs dev /dev
for module in $($b cat /order); do $b insmod "/modules/$module"; done
options=trans=virtio,version=9p2000.L,msize=512000
$b mount -t 9p -o $options,ro,cache=loose root /lower
# What the guest writes is forgotten at its end; only /share and /data are the host's.
$b mount -t tmpfs -o size=50% tmpfs /upper; $b mkdir /upper/changes /upper/work
$b mount -t overlay -o lowerdir=/lower,upperdir=/upper/changes,workdir=/upper/work overlay /new
for place in proc sys dev; do $b mkdir -p /new/$place; $b mount --move /$place /new/$place; done
$b mkdir -p /new/share /new/data /new/built /new/project /new/vedette /new/root /new/dev/pts /new/dev/shm /new/run /new/tmp
for place in run tmp dev/shm; do $b mount -t tmpfs tmpfs /new/$place; done
$b mount -t 9p -o $options,cache=none share /new/share
exec $b switch_root /new /usr/bin/busybox sh /share/guest.sh
