#!/bin/sh
# First process of the emulated board: makes its hardware, runs the command, tells its status, powers off.
# Its places come with the kernel's command line: RIG_WORK is shared with the host, RIG_PROJECT is the project (read-only).
export PATH=$RIG_NODE:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp
mounted() { grep -qs " $1 " /proc/mounts; }
mounted /proc || mount -t proc proc /proc
mounted /sys || mount -t sysfs sys /sys
mounted /dev || mount -t devtmpfs dev /dev
mkdir -p /dev/shm /dev/pts; mount -t tmpfs tmpfs /dev/shm; mount -t devpts devpts /dev/pts
mounted /mnt || mount -t hostfs none /mnt -o "$RIG_WORK"
# A project that lies in one of the two is taken along.
case $RIG_PROJECT/ in /tmp/* | /run/*) hidden=1; mount --bind "$RIG_PROJECT" /media ;; esac
mount -t tmpfs tmpfs /tmp; mount -t tmpfs tmpfs /run
[ -z "${hidden:-}" ] || { mkdir -p "$RIG_PROJECT"; mount --move /media "$RIG_PROJECT"; }
# Modules that the kernel brings, by name, and ours, which come as files in the order in which they need each other.
module() { [ ! -e "/mnt/modules/$1.ko" ] || { name=$1; shift; insmod "/mnt/modules/$name.ko" "$@"; return; }; modprobe -a "$1" 2>/dev/null; }
{
  # There is no hardware here to wait for: randomness comes from the host, or Node would never start.
  python3 -c "import fcntl,struct; s=open('/mnt/seed','rb').read(64); fcntl.ioctl(open('/dev/random','wb'), 0x40085203, struct.pack('ii', 512, 64)+s)"
  for name in configfs font cfbcopyarea cfbfillrect cfbimgblt fb videodev mc cec dv-timings videobuf2-common videobuf2-memops \
    videobuf2-vmalloc videobuf2-v4l2 videobuf2-dma-contig v4l2-tpg v4l2-dv-timings i2c-dev snd-aloop; do
    module $name
  done
  mount -t configfs config /sys/kernel/config; mount -t debugfs debug /sys/kernel/debug
  mount -t tracefs tracing /sys/kernel/tracing
  ip link set lo up
  # video0 is a camera, video1 an HDMI input (that one can crop).
  module vivid n_devs=2 node_types=0x1,0x1 num_inputs=1,1 input_types=0x0,0x3
  # A virtual USB host: cameras are plugged in by the suites.
  for name in usbip-core vhci-hcd uvcvideo; do module $name; done
  module i2c-boardsim
  module gpio-sim
  board=/sys/kernel/config/gpio-sim/board
  mkdir -p $board/bank0
  echo 16 >$board/bank0/num_lines
  echo camboard >$board/bank0/label
  echo 1 >$board/live
} >/mnt/hardware.log 2>&1
cd "$RIG_PROJECT"
export VEDETTE_RIG
[ ! -s /mnt/registry.bin ] || export GST_REGISTRY=/mnt/registry.bin GST_REGISTRY_UPDATE=no GST_REGISTRY_FORK=no
sh /mnt/command.sh >/mnt/output 2>&1
echo $? >/mnt/status
sync
echo o >/proc/sysrq-trigger
sleep 3
