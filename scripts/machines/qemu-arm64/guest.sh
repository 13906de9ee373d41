#!/bin/sh
# Second program of the emulated board: its network, time and hardware, then the command; tells its status and powers off.
# A word on the serial line asks the command to stop.
export PATH=/built/node/bin:/usr/local/bin:/usr/bin:/usr/sbin HOME=/root TZ=UTC0
/usr/bin/busybox mkdir -p /usr/local/bin
/usr/bin/busybox --install -s /usr/local/bin
{
  mount -t devpts devpts /dev/pts
  options=trans=virtio,version=9p2000.L,msize=512000
  mount -t 9p -o $options,ro,cache=loose built /built
  mount -t 9p -o $options,ro,cache=loose project /project
  mount -t 9p -o $options,cache=none data /data
  # The project as it is on the host, with this machine's native code in place of the host's.
  mount -t overlay -o ro,lowerdir=$QEMU_BUILT:/project overlay /vedette
  hostname vedette-qemu
  ip link set lo up
  ip address add 10.0.2.15/24 dev eth0
  ip link set eth0 up
  ip route add default via 10.0.2.2
  echo nameserver 10.0.2.3 >/etc/resolv.conf
  if [ -e /share/hardware.sh ]; then sh /share/hardware.sh; fi
  date
} >/share/hardware.log 2>&1
export GST_REGISTRY=/built/registry.bin GST_REGISTRY_UPDATE=no GST_REGISTRY_FORK=no
touch /share/up
cd /vedette || exit
sh /share/command.sh >/share/output 2>/share/errors &
command=$!
(read -r _ </dev/ttyAMA0 && kill $command) &
wait $command
echo $? >/share/status
sync
echo o >/proc/sysrq-trigger
sleep 5
