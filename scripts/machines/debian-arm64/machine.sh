# A bare Debian 12 for arm64 with systemd on an emulated machine: where the package for arm64 is tried. It has the verbs of the container.
# Its packages are installed here through qemu-user, which a namespace of users of our own knows and the machine does not.

CONTAINER_INSIDE=/var/try
debian_packages=systemd,systemd-sysv,dbus,udev,procps,passwd

# container_ensure DEB: Debian with what the package depends on as a disk, in CONTAINER_DISK; kernel and initramfs beside it.
container_ensure() {
  local depends
  arm64_root
  depends=$(dpkg-deb -f "$1" Depends | sed 's/ ([^)]*)//g; s/ *| *[^,]*//g; s/ //g')
  CONTAINER_ROOT=$(cache_folder debian-arm64)/$({ echo "$debian_packages,$depends"; cat scripts/machines/debian-arm64/*; } | key_of)
  CONTAINER_DISK=$CONTAINER_ROOT/disk
  hold "$CONTAINER_ROOT"
  once "$CONTAINER_ROOT/made" "Making a bare Debian 12 for arm64 (ten minutes, once)" "check the network and /etc/apt" container_make "$debian_packages,$depends"
  release
}

container_make() { # packages
  local root=$CONTAINER_ROOT/root
  rm -rf "$root"
  # A namespace may register an interpreter of programs from Linux 6.7 on.
  in_own_users sh scripts/machines/debian-arm64/install.sh "$1" "$root"
  cp scripts/machines/debian-arm64/agent.sh "$root/usr/sbin/try-agent"
  chmod 755 "$root/usr/sbin/try-agent"
  printf '[Unit]\nDescription=Commands from outside\n[Service]\nExecStart=/usr/sbin/try-agent\n' >"$root/etc/systemd/system/try-agent.service"
  ln -s ../try-agent.service "$root/etc/systemd/system/multi-user.target.wants/try-agent.service"
  rm -f "$CONTAINER_DISK"
  truncate -s 2G "$CONTAINER_DISK"
  mke2fs -q -t ext4 -d "$root" "$CONTAINER_DISK"
  rm -rf "$root"
  container_initramfs "$CONTAINER_ROOT/initramfs"
}

# in_own_users COMMAND...: as root of a namespace of users, whose numbers are those outside.
in_own_users() {
  local go pid status=0
  go=$(mktemp -u)
  mkfifo "$go"
  # shellcheck disable=SC2016
  unshare --user --mount sh -c 'read -r _ <"$1"; shift; exec unshare --pid --fork --mount-proc "$@"' sh "$go" "$@" &
  pid=$!
  while [ "/proc/$pid/ns/user" -ef /proc/self/ns/user ]; do sleep 0.05; done
  echo '0 0 65536' >"/proc/$pid/uid_map"
  echo '0 0 65536' >"/proc/$pid/gid_map"
  echo go >"$go"
  wait "$pid" || status=$?
  rm -f "$go"
  return "$status"
}

container_initramfs() { # file
  local tree version module path kind
  tree=$(mktemp -d)
  version=$(qemu_kernel_version "$QEMU_SYSTEM")
  mkdir -p "$tree"/{bin,modules,proc,sys,dev,new}
  cp "$QEMU_SYSTEM/root/usr/bin/busybox" "$tree/bin/busybox"
  for module in virtio_pci virtio_blk ext4 9pnet_virtio 9p virtio_rng; do
    /sbin/modprobe -d "$QEMU_SYSTEM/root" -S "$version" --show-depends "$module" | while read -r kind path _; do
      [ "$kind" = insmod ] && [ ! -e "$tree/modules/$(basename "$path")" ] || continue
      cp "$path" "$tree/modules/" && basename "$path" >>"$tree/order"
    done
  done
  cat >"$tree/init" <<'INIT'
#!/bin/busybox sh
b=/bin/busybox
$b mount -t proc proc /proc; $b mount -t sysfs sys /sys; $b mount -t devtmpfs dev /dev
for module in $($b cat /order); do $b insmod "/modules/$module"; done
until [ -b /dev/vda ]; do $b sleep 0.1; done
$b mount -t ext4 /dev/vda /new
for place in proc sys dev; do $b mount --move /$place /new/$place; done
exec $b switch_root /new /sbin/init
INIT
  chmod 755 "$tree/init"
  (cd "$tree" && find . | cpio -o -H newc --quiet --owner 0:0 | gzip) >"$1"
  rm -rf "$tree"
}

# container_start: boots it; what it writes on its disk is forgotten. CONTAINER_SHARE is a folder that it has at CONTAINER_INSIDE.
container_start() {
  CONTAINER_WORK=$(mktemp -d "${TMPDIR:-/tmp}/vedette-debian-XXXXXX")
  CONTAINER_SHARE=$CONTAINER_WORK/share
  mkdir "$CONTAINER_SHARE"
  setsid setpriv --pdeathsig KILL qemu-system-aarch64 -M virt -cpu cortex-a57 -accel tcg,thread=multi -smp 2 -m 1536 -nodefaults -display none -no-reboot \
    -chardev stdio,id=serial,signal=off -serial chardev:serial -kernel "$QEMU_SYSTEM/kernel" -initrd "$CONTAINER_ROOT/initramfs" -append "console=ttyAMA0 quiet panic=-1" \
    -drive "file=$CONTAINER_DISK,format=raw,if=virtio,snapshot=on" -device virtio-rng-pci \
    -fsdev "local,id=try,path=$CONTAINER_SHARE,security_model=none" -device virtio-9p-pci,fsdev=try,mount_tag=try \
    >"$CONTAINER_WORK/console" 2>&1 </dev/null &
  CONTAINER_PID=$!
  local left=600
  until [ -e "$CONTAINER_SHARE/.up" ]; do
    left=$((left - 1))
    { [ "$left" -gt 0 ] && kill -0 "$CONTAINER_PID" 2>/dev/null; } || { tail -n 20 "$CONTAINER_WORK/console" >&2; fail "the emulated Debian does not start" "see above"; }
    sleep 0.5
  done
}

# container_run COMMAND...: runs it inside, as root.
container_run() {
  local request one status
  request=$(mktemp "$CONTAINER_SHARE/.new-XXXXXXXX")
  for one in "$@"; do printf "'%s' " "${one//\'/\'\\\'\'}"; done >"$request"
  one=${request##*-}
  mv "$request" "$CONTAINER_SHARE/.request-$one"
  until [ -e "$CONTAINER_SHARE/.status-$one" ]; do
    kill -0 "$CONTAINER_PID" 2>/dev/null || return 99
    sleep 0.1
  done
  status=$(cat "$CONTAINER_SHARE/.status-$one")
  cat "$CONTAINER_SHARE/.output-$one"
  rm -f "$CONTAINER_SHARE"/.*-"$one"
  return "$status"
}

container_stop() {
  [ -n "${CONTAINER_PID:-}" ] || return 0
  kill -KILL "$CONTAINER_PID" 2>/dev/null || true
  wait "$CONTAINER_PID" 2>/dev/null || true
  rm -rf "$CONTAINER_WORK"
  CONTAINER_PID=
}
