# Native code under AddressSanitizer and UndefinedBehaviorSanitizer, for scripts/test and scripts/board-rig.

build_sanitized() {
  local headers built=$VEDETTE_ROOT/hal/node-v4l2/build/Sanitize
  with_compiler_cache make -s -j"$(nproc)" -C "$VEDETTE_ROOT/hal/native" SANITIZE=1 || return 1
  headers=$(node_headers) || return 1
  mkdir -p "$built"
  cc -shared -fPIC -O1 -g -std=gnu11 -fsanitize=address,undefined -fno-omit-frame-pointer -D_GNU_SOURCE -DNAPI_VERSION=8 \
    -isystem "$headers/include/node" -o "$built/v4l2.node" "$VEDETTE_ROOT"/hal/node-v4l2/src/*.c
}

ensure_sanitized() {
  step "Building the native code with AddressSanitizer" "see the compiler's message above" build_sanitized
}

# Leaks are looked for by suites of their own: Node frees little at its end.
sanitized_environment() {
  # Everything is some times slower then: limits that tell a hang from work are stretched.
  echo "VEDETTE_SLOW=${VEDETTE_SLOW:-3} LD_PRELOAD=$(cc -print-file-name=libasan.so) ASAN_OPTIONS=detect_leaks=0 UBSAN_OPTIONS=halt_on_error=1" \
    "VEDETTE_NATIVE=$VEDETTE_ROOT/hal/native/build/sanitize/vedette.node" \
    "NODE_V4L2_BINDING=$VEDETTE_ROOT/hal/node-v4l2/build/Sanitize/v4l2.node"
}
