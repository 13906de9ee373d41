# What Debian's kernel source is changed by before the emulated board is built from it.

uml_edit_source() { # folder of the source
  # Sound is fenced off for User-Mode Linux, and works.
  sed -i 's/^if !UML$/if !UML || UML_IOMEM_EMULATION/' "$1/sound/Kconfig"
  # A transfer that is submitted and cancelled while the cable of a simulated USB device is pulled was never given back, and its driver
  # waited for ever: those that were not sent yet are cancelled like the others.
  sed -i '/^static void vhci_device_unlink_cleanup/,/^{/s/^{/{\n\tspin_lock_irq(\&vdev->priv_lock);\n\tlist_splice_tail_init(\&vdev->priv_tx, \&vdev->priv_rx);\n\tspin_unlock_irq(\&vdev->priv_lock);/' \
    "$1/drivers/usb/usbip/vhci_hcd.c"
  grep -q 'list_splice_tail_init(&vdev->priv_tx' "$1/drivers/usb/usbip/vhci_hcd.c"
}
