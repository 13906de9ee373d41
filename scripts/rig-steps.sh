# The steps of scripts/board-rig. Everything that is built lies in a cache by kernel version, outside the project.

RIG_JOBS=${RIG_JOBS:-$(nproc)}

rig_source_package() {
  apt-cache depends linux-source 2>/dev/null | sed -n 's/^ *Depends: *\(linux-source-[0-9.]*\)$/\1/p' | head -1
}

rig_cache() { echo "${VEDETTE_RIG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vedette/rig}"; }

# Names of the two caches: the kernel (Debian's source, our options), and in it the hardware (our modules).
rig_kernel_key() {
  { dpkg-query -W -f '${Version}' "$1"; cat "$VEDETTE_ROOT"/scripts/rig/uml.*; } | sha256sum | cut -c1-16
}
rig_hardware_key() {
  cat "$VEDETTE_ROOT"/scripts/rig/*.inc "$VEDETTE_ROOT"/test/board/kernel/* | sha256sum | cut -c1-16
}

rig_unpack() { # package folder
  rm -rf "$2/source"
  mkdir -p "$2/source"
  tar -C "$2/source" --strip-components=1 -xJf "/usr/src/$1.tar.xz"
  # Sound is fenced off for User-Mode Linux, and works.
  sed -i 's/^if !UML$/if !UML || UML_IOMEM_EMULATION/' "$2/source/sound/Kconfig"
}

# Builds the kernel and leaves of its source what modules need.
rig_kernel() { # folder
  local name
  cp "$VEDETTE_ROOT/scripts/rig/uml.config" "$1/fragment"
  for name in $(cat "$VEDETTE_ROOT/scripts/rig/uml.options"); do echo "CONFIG_$name=y" >>"$1/fragment"; done
  make -s -C "$1/source" ARCH=um O="$1/build" allnoconfig KCONFIG_ALLCONFIG="$1/fragment"
  nice make -s -C "$1/source" ARCH=um O="$1/build" -j"$RIG_JOBS"
  make -s -C "$1/source" ARCH=um O="$1/build" INSTALL_MOD_PATH="$1/installed" INSTALL_MOD_STRIP=1 modules_install
  mkdir -p "$1/modules"
  find "$1/installed" -name '*.ko' -exec cp {} "$1/modules" \;
  cp "$1/build/linux" "$1/linux"
  find "$1/source" -name '*.c' ! -path '*/scripts/*' ! -path '*/vivid/*' -delete
  find "$1/build" \( -name '*.o' -o -name '*.a' -o -name '*.ko' -o -name 'linux' -o -name 'vmlinux*' \) ! -path '*/scripts/*' -type f -delete
  rm -rf "$1/installed" "$1/source/Documentation" "$1/source/tools"
  touch "$1/complete"
}

# Gives vivid the controls of a real camera.
rig_camera_controls() { # folder of its source
  sed -i "/V4L2_CID_ALPHA_COMPONENT, 0, 255, 1, 0);/r $VEDETTE_ROOT/scripts/rig/camera-controls.inc" "$1/vivid-ctrls.c"
}

rig_hardware() { # kernel's folder, own folder
  rm -rf "$2"
  mkdir -p "$2/boardsim" "$2/modules"
  cp -r "$1/source/drivers/media/test-drivers/vivid" "$2/vivid"
  rig_camera_controls "$2/vivid"
  cp "$VEDETTE_ROOT"/test/board/kernel/* "$2/boardsim"
  make -s -C "$1/source" ARCH=um O="$1/build" M="$2/vivid" CONFIG_VIDEO_VIVID=m modules
  make -s -C "$1/source" ARCH=um O="$1/build" M="$2/boardsim" modules
  cp "$1"/modules/*.ko "$2/modules"
  cp "$2"/vivid/*.ko "$2"/boardsim/*.ko "$2/modules"
  rm -rf "$2/vivid" "$2/boardsim"
  touch "$2/complete"
}

# Leaves the built board in RIG_KERNEL (`linux`) and RIG_HARDWARE (`modules/`).
ensure_uml_rig() {
  local package
  package=$(rig_source_package)
  [ -n "$package" ] || fail "Debian's kernel source is not to be had" "check /etc/apt and the network; the package is linux-source"
  RIG_KERNEL=$(rig_cache)/$(rig_kernel_key "$package")
  RIG_HARDWARE=$RIG_KERNEL/hardware-$(rig_hardware_key)
  mkdir -p "$RIG_KERNEL"
  # Two runs at once: the second waits for what the first builds.
  exec 9>"$RIG_KERNEL/lock"
  flock 9
  if [ ! -e "$RIG_KERNEL/complete" ]; then
    step "Unpacking the kernel's source" "see above" rig_unpack "$package" "$RIG_KERNEL"
    step "Building the emulated board's kernel (minutes, once)" "see the compiler's message above" rig_kernel "$RIG_KERNEL"
  fi
  [ -e "$RIG_HARDWARE/complete" ] ||
    step "Building its hardware" "see the compiler's message above" rig_hardware "$RIG_KERNEL" "$RIG_HARDWARE"
  exec 9>&-
}

# The board's processor is one process here: where there is another processor for all else, it comes first, as a real board's
# processor has no other work. Without the right to ask for that it runs like any process.
rig_priority() {
  [ "$(nproc)" -lt 2 ] || ! chrt -r 1 true 2>/dev/null || echo chrt -r 1
}

start_uml_board() { # seconds work
  # shellcheck disable=SC2046
  timeout "$1" $(rig_priority) "$RIG_KERNEL/linux" mem=1G root=/dev/root rootfstype=hostfs rootflags=/ ro init="$2/guest.sh" \
    con=null con0=null,fd:1 quiet
}

# run_rig SECONDS COMMAND: its output on standard output, its status as ours; 99 when the board died or took too long.
run_rig() {
  local work status
  work=$(mktemp -d "${TMPDIR:-/tmp}/vedette-rig-XXXXXX")
  cp -r "$RIG_HARDWARE/modules" "$work/modules"
  head -c 64 /dev/urandom >"$work/seed"
  # GStreamer's plug-ins are those of this machine; on the board it takes ten times as long to look at them.
  GST_REGISTRY=$work/registry.bin node -e 'import(process.argv[1])' "$VEDETTE_ROOT/dist/hal/gstreamer/media-engine.js" || true
  printf '%s\n' "$2" >"$work/command.sh"
  sed -e "s|@WORK@|$work|g" -e "s|@ROOT@|$VEDETTE_ROOT|g" -e "s|@NODE@|$(dirname "$(command -v node)")|g" \
    -e "s|@KIND@|$RIG_KIND|g" "$VEDETTE_ROOT/scripts/rig/guest.sh" >"$work/guest.sh"
  chmod +x "$work/guest.sh"
  "start_${RIG_KIND}_board" "$1" "$work" </dev/null >"$work/console.log" 2>&1 || true
  cat "$work/output" 2>/dev/null || true
  status=$(cat "$work/status" 2>/dev/null || echo 99)
  if [ "$status" = 99 ]; then
    say "The emulated board died or took longer than $1 s. Its hardware and its console said:"
    tail -n 15 "$work/hardware.log" "$work/console.log" >&2 || true
  fi
  rm -rf "$work"
  return "$status"
}

# Makes ready the board of a kind (uml, x86); of none: User-Mode Linux where a command comes through, else QEMU.
ensure_rig() { # [kind]
  RIG_KIND=${1:-uml}
  "ensure_${RIG_KIND}_rig"
  [ -z "${1:-}" ] || return 0
  local status=0
  run_rig 90 'exit 3' >/dev/null 2>&1 || status=$?
  [ "$status" = 3 ] || { say "  User-Mode Linux does not start on this machine: taking QEMU"; ensure_rig x86; }
}
