# Steps of scripts/release. They leave names in release_version, release_commit, SOURCE_DATE_EPOCH and release_keys.

release_names() {
  release_version=$(node -p 'require("./package.json").version')
  release_commit=$(git rev-parse HEAD)
  SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
  export SOURCE_DATE_EPOCH
  [ -z "$(git status --porcelain)" ] || say "  The project has changes that are not committed: this release is not that of its commit."
}

# Keys that sign updates. Those for development are made once on each machine and are trusted by what is built on it only.
make_keys() { # folder
  mkdir -p -m 700 "$1"
  openssl genpkey -algorithm ed25519 -out "$1/signing.key"
  openssl pkey -in "$1/signing.key" -pubout -out "$1/signing.pem"
  openssl req -x509 -newkey rsa:3072 -nodes -keyout "$1/update-ca.key" -out "$1/update-ca.crt" -days 7300 -subj "/CN=Vedette development" \
    -addext keyUsage=critical,keyCertSign,cRLSign,digitalSignature
}

ensure_keys() {
  release_keys=${VEDETTE_KEYS:-$VEDETTE_CACHE/update-keys}
  if [ ! -e "$release_keys/signing.key" ]; then
    [ -z "${VEDETTE_KEYS:-}" ] || fail "there is no signing.key in $release_keys" "put it there, or leave VEDETTE_KEYS out for keys of development"
    step "Making keys for development" "see above" make_keys "$release_keys"
  fi
}

# A tar file that holds nothing of this machine and this moment.
plain_tar() { # folder name
  tar -C "$1" --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner --mode=u+rwX,go+rX,go-w --format=gnu -cf - "$2" | gzip -n
}

lay_tree() {
  local name=vedette-$release_version
  rm -rf "$VEDETTE_CACHE/release"
  mkdir -p "$VEDETTE_CACHE/release" release
  node dist/scripts/release-tree.js "$VEDETTE_CACHE/release/$name" "$release_version" "$release_commit" "$SOURCE_DATE_EPOCH" "$release_keys"
  plain_tar "$VEDETTE_CACHE/release" "$name" >"release/$name.tar.gz"
  cp "$VEDETTE_CACHE/release/$name"/{release.json,sbom.cdx.json,NOTICES} release/
  cp "$release_keys/update-ca.crt" release/update-ca.pem
  { echo "# Written by scripts/release"; (cd release && sha256sum "$name.tar.gz" | sed 's/^/sha256  /'); } >buildroot/package/vedette/vedette.hash
}

# signed_bundle PAYLOAD COMPATIBLE NAME: an update for devices of one kind; its bytes are the same each time (Ed25519).
signed_bundle() { node dist/scripts/release-bundle.js "$1" "$release_keys/signing.key" "$2" "$release_version" "release/$3.update"; }

release_tarball() {
  step "Laying the release tree" "see above" lay_tree
  signed_bundle "release/vedette-$release_version.tar.gz" vedette-virtual "vedette-$release_version-virtual"
}

# Node.js for one architecture from the registry, with headers.
node_for() { # architecture
  local platform=linux-x64
  [ "$1" != arm64 ] || platform=linux-arm64
  local folder=$VEDETTE_CACHE/node-$platform-20
  [ -x "$folder/bin/node" ] || unpack_npm "node-$platform@20" "$folder"
  echo "$folder"
}

# Compiles the native code of a copy of the tree and packs it.
build_package() { # architecture
  local arch=$1 node tree=$VEDETTE_CACHE/release/$1
  node=$(node_for "$arch")
  rm -rf "$tree"
  cp -r "$VEDETTE_CACHE/release/vedette-$release_version" "$tree"
  export npm_config_nodedir=$node NODE_API_HEADERS=$node/include/node STRIP=strip
  # No path of this machine in what is compiled, and no number that the linker makes of such paths.
  export LDFLAGS=-Wl,--build-id=none CFLAGS="-O2 -ffile-prefix-map=$tree=." CXXFLAGS="-O2 -ffile-prefix-map=$tree=." npm_config_cache=$VEDETTE_CACHE/npm-cache
  if [ "$arch" = arm64 ]; then
    qemu_cross "$QEMU_SYSTEM"
    npm_config_nodedir=$node STRIP=aarch64-linux-gnu-strip
  fi
  (cd "$tree" && sh packaging/build-native.sh)
  "$tree/packaging/debian/build.sh" "$tree" "$node" "$arch" "$release_version" "release/vedette_${release_version}_$arch.deb"
  signed_bundle "release/vedette_${release_version}_$arch.deb" "vedette-deb-$arch" "vedette-$release_version-$arch"
}

release_package() { # architecture
  if [ "$1" = arm64 ]; then
    for part in cache qemu-arm64/build qemu-arm64/machine; do . "scripts/machines/$part.sh"; done
    arm64_root
  fi
  step "Building the Debian package for $1" "see the compiler's message above" build_package "$1"
}
