#!/bin/sh
# Puts a release tree with native code into the root of an image: programs, units and device rules. Node.js is at /usr/bin there.
# Usage: install.sh TREE ROOT
set -eu
tree=$1 root=$2
lib=$root/usr/lib
mkdir -p "$lib/vedette" "$lib/systemd/system" "$lib/udev/rules.d"
for part in bin dist hal node_modules package.json release.json update-keys NOTICES LICENSE; do cp -dR "$tree/$part" "$lib/vedette/"; done
ln -sf /usr/bin/node "$lib/vedette/bin/node"
for unit in vedette.service vedette-machine.service vedette-machine.socket; do install -m 0644 "$tree/packaging/systemd/$unit" "$lib/systemd/system/$unit"; done
install -m 0644 "$tree/packaging/udev/60-vedette.rules" "$lib/udev/rules.d/60-vedette.rules"
