/* Link to the kernel's virtual host controller (vhci-hcd): the protocol of USB/IP over a socket pair. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { MOST_PACKETS = 64, MOST_WAITING = 32 };

/* Header of every message; numbers in network order until `usbip_receive` changes them. */
typedef struct {
  uint32_t command, sequence, device, direction, endpoint;
  uint32_t flags, length, start_frame, packets, interval;
  uint8_t setup[8];
} UsbipHeader;

typedef struct {
  uint32_t offset, length, actual, status;
} UsbipPacket;

/* Transfer that the host wants. */
typedef struct {
  UsbipHeader header;
  bool in; /* to the host */
  UsbipPacket packets[MOST_PACKETS];
} Transfer;

/* Connects the device at a port of the controller. Returns the socket, -1 when it was refused for 5 s. */
int usbip_plug(int port);
/* Reads the next message; data of a transfer to the device go to `data`, which has room for 64 KiB. Returns false at the end of the link. */
bool usbip_receive(int link, Transfer *transfer, uint8_t *data);
bool usbip_is_unlink(const Transfer *transfer);
/* Completes a transfer with a status (0 or a negative errno). */
bool usbip_complete(int link, const Transfer *transfer, int status, const uint8_t *data, uint32_t length);
/* Answers an unlink. @param found whether the transfer had waited */
bool usbip_unlinked(int link, const Transfer *unlink, bool found);
