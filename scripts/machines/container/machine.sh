# A bare Debian 12 with systemd as a container, at native speed: where the package is installed, upgraded and purged. It needs root.

container_packages=systemd,systemd-sysv,dbus,udev,procps,passwd

# container_ensure DEB: Debian with what the package depends on, in CONTAINER_ROOT. The package itself is not in it.
container_ensure() {
  local depends
  [ "$(id -u)" = 0 ] || fail "a container needs root" "run this as root"
  depends=$(dpkg-deb -f "$1" Depends | sed 's/ ([^)]*)//g; s/ *| *[^,]*//g; s/ //g')
  CONTAINER_ROOT=$(cache_folder container)/$(echo "$container_packages,$depends" | key_of)
  hold "$CONTAINER_ROOT"
  once "$CONTAINER_ROOT/made" "Making a bare Debian 12 (about a minute, once)" "check the network and /etc/apt" container_make "$depends"
  release
}

container_make() { # packages
  rm -rf "$CONTAINER_ROOT/root"
  mmdebstrap --variant=apt --include="$container_packages,$1" bookworm "$CONTAINER_ROOT/root" /etc/apt/sources.list.d/debian.sources
}

# container_start: boots it over a layer of its own, in CONTAINER_WORK; nothing of the run stays.
container_start() {
  CONTAINER_WORK=$(mktemp -d "${TMPDIR:-/tmp}/vedette-container-XXXXXX")
  mkdir "$CONTAINER_WORK"/{root,upper,work}
  mount -t overlay overlay -o "lowerdir=$CONTAINER_ROOT/root,upperdir=$CONTAINER_WORK/upper,workdir=$CONTAINER_WORK/work" "$CONTAINER_WORK/root"
  setsid setpriv --pdeathsig KILL systemd-nspawn --quiet --boot --register=no --keep-unit --private-network --machine=vedette-test \
    --kill-signal=SIGRTMIN+3 -D "$CONTAINER_WORK/root" >"$CONTAINER_WORK/console" 2>&1 </dev/null &
  CONTAINER_PID=$!
  # A folder for both sides, at the same place in the emulated machine.
  CONTAINER_SHARE=$CONTAINER_WORK/root/var/try
  mkdir -p "$CONTAINER_SHARE"
  local left=300
  until [ -n "${CONTAINER_INIT:=$(cat "/proc/$CONTAINER_PID/task/$CONTAINER_PID/children" 2>/dev/null | tr -d ' ')}" ] && container_run systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded'; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || { tail -n 20 "$CONTAINER_WORK/console" >&2; fail "the container does not start" "see above"; }
    sleep 0.2
  done
}

# container_run COMMAND...: runs it inside, as root.
container_run() {
  nsenter -t "$CONTAINER_INIT" -m -u -i -n -p -C -r -w env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "$@"
}

container_stop() {
  [ -n "${CONTAINER_PID:-}" ] || return 0
  kill -KILL "$CONTAINER_INIT" 2>/dev/null || true
  kill -TERM "$CONTAINER_PID" 2>/dev/null || true
  wait "$CONTAINER_PID" 2>/dev/null || true
  umount -l "$CONTAINER_WORK/root" 2>/dev/null || true
  rm -rf "$CONTAINER_WORK"
  CONTAINER_PID=
}
