#!/bin/sh
# Removes from a release tree with native code what only its compilers needed, and code for other processors. Run in the root of the tree.
# Usage: prune-native.sh ARCHITECTURE     as Node.js or the kernel names it
set -eu
keep=linux-x64
case $1 in arm64 | aarch64) keep=linux-arm64 ;; esac
find node_modules/@serialport/bindings-cpp/prebuilds -mindepth 1 -maxdepth 1 ! -name "$keep" -exec rm -rf {} +
find . -name obj.target -prune -exec rm -rf {} +
find hal node_modules -type f \( -name '*.c' -o -name '*.cc' -o -name '*.cpp' -o -name '*.h' -o -name '*.o' -o -name '*.d' -o -name '*.ts' -o -name '*.md' \
  -o -name '*.gyp' -o -name '*.gypi' -o -name '*.mk' -o -name Makefile -o -name '*.map' \) -delete
rm -rf node_modules/nan node_modules/node-addon-api node_modules/.bin
find . -type d -empty -delete
