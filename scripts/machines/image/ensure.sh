# What scripts/image needs, made where it is missing: the base outside the project by its key, images of this checkout in .cache/image.

image_base_key() {
  {
    basename "$QEMU_SYSTEM"
    echo "$QEMU_ADDONS $QEMU_NATIVE"
    cd "$VEDETTE_ROOT"
    cat scripts/machines/image/{build.sh,init.sh,keep,boot-environment} dist/scripts/imaging/*.js packaging/debian/vedette.sysusers
    find buildroot/board/common/rootfs-overlay -type f -print0 | sort -z | xargs -0 cat
  } | key_of
}

# The images change with the firmware, its scripts and its keys.
image_key() {
  {
    basename "$IMAGE_BASE"
    cd "$VEDETTE_ROOT"
    echo "$release_commit $release_version"
    cat "$release_keys/update-ca.crt" scripts/machines/image/*.sh
    find buildroot/board packaging dist/bundle hal/node-v4l2 \( -name build -o -name node_modules -o -name begun -o -name inputs.json \) -prune -o -type f -print0 | sort -z | xargs -0 cat
  } | key_of
}

# image_ensure: leaves the places in IMAGE_BASE and IMAGE_FOLDER; `now` in the latter is the image of this version.
image_ensure() {
  arm64_code
  IMAGE_BASE=$(cache_folder image)/$(image_base_key)
  hold "$IMAGE_BASE"
  once "$IMAGE_BASE" "Making what all images have in common" "see above" image_base "$IMAGE_BASE"
  release
  IMAGE_FOLDER=$VEDETTE_CACHE/image/$(image_key)
  # An image is 200 MB: those of earlier checkouts go.
  find "$VEDETTE_CACHE/image" -mindepth 1 -maxdepth 1 -type d ! -path "$IMAGE_FOLDER" -exec rm -rf {} + 2>/dev/null || true
  once "$IMAGE_FOLDER/now" "Making the image of version $release_version" "see above" image_disk "$release_version" "$IMAGE_FOLDER/now"
}
