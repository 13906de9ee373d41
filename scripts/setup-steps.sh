# The steps of scripts/setup. Each looks first and works only when something is missing.
# Progress goes to standard error, so that standard output stays the program's own.

say() { printf '%s\n' "$*" >&2; }

fail() {
  say ""
  say "Set-up stopped: $1"
  [ $# -lt 2 ] || say "What to do: $2"
  exit 1
}

# step TITLE ADVICE COMMAND...: runs a long command with a heartbeat; shows the end of its output when it fails.
step() {
  local title=$1 advice=$2 started=$SECONDS log pid code=0
  shift 2
  mkdir -p "$VEDETTE_CACHE"
  log=$(mktemp "$VEDETTE_CACHE/step-XXXXXX.log")
  printf '  %s ' "$title" >&2
  "$@" >"$log" 2>&1 &
  pid=$!
  while kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    [ $(((SECONDS - started) % 5)) -ne 0 ] || [ "${tick:-}" = "$SECONDS" ] || { printf '.' >&2; tick=$SECONDS; }
  done
  wait "$pid" || code=$?
  if [ "$code" -ne 0 ]; then
    say " failed (status $code)"
    tail -n 25 "$log" | sed 's/^/    | /' >&2
    fail "$title" "$advice"
  fi
  rm -f "$log"
  say " done ($((SECONDS - started)) s)"
}

# packages_of PURPOSE...: what scripts/programs names for them, each package once.
packages_of() {
  local program package purposes purpose
  while read -r program package purposes; do
    case $program in '' | '#'*) continue ;; esac
    [ "$package" != - ] || continue
    for purpose in "$@"; do
      case " $purposes " in *" $purpose "*) echo "$package" ;; esac
    done
  done <"$VEDETTE_ROOT/scripts/programs" | sort -u | tr '\n' ' '
}

missing_packages() {
  local name
  for name in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] || printf '%s ' "$name"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

apt_install() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
}

may_be_root() {
  [ "$(id -u)" = 0 ] && return
  command -v sudo >/dev/null || fail "these Debian packages are missing: $1" "as root: apt-get install $1"
  sudo -n true 2>/dev/null && return
  say "  Administrator rights are needed to install: $1"
  sudo true || fail "no administrator rights" "as root: apt-get install $1"
}

install_packages() { # names...
  may_be_root "$*"
  [ -n "${VEDETTE_APT_UPDATED:-}" ] || step "Reading Debian's package lists" "check the network and /etc/apt" as_root apt-get update
  VEDETTE_APT_UPDATED=1
  step "Installing Debian packages" "run it by hand: apt-get install $*" apt_install "$@"
}

ensure_packages() {
  local wanted stamp missing
  wanted=$(packages_of run "$1")
  command -v dpkg-query >/dev/null || { say "  Not a Debian system: expecting to find $wanted"; return; }
  # The stamp names the list and is younger than dpkg's own record: then nothing was installed or removed since.
  stamp=$VEDETTE_CACHE/packages-$1
  if [ -e "$stamp" ] && [ "$stamp" -nt /var/lib/dpkg/status ] && [ "$(cat "$stamp")" = "$wanted" ]; then return; fi
  # shellcheck disable=SC2086
  missing=$(missing_packages $wanted)
  # shellcheck disable=SC2086
  [ -z "$missing" ] || install_packages $missing
  mkdir -p "$VEDETTE_CACHE"
  printf '%s' "$wanted" >"$stamp"
}

node_major() { "${1:-node}" -p 'process.versions.node.split(".")[0]' 2>/dev/null || echo 0; }

node_platform() {
  case $(uname -m) in x86_64) echo linux-x64 ;; aarch64) echo linux-arm64 ;; armv7l) echo linux-armv7l ;; *) uname -m ;; esac
}

# unpack_npm NAME@VERSION FOLDER: a package of the registry without its install scripts.
unpack_npm() {
  local spec=$1 folder=$2 work
  work=$(mktemp -d "$VEDETTE_CACHE/unpack-XXXXXX")
  (cd "$work" && npm pack --silent "$spec" >/dev/null && tar xzf ./*.tgz)
  rm -rf "$folder"
  mv "$work/package" "$folder"
  rm -rf "$work"
}

fetch_node() {
  mkdir -p "$VEDETTE_CACHE"
  unpack_npm "node-$(node_platform)@20" "$VEDETTE_CACHE/node"
  unpack_npm npm@10 "$VEDETTE_CACHE/npm"
  ln -sf ../../npm/bin/npm-cli.js "$VEDETTE_CACHE/node/bin/npm"
}

# Node 20 or newer: the machine's, else Debian's where new enough, else the registry's in .cache/node.
ensure_node() {
  local candidate
  [ ! -x "$VEDETTE_CACHE/node/bin/node" ] || PATH=$VEDETTE_CACHE/node/bin:$PATH
  if [ "$(node_major)" -lt 20 ]; then
    candidate=$(apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9]*\).*/\1/p')
    if [ "${candidate:-0}" -ge 20 ]; then
      install_packages nodejs npm
    else
      command -v npm >/dev/null || install_packages nodejs npm
      step "Fetching Node 20" "install Node 20 or newer yourself and run this again" fetch_node
      PATH=$VEDETTE_CACHE/node/bin:$PATH
    fi
    hash -r
  fi
  [ "$(node_major)" -ge 20 ] || fail "Node 20 or newer is needed, found: $(node --version 2>/dev/null || echo none)" "install Node 20"
  command -v npm >/dev/null || install_packages npm
  export PATH
}

# A folder with include/node/node.h for this very Node (addons with V8 headers need it).
node_headers() {
  local version prefix
  version=$(node -p process.versions.node)
  prefix=$(dirname "$(dirname "$(node -p process.execPath)")")
  if [ -e "$prefix/include/node/node.h" ]; then echo "$prefix"; return; fi
  if [ ! -e "$VEDETTE_CACHE/headers-$version/include/node/node.h" ]; then
    unpack_npm "node-$(node_platform)@$version" "$VEDETTE_CACHE/headers-$version" || return 1
  fi
  echo "$VEDETTE_CACHE/headers-$version"
}

# Runs a build whose compilers remember what they compiled in any clone: ccache, where set-up installed it.
with_compiler_cache() {
  command -v ccache >/dev/null || { "$@"; return; }
  CC='ccache cc' CXX='ccache c++' CCACHE_BASEDIR=$VEDETTE_ROOT CCACHE_NOHASHDIR=1 "$@"
}

# The addons among the packages; the others bring theirs built or have none.
NPM_ADDONS="gstreamer-superficial epoll i2c-bus"

build_addons() {
  local headers
  headers=$(node_headers) || return 1
  # shellcheck disable=SC2086
  npm_config_nodedir=$headers with_compiler_cache npm rebuild --foreground-scripts $NPM_ADDONS
}

# npm builds no package that is a folder of ours.
build_v4l2() {
  local headers
  headers=$(node_headers) || return 1
  cd "$VEDETTE_ROOT/hal/node-v4l2" && npm_config_nodedir=$headers with_compiler_cache npm run --silent build
}

ensure_v4l2() {
  local built=$VEDETTE_ROOT/hal/node-v4l2/build/Release/v4l2.node
  [ -e "$built" ] && [ "$built" -nt "$1" ] && [ -z "$(find "$VEDETTE_ROOT/hal/node-v4l2" -name '*.[ch]' -newer "$built" -print -quit)" ] ||
    step "Building node-v4l2" "see the compiler's message above" build_v4l2
}

ensure_modules() {
  local stamp=$VEDETTE_ROOT/node_modules/.vedette-addons-$(node -p process.versions.modules)
  cd_root() { cd "$VEDETTE_ROOT" && "$@"; }
  if [ ! -e "$VEDETTE_ROOT/node_modules/.package-lock.json" ] || [ "$VEDETTE_ROOT/package-lock.json" -nt "$VEDETTE_ROOT/node_modules/.package-lock.json" ]; then
    step "Installing npm packages" "check that the npm registry can be reached: npm ping" cd_root npm ci --ignore-scripts --no-audit --no-fund
    touch "$VEDETTE_ROOT/node_modules/.package-lock.json"
    rm -f "$VEDETTE_ROOT"/node_modules/.vedette-*
  fi
  if [ ! -e "$stamp" ]; then
    step "Building the packages' addons" "see the compiler's message above" cd_root build_addons
    touch "$stamp"
  fi
  ensure_v4l2 "$stamp"
}

ensure_native() {
  make -s -q -C "$VEDETTE_ROOT/hal/native" 2>/dev/null ||
    step "Building the native media elements" "see the compiler's message above" with_compiler_cache make -j"$(nproc)" -C "$VEDETTE_ROOT/hal/native"
}

# run needs the firmware and its bundler only; test and bench need everything.
ensure_compiled() {
  local target=scripts stamp changed
  [ "$1" = run ] || target=.
  stamp=$VEDETTE_ROOT/dist/.compiled-$([ "$1" = run ] && echo run || echo all)
  if [ -e "$stamp" ]; then
    changed=$(cd "$VEDETTE_ROOT" && find firmware hal services scripts test tsconfig*.json package-lock.json \( -name '*.ts' -o -name '*.tsx' -o -name '*.json' \) -newer "$stamp" -print -quit)
    [ -n "$changed" ] || return 0
  fi
  step "Compiling TypeScript" "fix the errors above" node "$VEDETTE_ROOT/node_modules/typescript/bin/tsc" -b "$VEDETTE_ROOT/$target"
  touch "$stamp"
}

# One file for each process: a camera is ready with half the processor time of hundreds of modules.
ensure_bundled() {
  local stamp=$VEDETTE_ROOT/dist/bundle/inputs.json
  [ ! -e "$stamp" ] || [ -n "$(cd "$VEDETTE_ROOT" && find dist/hal dist/services dist/firmware dist/scripts/bundling services/web/page package-lock.json \( -name '*.js*' -o -name '*.css' -o -name '*.html' -o -name '*.svg' \) -newer "$stamp" -print -quit)" ] || return 0
  step "Bundling the firmware and its page" "see the message above; VEDETTE_BUNDLE=0 runs it without" node "$VEDETTE_ROOT/dist/scripts/bundle.js"
}

# Developers' clones get the commit hooks; a tarball or a device does not.
ensure_hooks() {
  [ -d "$VEDETTE_ROOT/.git" ] && command -v git >/dev/null || return 0
  [ -n "$(git -C "$VEDETTE_ROOT" config core.hooksPath || true)" ] || git -C "$VEDETTE_ROOT" config core.hooksPath scripts/hooks
}
