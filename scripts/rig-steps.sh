# The steps of scripts/board-rig. Everything that is built lies in a cache by kernel version, outside the project.

RIG_JOBS=${RIG_JOBS:-$(nproc)}

rig_source_package() {
  apt-cache depends linux-source 2>/dev/null | sed -n 's/^ *Depends: *\(linux-source-[0-9.]*\)$/\1/p' | head -1
}

# What the cached kernel is made of: Debian's source, our options and our modules.
rig_key() {
  local package=$1
  { dpkg-query -W -f '${Version}' "$package"; cat "$VEDETTE_ROOT"/scripts/rig/uml.* "$VEDETTE_ROOT"/scripts/rig/*.inc \
    "$VEDETTE_ROOT"/test/board/kernel/*.c; } | sha256sum | cut -c1-16
}

rig_unpack() { # package folder
  rm -rf "$2/source"
  mkdir -p "$2/source"
  tar -C "$2/source" --strip-components=1 -xJf "/usr/src/$1.tar.xz"
  # Sound is fenced off for User-Mode Linux, and works.
  sed -i 's/^if !UML$/if !UML || UML_IOMEM_EMULATION/' "$2/source/sound/Kconfig"
}

rig_kernel() { # folder
  local name
  cp "$VEDETTE_ROOT/scripts/rig/uml.config" "$1/fragment"
  for name in $(cat "$VEDETTE_ROOT/scripts/rig/uml.options"); do echo "CONFIG_$name=y" >>"$1/fragment"; done
  make -s -C "$1/source" ARCH=um O="$1/build" allnoconfig KCONFIG_ALLCONFIG="$1/fragment"
  nice make -s -C "$1/source" ARCH=um O="$1/build" -j"$RIG_JOBS"
  make -s -C "$1/source" ARCH=um O="$1/build" INSTALL_MOD_PATH="$1/installed" INSTALL_MOD_STRIP=1 modules_install
}

rig_modules() { # folder
  rm -rf "$1/vivid" "$1/boardsim" "$1/modules"
  cp -r "$1/source/drivers/media/test-drivers/vivid" "$1/vivid"
  sed -i "/V4L2_CID_ALPHA_COMPONENT, 0, 255, 1, 0);/r $VEDETTE_ROOT/scripts/rig/camera-controls.inc" "$1/vivid/vivid-ctrls.c"
  mkdir -p "$1/boardsim" "$1/modules"
  cp "$VEDETTE_ROOT"/test/board/kernel/*.c "$1/boardsim"
  echo 'obj-m := i2c-boardsim.o' >"$1/boardsim/Kbuild"
  make -s -C "$1/source" ARCH=um O="$1/build" M="$1/vivid" CONFIG_VIDEO_VIVID=m modules
  make -s -C "$1/source" ARCH=um O="$1/build" M="$1/boardsim" modules
  find "$1/installed" -name '*.ko' -exec cp {} "$1/modules" \;
  cp "$1"/vivid/*.ko "$1"/boardsim/*.ko "$1/modules"
}

# Leaves the built board in RIG: `linux` and `modules/`.
ensure_rig() {
  local package
  package=$(rig_source_package)
  [ -n "$package" ] || fail "Debian's kernel source is not to be had" "check /etc/apt and the network; the package is linux-source"
  RIG=${VEDETTE_RIG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vedette/rig}/$(rig_key "$package")
  [ ! -e "$RIG/complete" ] || return 0
  mkdir -p "$RIG"
  step "Unpacking the kernel's source" "see above" rig_unpack "$package" "$RIG"
  step "Building the emulated board's kernel (minutes, once)" "see the compiler's message above" rig_kernel "$RIG"
  step "Building its hardware" "see the compiler's message above" rig_modules "$RIG"
  cp "$RIG/build/linux" "$RIG/linux"
  rm -rf "$RIG/source" "$RIG/build" "$RIG/installed" "$RIG/vivid" "$RIG/boardsim"
  touch "$RIG/complete"
}

# npm builds no package that is a folder of ours.
rig_addon() {
  local headers
  headers=$(node_headers) || return 1
  cd "$VEDETTE_ROOT/hal/node-v4l2" && npm_config_nodedir=$headers npm run --silent build
}

ensure_rig_addon() {
  local built=$VEDETTE_ROOT/hal/node-v4l2/build/Release/v4l2.node
  [ -e "$built" ] && [ -z "$(find "$VEDETTE_ROOT/hal/node-v4l2" -name '*.[ch]' -newer "$built" -print -quit)" ] ||
    step "Building node-v4l2" "see the compiler's message above" rig_addon
}

# run_rig SECONDS COMMAND: its output on standard output, its status as ours; 99 when the board died or took too long.
run_rig() {
  local work status
  work=$(mktemp -d "${TMPDIR:-/tmp}/vedette-rig-XXXXXX")
  cp -r "$RIG/modules" "$work/modules"
  head -c 64 /dev/urandom >"$work/seed"
  printf '%s\n' "$2" >"$work/command.sh"
  sed -e "s|@WORK@|$work|g" -e "s|@ROOT@|$VEDETTE_ROOT|g" -e "s|@NODE@|$(dirname "$(command -v node)")|g" \
    "$VEDETTE_ROOT/scripts/rig/guest.sh" >"$work/guest.sh"
  chmod +x "$work/guest.sh"
  timeout "$1" "$RIG/linux" mem=1G root=/dev/root rootfstype=hostfs rootflags=/ ro init="$work/guest.sh" \
    con=null con0=null,fd:1 quiet </dev/null >"$work/console.log" 2>&1 || true
  cat "$work/output" 2>/dev/null || true
  status=$(cat "$work/status" 2>/dev/null || echo 99)
  if [ "$status" = 99 ]; then
    say "The emulated board died or took longer than $1 s. Its hardware and its console said:"
    tail -n 15 "$work/hardware.log" "$work/console.log" >&2 || true
  fi
  rm -rf "$work"
  return "$status"
}
