# The emulated board on User-Mode Linux: a kernel as a process, on the file system of this machine.

# Leaves the built board in RIG_KERNEL (`linux`) and RIG_HARDWARE (`modules/`).
uml_ensure() {
  local package
  package=$(rig_source_package)
  [ -n "$package" ] || fail "Debian's kernel source is not to be had" "check /etc/apt and the network; the package is linux-source"
  RIG_KERNEL=$(cache_folder rig "${VEDETTE_RIG_CACHE:-}")/$(uml_kernel_key "$package")
  RIG_HARDWARE=$RIG_KERNEL/hardware-$(rig_hardware_key)
  hold "$RIG_KERNEL"
  once "$RIG_KERNEL" "Building the emulated board's kernel (minutes, once)" "see the compiler's message above" uml_kernel "$package" "$RIG_KERNEL"
  once "$RIG_HARDWARE" "Building its hardware" "see the compiler's message above" uml_hardware "$RIG_KERNEL" "$RIG_HARDWARE"
  release
}

# The board's processor is one process here: where there is another processor for all else, it comes first, as a real board's
# processor has no other work. Without the right to ask for that it runs like any process.
uml_priority() {
  [ "$(nproc)" -lt 2 ] || ! chrt -r 1 true 2>/dev/null || echo chrt -r 1
}

# Words that the kernel does not know become the environment of its first process.
uml_start() { # seconds environment...
  local seconds=$1
  shift
  # shellcheck disable=SC2046
  timeout "$seconds" $(uml_priority) "$RIG_KERNEL/linux" mem=1G root=/dev/root rootfstype=hostfs rootflags=/ ro \
    init="$VEDETTE_ROOT/scripts/machines/rig/guest.sh" con=null con0=null,fd:1 quiet "$@"
}
