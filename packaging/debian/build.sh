#!/usr/bin/env bash
# Makes the Debian package of a release tree with native code, with its own Node.js; the same bytes each time.
# Usage: build.sh TREE NODE ARCHITECTURE VERSION PACKAGE    SOURCE_DATE_EPOCH is the time of all files, STRIP removes symbols.
set -euo pipefail
tree=$1 node=$2 arch=$3 version=$4 package=$5
here=$(cd "$(dirname "$0")" && pwd)
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
umask 022
chmod 755 "$root"
lib=$root/usr/lib
mkdir -p "$root/DEBIAN" "$root/etc/default" "$lib/vedette/bin" "$lib/systemd/system" "$lib/sysusers.d" "$lib/udev/rules.d" "$root/usr/share/doc/vedette"
(cd "$tree" && tar cf - --exclude=./packaging .) | tar xf - -C "$lib/vedette"
mv "$lib/vedette/NOTICES" "$root/usr/share/doc/vedette/copyright"
mv "$lib/vedette/sbom.cdx.json" "$root/usr/share/doc/vedette/"
cp "$node/bin/node" "$lib/vedette/bin/node"
"${STRIP:-strip}" "$lib/vedette/bin/node"
install -m 755 "$here/version-trial" "$lib/vedette/bin/version-trial"
cp "$here"/../systemd/* "$lib/systemd/system/"
cp "$here/../udev/60-vedette.rules" "$lib/udev/rules.d/"
cp "$here/vedette.sysusers" "$lib/sysusers.d/vedette.conf"
cp "$here/vedette.default" "$root/etc/default/vedette"
echo /etc/default/vedette >"$root/DEBIAN/conffiles"
for script in postinst prerm postrm; do install -m 755 "$here/$script" "$root/DEBIAN/$script"; done
size=$(du -sk --apparent-size "$root/usr" | cut -f 1)
sed "s/@VERSION@/$version/; s/@ARCH@/$arch/; s/@SIZE@/$size/" "$here/control" >"$root/DEBIAN/control"
(cd "$root" && find usr etc -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum >DEBIAN/md5sums)
chmod -R u+rwX,go+rX,go-w "$root"
find "$root" -print0 | xargs -0 touch -h -d "@$SOURCE_DATE_EPOCH"
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$package" >/dev/null
