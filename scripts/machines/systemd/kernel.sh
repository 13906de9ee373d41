# The guest on User-Mode Linux: a kernel, and so a clock, of its own. What it writes lies in an image, so that a restart finds it.

kernel_prepare() {
  local package
  package=$(rig_source_package)
  [ -n "$package" ] || skip "Debian's kernel source is not to be had"
  kernel=$(cache_folder systemd)/$({ dpkg-query -W -f '${Version}' "$package"; cat "$VEDETTE_ROOT"/scripts/machines/systemd/{config,options}; } | key_of)
  hold "$kernel"
  once "$kernel" "Building the guest's kernel (minutes, once)" "see the compiler's message above" \
    uml_kernel "$package" "$kernel" "$VEDETTE_ROOT/scripts/machines/systemd"
  release
  mkdir "$work"/{layer,ovl,root,share}
  mount -t tmpfs guest "$work/ovl" || skip 'may not mount'
  mkdir "$work/ovl"/{layer,work}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$work/ovl/layer,workdir=$work/ovl/work" "$work/root" || skip 'there is no overlay file system'
  mkdir -p "$work/root/vedette" "$work/root/share"
}

kernel_network() { ip -n "$tag-lan" tuntap add lan0 mode tap; }

kernel_start() {
  umount "$work/root"
  mkdir "$work/ovl/disk"
  mv "$work/ovl/layer" "$work/ovl/disk/"
  mkdir "$work/ovl/disk/work"
  mke2fs -q -t ext2 -d "$work/ovl/disk" "$work/disk" 1500M
  umount "$work/ovl"
  cat >"$work/share/init" <<INIT
#!/bin/sh
export PATH=/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t devtmpfs dev /dev
mount -t tmpfs tmpfs /tmp
mkdir /tmp/disk /tmp/m
mount -t ext2 -o noatime /dev/ubda /tmp/disk
mount -t overlay overlay -o lowerdir=/,upperdir=/tmp/disk/layer,workdir=/tmp/disk/work /tmp/m
mount -t tmpfs tmpfs /tmp/m/tmp
mount -t hostfs none /tmp/m/vedette -o "$VEDETTE_ROOT"
mount -t hostfs none /tmp/m/share -o "$work/share"
ip link set vec0 name eth0
umount /proc /dev
cd /tmp/m
exec switch_root /tmp/m /lib/systemd/systemd
INIT
  chmod +x "$work/share/init"
  ip netns exec "$tag-lan" "$kernel/linux" mem=1G root=/dev/root rootfstype=hostfs rootflags=/ ro init="$work/share/init" \
    ubd0="$work/disk" vec0:transport=tap,ifname=lan0,depth=64,gro=0,mac=02:00:00:00:09:01 con=null con0=null,fd:1 quiet \
    </dev/null >"$work/console" 2>&1 &
  guest=$!
}

kernel_finish() {
  [ -z "${guest:-}" ] || { kill -KILL -- $(pgrep -P "$guest") "$guest"; wait "$guest"; } 2>/dev/null || true
  umount "$work/root" 2>/dev/null || true
  umount "$work/ovl" 2>/dev/null || true
}
