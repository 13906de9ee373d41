# What the emulated board on User-Mode Linux is built from: Debian's kernel source, our options, and modules of ours.

rig_source_package() {
  apt-cache depends linux-source 2>/dev/null | sed -n 's/^ *Depends: *\(linux-source-[0-9.]*\)$/\1/p' | head -1
}

uml_kernel_key() { # package
  { dpkg-query -W -f '${Version}' "$1"; cat "$VEDETTE_ROOT"/scripts/machines/uml/{config,options,edit-source.sh}; } | key_of
}

# Modules and devices of both machines of the rig.
rig_hardware_key() {
  cat "$VEDETTE_ROOT"/scripts/machines/rig/{*.inc,usb-camera.sh} "$VEDETTE_ROOT"/test/board/{kernel,usb-camera}/* | key_of
}

uml_unpack() { # package folder
  rm -rf "$2/source"
  mkdir -p "$2/source"
  tar -C "$2/source" --strip-components=1 -xJf "/usr/src/$1.tar.xz"
  uml_edit_source "$2/source"
}

# Builds the kernel and leaves of its source what modules need.
uml_kernel() { # package folder [folder of config and options]
  local name from=${3:-$VEDETTE_ROOT/scripts/machines/uml}
  uml_unpack "$1" "$2"
  cp "$from/config" "$2/fragment"
  for name in $(cat "$from/options"); do echo "CONFIG_$name=y" >>"$2/fragment"; done
  make -s -C "$2/source" ARCH=um O="$2/build" allnoconfig KCONFIG_ALLCONFIG="$2/fragment"
  nice make -s -C "$2/source" ARCH=um O="$2/build" -j"${RIG_JOBS:-$(nproc)}"
  mkdir -p "$2/modules" "$2/installed"
  ! grep -qx CONFIG_MODULES=y "$2/build/.config" ||
    make -s -C "$2/source" ARCH=um O="$2/build" INSTALL_MOD_PATH="$2/installed" INSTALL_MOD_STRIP=1 modules_install
  find "$2/installed" -name '*.ko' -exec cp {} "$2/modules" \;
  cp "$2/build/linux" "$2/linux"
  find "$2/source" -name '*.c' ! -path '*/scripts/*' ! -path '*/vivid/*' -delete
  find "$2/build" \( -name '*.o' -o -name '*.a' -o -name '*.ko' -o -name 'linux' -o -name 'vmlinux*' \) ! -path '*/scripts/*' -type f -delete
  rm -rf "$2/installed" "$2/source/Documentation" "$2/source/tools"
}

# Gives vivid the controls of a real camera.
rig_camera_controls() { # folder of its source
  sed -i "/V4L2_CID_ALPHA_COMPONENT, 0, 255, 1, 0);/r $VEDETTE_ROOT/scripts/machines/rig/camera-controls.inc" "$1/vivid-ctrls.c"
}

uml_hardware() { # kernel's folder, own folder
  rm -rf "$2"
  mkdir -p "$2/boardsim" "$2/modules"
  cp -r "$1/source/drivers/media/test-drivers/vivid" "$2/vivid"
  rig_camera_controls "$2/vivid"
  cp "$VEDETTE_ROOT"/test/board/kernel/* "$2/boardsim"
  make -s -C "$1/source" ARCH=um O="$1/build" M="$2/vivid" CONFIG_VIDEO_VIVID=m modules
  make -s -C "$1/source" ARCH=um O="$1/build" M="$2/boardsim" modules
  cp "$1"/modules/*.ko "$2/modules"
  cp "$2"/vivid/*.ko "$2"/boardsim/*.ko "$2/modules"
  rig_usb_camera "$2/modules"
  rm -rf "$2/vivid" "$2/boardsim"
}
