# Options of scripts/qemu.

qemu_usage="Usage: scripts/qemu [options]      an arm64 camera under emulation; Ctrl-C stops it
  --admin NAME[:PASSWORD]  creates the first administrator
  --http-port N            ONVIF and snapshots on this machine (8080; 0 = any free port)
  --rtsp-port N            RTSP on this machine (8554; 0 = any free port)
  --address A              address of this machine to serve (127.0.0.1; 0.0.0.0 = all)
  --data DIR               where settings live
  --json                   one line of JSON on standard output once ready
  --check                  lets clients on this machine play it and read device information, and ends with their status
  --shell 'COMMAND'        runs a command in the emulated board instead, in the project's folder, and ends with its status"

qemu_misuse() {
  say "$1"
  say ""
  say "$qemu_usage"
  exit 2
}

qemu_port() { # option text
  case $2 in '' | *[!0-9]* | ??????*) qemu_misuse "$1 must be a port number, 0 to 65535" ;; esac
  [ "$2" -le 65535 ] || qemu_misuse "$1 must be a port number, 0 to 65535"
}

# Leaves what was asked for in qemu_admin, http_port, rtsp_port, address, data, shell_command and the flags json and check.
qemu_options() {
  qemu_admin=${VEDETTE_ADMIN:-} http_port=8080 rtsp_port=8554 address=127.0.0.1 data='' shell_command='' json='' check=''
  while [ $# -gt 0 ]; do
    case $1 in
      --help) say "$qemu_usage"; exit 0 ;;
      --json) json=--json; shift; continue ;;
      --check) check=--check; shift; continue ;;
      --admin | --http-port | --rtsp-port | --address | --data | --shell) [ $# -ge 2 ] || qemu_misuse "$1 needs a value" ;;
      *) qemu_misuse "there is no option $1" ;;
    esac
    case $1 in
      --admin) qemu_admin=$2 ;;
      --http-port) qemu_port "$1" "$2"; http_port=$2 ;;
      --rtsp-port) qemu_port "$1" "$2"; rtsp_port=$2 ;;
      --address) address=$2 ;;
      --data) data=$2 ;;
      --shell) shell_command=$2 ;;
    esac
    shift 2
  done
}

# The account of --admin as the firmware takes it: VEDETTE_ADMIN, and VEDETTE_ADMIN_PASSWORD where one was given.
qemu_account() {
  case $qemu_admin in
    *:*) VEDETTE_ADMIN_PASSWORD=${qemu_admin#*:} VEDETTE_ADMIN=${qemu_admin%%:*} ;;
    *) VEDETTE_ADMIN=$qemu_admin ;;
  esac
  export VEDETTE_ADMIN VEDETTE_ADMIN_PASSWORD=${VEDETTE_ADMIN_PASSWORD:-}
}

free_ports() { # how many
  node -e 'const net = require("node:net"); const all = Array.from({ length: Number(process.argv[1]) }, () => net.createServer().listen(0, "127.0.0.1"));
    setTimeout(() => { for (const one of all) { console.log(one.address().port); one.close(); } }, 50)' "$1"
}
