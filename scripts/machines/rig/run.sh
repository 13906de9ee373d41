# The emulated board of scripts/board-rig, on User-Mode Linux or QEMU: RIG_MACHINE is `uml` or `x86`.

# rig_run SECONDS COMMAND: its output on standard output, its status as ours; 99 when the board died or took too long.
rig_run() {
  local work status
  work=$(mktemp -d "${TMPDIR:-/tmp}/vedette-rig-XXXXXX")
  cp -r "$RIG_HARDWARE/modules" "$work/modules"
  head -c 64 /dev/urandom >"$work/seed"
  # GStreamer's plug-ins are those of this machine; on the board it takes ten times as long to look at them.
  GST_REGISTRY=$work/registry.bin node -e 'import(process.argv[1])' "$VEDETTE_ROOT/dist/hal/gstreamer/media-engine.js" || true
  printf '%s\n' "$2" >"$work/command.sh"
  "${RIG_MACHINE}_start" "$1" "RIG_WORK=$work" "RIG_PROJECT=$VEDETTE_ROOT" "RIG_NODE=$(dirname "$(command -v node)")" \
    "VEDETTE_RIG=$RIG_MACHINE" </dev/null >"$work/console.log" 2>&1 || true
  cat "$work/output" 2>/dev/null || true
  status=$(cat "$work/status" 2>/dev/null || echo 99)
  if [ "$status" = 99 ]; then
    say "The emulated board died or took longer than $1 s. Its hardware and its console said:"
    tail -n 15 "$work/hardware.log" "$work/console.log" >&2 || true
  fi
  rm -rf "$work"
  return "$status"
}

# Makes ready the board on a machine; on none named: User-Mode Linux where a command comes through, else QEMU.
rig_ensure() { # [uml | x86]
  RIG_MACHINE=${1:-uml}
  "${RIG_MACHINE}_ensure"
  [ -z "${1:-}" ] || return 0
  local status=0
  rig_run 90 'exit 3' >/dev/null 2>&1 || status=$?
  [ "$status" = 3 ] || { say "  User-Mode Linux does not start on this machine: taking QEMU"; rig_ensure x86; }
}
