#!/bin/sh
# Compiles the native code of a release tree in place and removes what only the compilers needed. Run in the root of the tree.
# Cross builds set CC, CXX, AR, PKG_CONFIG_*, npm_config_nodedir, npm_config_arch; NODE_API_HEADERS is the folder of node_api.h, STRIP
# the program that removes symbols.
set -eu
for addon in gstreamer-superficial epoll i2c-bus; do (cd "node_modules/$addon" && npm run --silent install); done
(cd hal/node-v4l2 && npm run --silent build)
make -s -C hal/native

sh packaging/prune-native.sh "${npm_config_arch:-$(uname -m)}"
find . -name '*.node' -exec "${STRIP:-strip}" --strip-unneeded {} +
