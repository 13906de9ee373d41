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

# The board's processor is one process here that stops and starts the board's programs at each system call and page fault. All of
# them on one processor of ours do that four times as fast: nobody has to be woken on the other. Where there is another one for all
# else, the board comes first on its own, as a real board has no other work; without the right to ask for that it runs like any process.
uml_place() {
  local last
  last=$(taskset -cp $$ | sed 's/.*[^0-9]//')
  echo taskset -c "$last"
  [ "$(nproc)" -lt 2 ] || ! chrt -r 1 true 2>/dev/null || echo chrt -r 1
}

# Words that the kernel does not know become the environment of its first process.
uml_start() { # seconds environment...
  local seconds=$1
  shift
  # shellcheck disable=SC2046
  timeout "$seconds" $(uml_place) "$RIG_KERNEL/linux" mem=1G root=/dev/root rootfstype=hostfs rootflags=/ ro \
    init="$VEDETTE_ROOT/scripts/machines/rig/guest.sh" con=null con0=null,fd:1 quiet "$@"
}
