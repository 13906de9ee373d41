#!/bin/sh
# Compiles the native code of a release tree in place and removes what only the compilers needed. Run in the root of the tree.
# Cross builds set CC, CXX, AR, PKG_CONFIG_*, npm_config_nodedir, npm_config_arch; NODE_API_HEADERS is the folder of node_api.h, STRIP
# the program that removes symbols.
set -eu
for addon in gstreamer-superficial epoll i2c-bus; do (cd "node_modules/$addon" && npm run --silent install); done
(cd hal/node-v4l2 && npm run --silent build)
make -s -C hal/native

keep=$([ "${npm_config_arch:-$(uname -m)}" = arm64 ] || [ "$(uname -m)" = aarch64 ] && echo linux-arm64 || echo linux-x64)
find node_modules/@serialport/bindings-cpp/prebuilds -mindepth 1 -maxdepth 1 ! -name "$keep" -exec rm -rf {} +
find . -name '*.node' ! -path '*/obj.target/*' -exec "${STRIP:-strip}" --strip-unneeded {} +
find . -name obj.target -prune -exec rm -rf {} +
find hal node_modules -type f \( -name '*.c' -o -name '*.cc' -o -name '*.cpp' -o -name '*.h' -o -name '*.o' -o -name '*.d' -o -name '*.ts' -o -name '*.md' \
  -o -name '*.gyp' -o -name '*.gypi' -o -name '*.mk' -o -name Makefile -o -name '*.map' \) -delete
rm -rf node_modules/nan node_modules/node-addon-api node_modules/.bin
find . -type d -empty -delete
