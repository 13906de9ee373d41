# The emulated board on QEMU (x86-64, no KVM): Debian's own kernel, slower than User-Mode Linux. It is for machines on which
# that cannot start, and for AddressSanitizer, whose shadow does not fit into its address space.

x86_kernel_package() {
  apt-cache depends linux-image-amd64 | sed -n 's/^ *Depends: *\(linux-image-[0-9][^ ]*\)$/\1/p' | head -1
}

x86_unpack() { # package folder
  (cd "$2" && rm -rf kernel ./*.deb && apt-get download -q "$1" && dpkg-deb -x ./*.deb kernel && rm ./*.deb)
  depmod -b "$2/kernel" "${1#linux-image-}"
}

# vivid with the controls of a camera, gpio-sim, vicodec and vimc (which Debian lacks) and our chips, for Debian's kernel.
x86_modules() { # release folder
  local source work=$2/work
  source=$(rig_source_package)
  rm -rf "$work" && mkdir -p "$work/boardsim" "$2/modules"
  tar -C "$work" --strip-components=1 -xJf "/usr/src/$source.tar.xz" "$source"/drivers/media/test-drivers/{vivid,vicodec,vimc} \
    "$source/drivers/media/v4l2-core/v4l2-mem2mem.c" \
    "$source/drivers/gpio/gpio-sim.c" "$source/drivers/gpio/gpiolib.h" "$source/kernel/irq/irq_sim.c"
  rig_camera_controls "$work/drivers/media/test-drivers/vivid"
  cp "$VEDETTE_ROOT"/test/board/kernel/* "$work/drivers/gpio/gpiolib.h" "$work/boardsim"
  cp "$work/drivers/gpio/gpio-sim.c" "$work/boardsim/gpio-sim-core.c"
  # The one symbol that the kernel keeps from modules.
  sed 's/handle_simple_irq(irq_to_desc(\(.*\)));/generic_handle_irq(\1);/' "$work/kernel/irq/irq_sim.c" >"$work/boardsim/irq_sim.c"
  printf 'obj-m += gpio-sim.o\ngpio-sim-y := gpio-sim-core.o irq_sim.o\n' >>"$work/boardsim/Kbuild"
  make -s -C "/lib/modules/$1/build" M="$work/drivers/media/test-drivers/vivid" CONFIG_VIDEO_VIVID=m modules
  make -s -C "/lib/modules/$1/build" M="$work/boardsim" modules
  cp "$work/drivers/media/v4l2-core/v4l2-mem2mem.c" "$work/drivers/media/test-drivers/vicodec"
  echo 'obj-m += v4l2-mem2mem.o' >>"$work/drivers/media/test-drivers/vicodec/Makefile"
  make -s -C "/lib/modules/$1/build" M="$work/drivers/media/test-drivers/vicodec" CONFIG_VIDEO_VICODEC=m modules
  make -s -C "/lib/modules/$1/build" M="$work/drivers/media/test-drivers/vimc" CONFIG_VIDEO_VIMC=m modules
  cp "$work"/drivers/media/test-drivers/*/*.ko "$work"/boardsim/*.ko "$2/modules"
  rig_usb_camera "$2/modules"
  rm -rf "$work"
}

x86_initramfs() { # release folder
  local work=$2/initramfs module kind path
  rm -rf "$work" && mkdir -p "$work/bin" "$work/modules" "$work/proc" "$work/sys" "$work/dev" "$work/mnt" "$work/new" "$work/rw"
  cp /bin/busybox "$work/bin/busybox"
  ln -s busybox "$work/bin/sh"
  for module in virtio_pci 9pnet_virtio 9p overlay virtio_rng; do
    modprobe -d "$2/kernel" -S "$1" --show-depends $module | while read -r kind path; do
      [ "$kind" = insmod ] || continue
      [ -e "$work/modules/$(basename "$path")" ] || { cp "$path" "$work/modules/"; basename "$path" >>"$work/order"; }
    done
  done
  cp "$VEDETTE_ROOT/scripts/machines/qemu-x86/init.sh" "$work/init"
  chmod 755 "$work/init"
  (cd "$work" && find . | cpio -o -H newc --quiet | zstd -q -3 -f -o "$2/initramfs.zst")
  rm -rf "$work"
}

# Leaves the board in RIG_KERNEL and RIG_HARDWARE: kernel/, modules/, initramfs.zst.
x86_ensure() {
  local package release
  ensure_packages rig-x86
  package=$(x86_kernel_package)
  [ -n "$package" ] || fail "Debian's kernel is not to be had" "check /etc/apt and the network; the package is linux-image-amd64"
  release=${package#linux-image-}
  RIG_KERNEL=$(cache_folder rig "${VEDETTE_RIG_CACHE:-}")/$release-$({ rig_hardware_key; cat "$VEDETTE_ROOT"/scripts/machines/qemu-x86/*.sh; } | key_of)
  RIG_HARDWARE=$RIG_KERNEL
  hold "$RIG_KERNEL"
  once "$RIG_KERNEL/kernel" "Fetching Debian's kernel" "see above" x86_unpack "$package" "$RIG_KERNEL"
  once "$RIG_KERNEL/modules" "Building the board's hardware" "see the compiler's message above" x86_modules "$release" "$RIG_KERNEL"
  once "$RIG_KERNEL" "Making its first file system" "see above" x86_initramfs "$release" "$RIG_KERNEL"
  release
}

# Starts the machine with the work folder; it ends by itself. Words that the kernel does not know become the environment of its
# first process.
x86_start() { # seconds RIG_WORK=folder environment...
  local seconds=$1 work=${2#*=} share="security_model=none"
  shift
  timeout "$seconds" qemu-system-x86_64 -M q35 -accel tcg,thread=multi -cpu max -m 2048 -smp 2 -nographic -no-reboot -nodefaults \
    -serial stdio -device virtio-rng-pci -kernel "$RIG_KERNEL"/kernel/boot/vmlinuz-* -initrd "$RIG_KERNEL/initramfs.zst" \
    -append "console=ttyS0 quiet panic=-1 $*" \
    -fsdev local,id=root,path=/,$share,readonly=on,multidevs=remap -device virtio-9p-pci,fsdev=root,mount_tag=root \
    -fsdev local,id=work,path="$work",$share -device virtio-9p-pci,fsdev=work,mount_tag=work \
    -fsdev local,id=kernel,path="$RIG_KERNEL/kernel/lib/modules",$share,readonly=on -device virtio-9p-pci,fsdev=kernel,mount_tag=kernel
}
