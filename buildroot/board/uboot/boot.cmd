# Chooses the slot: the first of BOOT_ORDER that has tries left. The state is one sector at 1 MiB, so that a write is all or nothing; a
# sector with a wrong checksum means "A B" with three tries each. Numbers of setexpr, read and write are hexadecimal.
# Partitions: 2 kernel A, 3 kernel B, 5 root A, 6 root B, 7 data.
test -n "${devtype}" || setenv devtype virtio
test -n "${devnum}" || setenv devnum 0
setenv disk /dev/vda
setenv device_tree ${fdtcontroladdr}
setenv console ttyAMA0
if test "${devtype}" = mmc; then
  setenv disk /dev/mmcblk${devnum}p
  setenv device_tree ${fdt_addr}
  setenv console tty1
fi
${devtype} dev ${devnum}
setenv BOOT_ORDER "A B"
setenv BOOT_A_LEFT 3
setenv BOOT_B_LEFT 3
if ${devtype} read ${loadaddr} 800 1; then env import -c ${loadaddr} 200 BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT; fi
setenv slot
for one in ${BOOT_ORDER}; do
  if test -z "${slot}"; then
    if test "${one}" = A && test "${BOOT_A_LEFT}" -gt 0; then
      setexpr BOOT_A_LEFT ${BOOT_A_LEFT} - 1; setenv slot A; setenv kernel_part 2; setenv root_part 5
    elif test "${one}" = B && test "${BOOT_B_LEFT}" -gt 0; then
      setexpr BOOT_B_LEFT ${BOOT_B_LEFT} - 1; setenv slot B; setenv kernel_part 3; setenv root_part 6
    fi
  fi
done
if test -z "${slot}"; then
  echo "no slot has tries left: each gets three more"
  setenv BOOT_ORDER "A B"; setenv BOOT_A_LEFT 3; setenv BOOT_B_LEFT 3
fi
env export -c -s 200 ${loadaddr} BOOT_ORDER BOOT_A_LEFT BOOT_B_LEFT
${devtype} write ${loadaddr} 800 1
if test -z "${slot}"; then reset; fi
echo "slot ${slot}, order ${BOOT_ORDER}, left A ${BOOT_A_LEFT} B ${BOOT_B_LEFT}"
setenv bootargs "console=${console} quiet panic=5 net.ifnames=0 root=${disk}${root_part} rootfstype=erofs ro rootwait init=/usr/lib/vedette-image/init vedette.data=${disk}7 rauc.slot=${slot} ${extra_args}"
if load ${devtype} ${devnum}:${kernel_part} ${kernel_addr_r} Image; then
  # Debian's kernel comes with an initramfs, Buildroot's mounts its root by itself.
  if load ${devtype} ${devnum}:${kernel_part} ${ramdisk_addr_r} initrd; then
    booti ${kernel_addr_r} ${ramdisk_addr_r}:${filesize} ${device_tree}
  else
    booti ${kernel_addr_r} - ${device_tree}
  fi
fi
reset
