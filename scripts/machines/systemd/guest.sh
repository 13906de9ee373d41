# A Debian guest with systemd whose network really changes: the files of this machine, only read, under a layer of its own; the firmware of
# this checkout as the package installs it; and the network between the guest and its clients. Sourced by scripts/machine-guest.
# Folders in $work: layer (what the guest writes), share (/share in the guest), root (its files, while they are laid).

guest_packages='systemd-container dnsmasq-base'

# The other end of the guest's eth0 is lan0 in a namespace of its own, where DHCP and the clients are.
guest_lan() {
  ip netns add "$tag-lan" || skip 'may not make network namespaces'
  ip -n "$tag-lan" link set lo up
}

guest_lan_up() {
  ip -n "$tag-lan" link set lan0 up
  for address in 10.9.0.1/24 10.9.0.2/24 'fd00:9::1/64 nodad'; do
    # shellcheck disable=SC2086
    ip -n "$tag-lan" addr add $address dev lan0
  done
  # shellcheck disable=SC2094
  ip netns exec "$tag-lan" dnsmasq -k -C /dev/null -p 53 -i lan0 --bind-interfaces --dhcp-authoritative --dhcp-leasefile=/dev/null \
    --pid-file= --user=root --log-facility=- --no-ping --no-resolv --no-hosts --dhcp-range=10.9.0.100,10.9.0.200,2m \
    --dhcp-host=02:00:00:00:09:01,cam-by-dhcp --dhcp-option=option:router,10.9.0.1 --dhcp-option=option:dns-server,10.9.0.1 \
    --dhcp-option=option:ntp-server,10.9.0.1 --dhcp-option=option:domain-search,camtest.lan 2>"$work/lan.log" &
  lan=$!
}

# guest_units MANAGER: none of this machine's own services, and one network manager.
guest_units() {
  local unit enabled='systemd-networkd systemd-resolved' units=$work/root/etc/systemd/system
  # One by one: that a folder was emptied is not kept in the image of a disk.
  rm -f "$units"/{multi-user,timers,graphical}.target.wants/* "$work"/root/etc/network/interfaces.d/*
  rm -rf "$work/root/var/log/journal"
  mkdir -p "$units/multi-user.target.wants" "$units/sockets.target.wants" "$work/root/etc/systemd/network"
  if [ "$1" = networkmanager ]; then
    enabled=NetworkManager
    rm -f "$units"/*/systemd-networkd.s* "$units/dbus-org.freedesktop.network1.service"
    ln -sf /dev/null "$units/systemd-networkd.service"
    ln -sf /lib/systemd/system/NetworkManager-dispatcher.service "$units/dbus-org.freedesktop.nm-dispatcher.service"
    # Debian's udev rules do not run in a container: the interface counts as plain Ethernet.
    mkdir -p "$work/root/etc/NetworkManager/conf.d"
    printf '[device]\nmatch-device=interface-name:eth*\nmanaged=1\n' >"$work/root/etc/NetworkManager/conf.d/guest.conf"
  else
    # As an image has it from the factory.
    printf '[Match]\nName=eth*\n\n[Network]\nDHCP=yes\n' >"$work/root/etc/systemd/network/80-wired.network"
  fi
  for unit in $enabled systemd-timesyncd; do
    [ ! -e "/lib/systemd/system/$unit.service" ] || ln -sf "/lib/systemd/system/$unit.service" "$units/multi-user.target.wants/"
  done
  # A machine that is a container itself leaves traces by which systemd takes the guest for one; that has a clock of its own all the same.
  if [ "$kind" = kernel ]; then
    mkdir -p "$units/systemd-timesyncd.service.d"
    printf '[Unit]\nConditionVirtualization=\n' >"$units/systemd-timesyncd.service.d/guest.conf"
  fi
  # A shell for the tests, which needs no network.
  cat >"$units/share-agent.service" <<'UNIT'
[Service]
ExecStart=/bin/sh /share/agent
Restart=always
UNIT
  ln -sf /etc/systemd/system/share-agent.service "$units/multi-user.target.wants/"
  cat >"$work/share/agent" <<'AGENT'
cd /share
while :; do
  for ask in ask.*; do
    [ -e "$ask" ] || continue
    mv "$ask" "run.${ask#ask.}"
    sh "run.${ask#ask.}" >"out.${ask#ask.}" 2>&1 </dev/null
    echo $? >"rc.${ask#ask.}.new"
    mv "rc.${ask#ask.}.new" "rc.${ask#ask.}"
  done
  sleep 0.1
done
AGENT
}

# guest_user: units, user and rules of the package.
guest_user() {
  local part
  for part in debian/vedette.sysusers:usr/lib/sysusers.d/vedette.conf debian/vedette.default:etc/default/vedette udev/60-vedette.rules:usr/lib/udev/rules.d/60-vedette.rules; do
    install -D -m 644 "$VEDETTE_ROOT/packaging/${part%%:*}" "$work/root/${part#*:}"
  done
  install -m 644 "$VEDETTE_ROOT"/packaging/systemd/* "$work/root/lib/systemd/system/"
  systemd-sysusers --root="$work/root" vedette.conf 2>/dev/null
  systemctl --root="$work/root" enable --quiet vedette-machine.socket 2>/dev/null
}

# guest_camera: what the package installs, with the program of this checkout, which the guest has at /vedette.
guest_camera() {
  local lib=$work/root/usr/lib/vedette name
  mkdir -p "$lib/bin"
  cp "$VEDETTE_ROOT/packaging/bin/vedette" "$lib/bin/"
  ln -s "$(readlink -f "$(command -v node)")" "$lib/bin/node"
  for name in dist hal node_modules package.json; do ln -s "/vedette/$name" "$lib/$name"; done
  sed -i 's/^VEDETTE_BOARD=.*/VEDETTE_BOARD=qemu-virt/; s/^VEDETTE_UPDATE=.*/VEDETTE_UPDATE=/' "$work/root/etc/default/vedette"
  # GStreamer's plug-ins are those of this machine; on User-Mode Linux it takes ten times as long to look at them.
  GST_REGISTRY=$work/root/var/lib/gstreamer-registry node -e 'import(process.argv[1])' "$VEDETTE_ROOT/dist/hal/gstreamer/media-engine.js" || true
  printf 'GST_REGISTRY=/var/lib/gstreamer-registry\nGST_REGISTRY_UPDATE=no\nGST_REGISTRY_FORK=no\n' >>"$work/root/etc/default/vedette"
  chmod 644 "$work/root/var/lib/gstreamer-registry" || true
  systemctl --root="$work/root" enable --quiet vedette.service 2>/dev/null
}

# guest_run COMMAND: a line of the shell in the guest, its output and status.
guest_run() {
  local number=$RANDOM$RANDOM
  printf '%s\n' "$1" >"$work/share/new.$number"
  mv "$work/share/new.$number" "$work/share/ask.$number"
  until [ -e "$work/share/rc.$number" ]; do sleep 0.1; guest_alive || return 99; done
  cat "$work/share/out.$number"
  return "$(cat "$work/share/rc.$number")"
}
