#!/bin/busybox sh
# First program of Debian's kernel, in its initramfs: loads what mounts the root that the boot loader named, and goes over to the first
# program of the image, which Buildroot's kernel starts by itself.
b=/bin/busybox
$b mount -t proc proc /proc; $b mount -t sysfs sysfs /sys; $b mount -t devtmpfs dev /dev
for module in $($b cat /order); do $b insmod "/modules/$module"; done
for word in $($b cat /proc/cmdline); do
  case $word in root=*) root=${word#root=} ;; init=*) init=${word#init=} ;; esac
done
left=250
until [ -b "$root" ] || [ $left = 0 ]; do $b usleep 20000; left=$((left - 1)); done
$b mount -t erofs -o ro "$root" /new || { echo "root $root cannot be mounted" >/dev/console; $b sleep 1; $b reboot -f; }
for place in proc sys dev; do $b mount --move /$place /new/$place; done
exec $b switch_root /new "$init"
