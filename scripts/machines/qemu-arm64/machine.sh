# The emulated arm64 board as a process: makes sure that everything of it is built, starts it, stops it.

arm64_system_key() {
  { . /etc/os-release; echo "${VERSION_CODENAME:-}"; cat "$VEDETTE_ROOT"/scripts/machines/qemu-arm64/{packages,left-out}; } | key_of
}

# Our native code is built again when a line of it changes, that of packages with their versions.
arm64_native_key() {
  (cd "$VEDETTE_ROOT" && find hal/native hal/node-v4l2 -path '*/build' -prune -o -type f ! -name '*.ts' -print0 | sort -z | xargs -0 cat) | key_of
}

# Plug-ins are looked at once: under emulation that takes as long as everything else.
qemu_registry() {
  arm64_run 600 'GST_REGISTRY=/share/registry.bin GST_REGISTRY_UPDATE=yes gst-inspect-1.0 >/dev/null && test -s /share/registry.bin' /share/registry.bin "$QEMU_SYSTEM/registry.bin"
}

arm64_system() { # folder: Debian, then Node
  qemu_unpack "$1"
  qemu_node "$1"
}

# arm64_root: Debian and Node for arm64, which code is compiled against; leaves the place in QEMU_SYSTEM.
arm64_root() {
  QEMU_SYSTEM=$(cache_folder qemu "${VEDETTE_QEMU_CACHE:-}")/$(arm64_system_key)
  [ ! -e "$QEMU_SYSTEM/complete" ] || return 0
  hold "$QEMU_SYSTEM"
  if [ ! -e "$QEMU_SYSTEM/complete" ]; then
    step "Fetching Debian for arm64 (320 MB, once)" "check the network and /etc/apt" qemu_download "$QEMU_SYSTEM"
    once "$QEMU_SYSTEM" "Unpacking it, and Node" "see above; 900 MB are needed in $QEMU_SYSTEM" arm64_system "$QEMU_SYSTEM"
  fi
  release
}

# arm64_code: native code for it; leaves names of folders in QEMU_SYSTEM in QEMU_ADDONS and QEMU_NATIVE.
arm64_code() {
  arm64_root
  QEMU_ADDONS=addons-$(key_of <"$VEDETTE_ROOT/package-lock.json")
  QEMU_NATIVE=native-$(arm64_native_key)
  hold "$QEMU_SYSTEM"
  once "$QEMU_SYSTEM/$QEMU_ADDONS" "Building the packages' addons for arm64" "see the compiler's message above" \
    qemu_addons "$QEMU_SYSTEM" "$QEMU_SYSTEM/$QEMU_ADDONS"
  once "$QEMU_SYSTEM/$QEMU_NATIVE" "Building native code for arm64" "see the compiler's message above" \
    qemu_native "$QEMU_SYSTEM" "$QEMU_SYSTEM/$QEMU_NATIVE"
  release
}

# arm64_peer: the system with gst-rtsp-server, in QEMU_SYSTEM/peer. The emulator looks for every file there first: native code for
# arm64 lies there at the paths of that of this machine.
arm64_peer() {
  local own=$QEMU_SYSTEM/peer$VEDETTE_ROOT
  hold "$QEMU_SYSTEM"
  once "$QEMU_SYSTEM/peer" "Fetching gst-rtsp-server for arm64" "check the network and /etc/apt" qemu_peer "$QEMU_SYSTEM" "$QEMU_SYSTEM/peer"
  rm -rf "$own" && mkdir -p "$own"
  cp -al "$QEMU_SYSTEM/$QEMU_ADDONS/node_modules" "$QEMU_SYSTEM/$QEMU_NATIVE/hal" "$own"
  release
}

# arm64_ensure: all that scripts/qemu starts; leaves the place of its initramfs in QEMU_INITRAMFS too.
arm64_ensure() {
  arm64_code
  QEMU_INITRAMFS=$QEMU_SYSTEM/initramfs-$(key_of <"$VEDETTE_ROOT/scripts/machines/qemu-arm64/init.sh")
  hold "$QEMU_SYSTEM"
  [ -e "$QEMU_INITRAMFS" ] || step "Building its initramfs" "see above" qemu_initramfs "$QEMU_SYSTEM" "$QEMU_INITRAMFS"
  [ -e "$QEMU_SYSTEM/registry.bin" ] || step "Listing GStreamer's plug-ins on it" "see above" qemu_registry
  release
}

quoted() { printf "'%s'" "${1//\'/\'\\\'\'}"; }

# prepare_qemu: a folder for one run, in QEMU_WORK; what is in `share` is at /share in the guest.
prepare_qemu() {
  QEMU_WORK=$(mktemp -d "${TMPDIR:-/tmp}/vedette-qemu-XXXXXX")
  mkdir "$QEMU_WORK/share" "$QEMU_WORK/data"
  mkfifo "$QEMU_WORK/serial"
  cp "$VEDETTE_ROOT/scripts/machines/qemu-arm64/guest.sh" "$QEMU_WORK/share/guest.sh"
  : >"$QEMU_WORK/share/output"
  : >"$QEMU_WORK/share/errors"
}

shared_folder() { # tag folder read-only
  echo -fsdev "local,id=$1,path=$2,security_model=none,multidevs=remap${3:+,readonly=on}" -device "virtio-9p-pci,fsdev=$1,mount_tag=$1"
}

# arm64_start DATA [FORWARDING...]: leaves its process in QEMU_PID and its serial line in descriptor 8.
arm64_start() {
  local data=$1 forward=''
  shift
  for rule in "$@"; do forward="$forward,hostfwd=$rule"; done
  exec 8<>"$QEMU_WORK/serial"
  # KVM is not asked for: where it is there for another architecture, or in part, it does not run this machine.
  # A session of its own, so that Ctrl-C reaches this script alone; it dies with the script.
  # shellcheck disable=SC2046
  setsid setpriv --pdeathsig KILL qemu-system-aarch64 -M virt -cpu "${QEMU_CPU:-max,pauth-impdef=on}" -accel tcg,thread=multi -smp 2 -m 1024 \
    -nodefaults -display none -no-reboot -chardev stdio,id=serial,signal=off -serial chardev:serial \
    -kernel "$QEMU_SYSTEM/kernel" -initrd "$QEMU_INITRAMFS" -append "console=ttyAMA0 quiet panic=-1 QEMU_BUILT=/built/$QEMU_ADDONS:/built/$QEMU_NATIVE" \
    -device virtio-rng-pci -netdev "user,id=net$forward" -device virtio-net-pci,netdev=net,romfile= \
    $(shared_folder root "$QEMU_SYSTEM/root" ro) $(shared_folder built "$QEMU_SYSTEM" ro) \
    $(shared_folder project "$VEDETTE_ROOT" ro) $(shared_folder share "$QEMU_WORK/share") $(shared_folder data "$data") \
    <&8 >"$QEMU_WORK/console.log" 2>"$QEMU_WORK/qemu.log" 9>&- &
  QEMU_PID=$!
}

# Asks the guest to stop, and kills it where it does not.
stop_qemu() {
  local left=${1:-100}
  echo stop >&8
  while kill -0 "$QEMU_PID" 2>/dev/null && [ "$left" -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
  kill -KILL "$QEMU_PID" 2>/dev/null || true
}

qemu_status() { cat "$QEMU_WORK/share/status" 2>/dev/null || echo 99; }

explain_death() {
  say "The emulated board died. QEMU, its hardware and its console said:"
  tail -n 15 "$QEMU_WORK/qemu.log" "$QEMU_WORK/share/hardware.log" "$QEMU_WORK/console.log" >&2 || true
}

# arm64_run SECONDS COMMAND [FROM TO]: output as it comes, the command's status as ours, 99 when the board died or took too long.
arm64_run() {
  local seconds=$1 status readers
  prepare_qemu
  printf '%s\n' "$2" >"$QEMU_WORK/share/command.sh"
  arm64_start "$QEMU_WORK/data"
  tail -n +1 -s 0.2 -f --pid="$QEMU_PID" "$QEMU_WORK/share/output" &
  readers=$!
  tail -n +1 -s 0.2 -f --pid="$QEMU_PID" "$QEMU_WORK/share/errors" >&2 &
  readers="$readers $!"
  while kill -0 "$QEMU_PID" 2>/dev/null && [ "$seconds" -gt 0 ]; do
    timeout 1 tail -s 0.1 -f --pid="$QEMU_PID" /dev/null || true
    seconds=$((seconds - 1))
  done
  [ "$seconds" -gt 0 ] || { say "The command took too long."; stop_qemu 50; }
  # shellcheck disable=SC2086
  wait $readers
  status=$(qemu_status)
  [ "$status" != 99 ] || explain_death
  [ $# -lt 4 ] || [ "$status" != 0 ] || mv "$QEMU_WORK/share/$(basename "$3")" "$4"
  rm -rf "$QEMU_WORK"
  return "$status"
}
