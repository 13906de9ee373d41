# Bundles for the story of scripts/image qemu --check: a next version, and those that must not stay or not even be taken.

# small_bundle NAME COMPATIBLE CERTIFICATE KEY: signed images of a megabyte, which no machine can start.
small_bundle() {
  local work=$IMAGE_FOLDER/bundles/$1
  mkdir -p "$work"
  openssl rand 1048576 >"$work/root.img"
  openssl rand 1048576 >"$work/boot.img"
  printf '[update]\ncompatible=%s\nversion=%s\n[bundle]\nformat=verity\n[image.rootfs]\nfilename=root.img\n[image.boot]\nfilename=boot.img\n' \
    "$2" "$(next_version)" >"$work/manifest.raucm"
  rm -f "$work.raucb"
  rauc bundle --cert="$3" --key="$4" "$work" "$work.raucb"
  rm -rf "$work"
}

next_version() { echo "${release_version%.*}.$((${release_version##*.} + 1))"; }

small_bundles() {
  local folder=$IMAGE_FOLDER/bundles keys=$IMAGE_FOLDER/foreign-keys own="$release_keys/update-ca.crt $release_keys/update-ca.key"
  make_keys "$keys"
  # shellcheck disable=SC2086
  {
    small_bundle foreign vedette-qemu-aarch64 "$keys/update-ca.crt" "$keys/update-ca.key"
    small_bundle other-board vedette-raspberry-pi-4 $own
    small_bundle unbootable vedette-qemu-aarch64 $own
    small_bundle damaged vedette-qemu-aarch64 $own
  }
  printf 'changed' | dd of="$folder/damaged.raucb" bs=1 seek=300000 conv=notrunc status=none
  head -c 1000000 "$folder/unbootable.raucb" >"$folder/truncated.raucb"
}

# A camera that ends at every start: systemd restarts the machine after twenty of them.
make_unhealthy() { # root
  echo 'process.exit(1);' >"$1/usr/lib/vedette/dist/bundle/control/main.js"
}

# A version after whose start nothing gets processor time any more, PID 1 neither: only the watchdog helps.
make_hanging() { # root
  local loop='for one in 1 2 3 4; do chrt -f 99 sh -c "while :; do :; done" & done; wait'
  printf '[Unit]\nAfter=vedette.service\n[Service]\nExecStart=/bin/sh -c '"'%s'"'\n' "echo -1 >/proc/sys/kernel/sched_rt_runtime_us; $loop" \
    >"$1/usr/lib/systemd/system/hang.service"
  ln -s /usr/lib/systemd/system/hang.service "$1/etc/systemd/system/multi-user.target.wants/"
}

# image_bundles [--short]: leaves them in IMAGE_FOLDER/bundles and, of whole versions, in folders named after them.
image_bundles() {
  once "$IMAGE_FOLDER/next" "Making the bundle of version $(next_version)" "see above" image_disk "$(next_version)" "$IMAGE_FOLDER/next"
  once "$IMAGE_FOLDER/bundles" "Making bundles that no camera may keep" "see above" small_bundles
  [ "${1:-}" != --short ] || return 0
  once "$IMAGE_FOLDER/unhealthy" "Making a version that never gets healthy" "see above" image_disk "$(next_version)" "$IMAGE_FOLDER/unhealthy" make_unhealthy
  once "$IMAGE_FOLDER/hanging" "Making a version that hangs" "see above" image_disk "$(next_version)" "$IMAGE_FOLDER/hanging" make_hanging
}
