# The cache of emulated machines: outside the project, by the key of what a thing was made from, so that a fresh clone finds it.
# A machine has three verbs: `<machine>_ensure` builds what is missing, `<machine>_start` starts its process, `<machine>_run` runs a
# command on it and ends with the command's status.

# cache_folder NAME [OTHER PLACE]: where a kind of machine keeps its things.
cache_folder() { echo "${2:-${XDG_CACHE_HOME:-$HOME/.cache}/vedette/$1}"; }

# key_of: a name for what comes in.
key_of() { sha256sum | cut -c1-16; }

# hold FOLDER, release: of two runs at once the second waits for what the first builds.
hold() { mkdir -p "$1"; exec 9>"$1/lock"; flock 9; }
release() { exec 9>&-; }

# once FOLDER TITLE ADVICE COMMAND...: runs the command unless it has come to its end before. What was left of a run that did not is
# removed by the command.
once() {
  local folder=$1
  shift
  [ ! -e "$folder/complete" ] || return 0
  step "$@"
  mkdir -p "$folder"
  touch "$folder/complete"
}
