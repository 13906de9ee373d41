# The guest as a container (systemd-nspawn): at native speed, without a clock of its own.

container_prepare() {
  mount -t tmpfs guest "$work" || skip 'may not mount'
  mkdir "$work"/{layer,ovl,root,share}
  mount -t overlay overlay -o "lowerdir=/,upperdir=$work/layer,workdir=$work/ovl" "$work/root" || skip 'there is no overlay file system'
  mkdir -p "$work/root/vedette" "$work/root/share"
}

container_network() {
  ip netns add "$tag-cam"
  ip -n "$tag-lan" link add lan0 type veth peer name eth0 netns "$tag-cam"
  ip -n "$tag-cam" link set eth0 address 02:00:00:00:09:01
}

# A control group of its own: guests that share one take each other's services away. 133 is a restart.
container_start() {
  group=/sys/fs/cgroup/unified; [ -d "$group" ] || group=/sys/fs/cgroup
  group=$group/$tag
  mkdir -p "$group"
  (
    echo "$BASHPID" >"$group/cgroup.procs"
    export SYSTEMD_NSPAWN_UNIFIED_HIERARCHY=1 SYSTEMD_NSPAWN_API_VFS_WRITABLE=network
    status=133
    while [ "$status" = 133 ]; do
      status=0
      systemd-nspawn -q -D "$work/root" --register=no --keep-unit --console=pipe --link-journal=no --capability=CAP_NET_ADMIN \
        --network-namespace-path="/run/netns/$tag-cam" --bind="$work/share:/share" --bind-ro="$VEDETTE_ROOT:/vedette" --hostname=cam \
        ${VEDETTE_READ_ONLY:+--bind-ro="$work/root/etc:/etc"} -b </dev/null >>"$work/console" 2>&1 || status=$?
    done
  ) &
  guest=$!
}

container_finish() {
  local pid
  for pid in $(cat "$group"/cgroup.procs "$group"/*/cgroup.procs "$group"/*/*/cgroup.procs 2>/dev/null); do kill -KILL "$pid" 2>/dev/null || true; done
  [ -z "${guest:-}" ] || { kill -KILL "$guest"; wait "$guest"; } 2>/dev/null || true
  umount "$work/root" 2>/dev/null || umount -l "$work/root" 2>/dev/null || true
  umount -l "$work" 2>/dev/null || true
  ip netns del "$tag-cam" 2>/dev/null || true
  [ -z "${group:-}" ] || find "$group" -depth -type d -delete 2>/dev/null || true
}
