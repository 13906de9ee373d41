# What scripts/image builds: a disk with U-Boot's boot script, two slots and a data partition, and signed bundles, out of Debian's
# packages for arm64 and the files of this project. The scripts of buildroot/board finish root and disk as they do in Buildroot.

image_modules_first='virtio_pci virtio_mmio virtio_blk erofs ext4 overlay vfat nls_cp437 nls_ascii nls_iso8859-1 i6300esb'
image_modules_root='virtio_net virtio_rng loop dm_verity squashfs nbd af_packet autofs4'
# Debian's own choice of units would start more than a camera needs.
image_units_start='systemd-journald.service systemd-journal-flush.service systemd-udevd.service systemd-udev-trigger.service systemd-tmpfiles-setup.service
  systemd-tmpfiles-setup-dev.service systemd-sysctl.service systemd-random-seed.service kmod-static-nodes.service systemd-timesyncd.service'
image_sockets='systemd-journald.socket systemd-journald-dev-log.socket systemd-udevd-control.socket systemd-udevd-kernel.socket dbus.socket
  systemd-networkd.socket'

# in_root ROOT COMMAND...: runs a program of the image under emulation; other users than the administrator get a user namespace.
in_root() {
  local root=$1 space='' status=0
  shift
  [ "$(id -u)" = 0 ] || space='unshare --map-root-user'
  cp "$(command -v qemu-aarch64-static)" "$root/emulator"
  $space chroot "$root" /emulator "$@" || status=$?
  rm "$root/emulator"
  return "$status"
}

# image_modules ROOT MODULE...: paths of modules with those that they need first.
image_modules() {
  local root=$1 version module
  shift
  version=$(qemu_kernel_version "$QEMU_SYSTEM")
  for module; do
    /sbin/modprobe -d "$root" -S "$version" --show-depends "$module" | sed -n 's/^insmod \([^ ]*\).*/\1/p'
  done | awk '!seen[$0]++'
}

image_kernel_part() { # folder
  local root=$QEMU_SYSTEM/root version tree=$1/initramfs path
  version=$(qemu_kernel_version "$QEMU_SYSTEM")
  mkdir -p "$tree"/{bin,modules,proc,sys,dev,new} "$1/root/usr/lib/modules/$version"
  cp "$root/usr/bin/busybox" "$tree/bin/"
  ln -s busybox "$tree/bin/sh"
  cp "$VEDETTE_ROOT/scripts/machines/image/init.sh" "$tree/init"
  chmod 755 "$tree/init"
  # shellcheck disable=SC2086
  image_modules "$root" $image_modules_first | while read -r path; do
    cp "$path" "$tree/modules/"
    basename "$path" >>"$tree/order"
  done
  find "$tree" -exec touch -h -d @0 {} +
  (cd "$tree" && find . | LC_ALL=C sort | cpio -o -H newc --quiet --owner 0:0 --reproducible | gzip -n) >"$1/initrd"
  rm -rf "$tree"
  cp "$root"/boot/vmlinuz-* "$1/Image"
  # shellcheck disable=SC2086
  image_modules "$root" $image_modules_first $image_modules_root | while read -r path; do
    install -D -m 644 "$path" "$1/root/usr/lib/modules/$version/${path#*"/modules/$version/"}"
  done
  cp "$root/lib/modules/$version"/modules.{order,builtin,builtin.modinfo} "$1/root/usr/lib/modules/$version/"
  /sbin/depmod -b "$1/root" "$version"
}

image_users() { # root
  sed 's/^u vedette -/u vedette 900/' "$VEDETTE_ROOT/packaging/debian/vedette.sysusers" >"$1/usr/lib/sysusers.d/00-vedette.conf"
  if [ "$(id -u)" = 0 ]; then systemd-sysusers --root="$1"; else unshare --map-root-user systemd-sysusers --root="$1"; fi
  rm -rf "$1/usr/lib/sysusers.d" "$1"/etc/.pwd.lock "$1"/etc/*-
}

image_applets() { # root
  local applet
  for applet in $(in_root "$1" /usr/bin/busybox --list); do
    case $applet in init | linuxrc | reboot | halt | poweroff | modprobe | insmod | rmmod | depmod | lsmod | modinfo) continue ;; esac
    [ -e "$1/usr/bin/$applet" ] || [ -e "$1/usr/sbin/$applet" ] || ln -s busybox "$1/usr/bin/$applet"
  done
}

image_units() { # root
  local units=$1/etc/systemd/system unit
  mkdir -p "$units"/{sysinit,sockets,multi-user,local-fs}.target.wants "$units/systemd-udev-trigger.service.d"
  for unit in $image_units_start; do ln -s "/usr/lib/systemd/system/$unit" "$units/sysinit.target.wants/"; done
  for unit in $image_sockets; do ln -s "/usr/lib/systemd/system/$unit" "$units/sockets.target.wants/"; done
  ln -s /usr/lib/systemd/system/systemd-networkd.service "$units/multi-user.target.wants/"
  ln -s /usr/lib/systemd/system/systemd-networkd.service "$units/dbus-org.freedesktop.network1.service"
  ln -s /usr/lib/systemd/system/systemd-timesyncd.service "$units/dbus-org.freedesktop.timesync1.service"
  ln -s /usr/lib/systemd/system/systemd-timedated.service "$units/dbus-org.freedesktop.timedate1.service"
  ln -s /usr/lib/systemd/system/systemd-hostnamed.service "$units/dbus-org.freedesktop.hostname1.service"
  ln -s /usr/share/systemd/tmp.mount "$units/local-fs.target.wants/tmp.mount"
  cp "$1/usr/share/systemd/tmp.mount" "$units/tmp.mount"
  ln -sf multi-user.target "$1/usr/lib/systemd/system/default.target"
  # Devices of a camera only: with all of them the start takes seconds longer.
  printf '[Service]\nExecStart=\nExecStart=/usr/bin/udevadm trigger --type=devices --action=add%s\n' \
    "$(printf ' --subsystem-match=%s' net virtio pci block video4linux sound i2c-dev gpio watchdog)" >"$units/systemd-udev-trigger.service.d/image.conf"
}

image_registry() { # root
  mkdir -p "$1/usr/lib/vedette"
  # Not in processes of their own, which the emulator could not start.
  in_root "$1" -E GST_REGISTRY=/usr/lib/vedette/registry.bin -E GST_REGISTRY_FORK=no /usr/bin/gst-inspect-1.0 >/dev/null
  test -s "$1/usr/lib/vedette/registry.bin"
}

# image_base FOLDER: everything of an image that does not change with the firmware's JavaScript.
image_base() {
  local root=$1/root place native=()
  rm -rf "$1"/{root,initramfs}
  mkdir -p "$root"/usr/{bin,sbin,lib} "$root"/{etc,proc,sys,dev,run,tmp,var,root}
  for place in bin sbin lib; do ln -s "usr/$place" "$root/$place"; done
  while read -r place; do native+=("$place"); done < <(find "$QEMU_SYSTEM/$QEMU_ADDONS" "$QEMU_SYSTEM/$QEMU_NATIVE" -name '*.node')
  node "$VEDETTE_ROOT/dist/scripts/image-root.js" "$QEMU_SYSTEM/root" "$root" "$VEDETTE_ROOT/scripts/machines/image/keep" \
    "$QEMU_SYSTEM/node/bin/node" "${native[@]}"
  rm -rf "$root"/usr/share/zoneinfo/{posix,right}
  ln -s busybox "$root/usr/bin/sh"
  aarch64-linux-gnu-strip -o "$root/usr/bin/node" "$QEMU_SYSTEM/node/bin/node"
  image_kernel_part "$1"
  image_users "$root"
  image_applets "$root"
  image_units "$root"
  mkdir -p "$root/etc/ssl/certs"
  cat "$root"/usr/share/ca-certificates/mozilla/*.crt >"$root/etc/ssl/certs/ca-certificates.crt"
  printf 'passwd: files\ngroup: files\nhosts: files dns\n' >"$root/etc/nsswitch.conf"
  echo '127.0.0.1 localhost' >"$root/etc/hosts"
  ln -s /run/systemd/resolve/resolv.conf "$root/etc/resolv.conf"
  cp -r "$VEDETTE_ROOT/buildroot/board/common/rootfs-overlay/." "$root/"
  # Groups that rules of systemd and udev name.
  printf "%s:x:%s:\n" input 111 kvm 112 render 113 sgx 114 >>"$root/etc/group"
  image_registry "$root"
  truncate -s 64M "$1/environment.img"
  mkenvimage -s 0x40000 -o "$1/environment" "$VEDETTE_ROOT/scripts/machines/image/boot-environment"
  dd if="$1/environment" of="$1/environment.img" conv=notrunc status=none
}

# image_tree VERSION FOLDER: the release tree of this checkout with native code for arm64.
image_tree() {
  local native
  node "$VEDETTE_ROOT/dist/scripts/release-tree.js" "$2" "$1" "$release_commit" "$SOURCE_DATE_EPOCH" "$release_keys"
  for native in "$QEMU_SYSTEM/$QEMU_ADDONS" "$QEMU_SYSTEM/$QEMU_NATIVE"; do cp -r "$native/." "$2/"; done
  rm -f "$2/complete"
  (cd "$2" && sh packaging/prune-native.sh arm64)
  # The version for clients is that of the package.
  sed -i 's/"version": "[^"]*"/"version": "'"$1"'"/' "$2/package.json"
}

# image_disk VERSION FOLDER [CHANGE]: disk and bundle of one version; CHANGE is a function that gets the root.
image_disk() {
  local root=$2/root images=$2/images
  rm -rf "$2"
  mkdir -p "$2"
  cp -a --reflink=auto "$IMAGE_BASE/root" "$root"
  image_tree "$1" "$2/tree"
  sh "$2/tree/packaging/install.sh" "$2/tree" "$root"
  rm -rf "$2/tree"
  mkdir "$images"
  echo 'BR2_DEFCONFIG="buildroot/configs/qemu-aarch64_defconfig"' >"$2/configuration"
  export BR2_CONFIG=$2/configuration TARGET_DIR=$root
  VEDETTE_KEYRING=$release_keys/update-ca.crt sh "$VEDETTE_ROOT/buildroot/board/common/post-build.sh" "$root" qemu-aarch64
  # The emulated processor does JavaScript tens of times slower than a board, and code made at run time slower than bytecode.
  printf 'VEDETTE_SLOW=20\nVEDETTE_NODE_FLAGS=--no-opt\n' >>"$root/etc/default/vedette"
  # On a loaded machine it is not good within five minutes, and cannot start systemd-notify every half minute.
  mkdir -p "$root/etc/systemd/system/vedette-trial.timer.d" "$root/etc/systemd/system/vedette.service.d"
  printf '[Service]\nWatchdogSec=20min\nTimeoutStartSec=20min\n' >"$root/etc/systemd/system/vedette.service.d/emulated.conf"
  printf '[Timer]\nOnBootSec=\nOnBootSec=30min\n' >"$root/etc/systemd/system/vedette-trial.timer.d/emulated.conf"
  [ -z "${3:-}" ] || "$3" "$root"
  mkfs.erofs -zlz4hc -C65536 -T"$SOURCE_DATE_EPOCH" -U 00000000-0000-0000-0000-000000000000 --all-root "$images/rootfs.erofs" "$root" >/dev/null
  ln "$IMAGE_BASE/Image" "$IMAGE_BASE/initrd" "$images/"
  VEDETTE_CERTIFICATE=$release_keys/update-ca.crt VEDETTE_KEY=$release_keys/update-ca.key \
    sh "$VEDETTE_ROOT/buildroot/board/common/post-image.sh" "$images" qemu-aarch64
  rm -rf "$root" "$images"/{rootfs.erofs,kernel.vfat,data.ext4,boot.vfat,Image,initrd}
}
