/* Messages of USB/IP: Documentation/usb/usbip_protocol.rst of the kernel. */
#include "usbip.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

enum { CMD_SUBMIT = 1, CMD_UNLINK = 2, RET_SUBMIT = 3, RET_UNLINK = 4 };
enum { HIGH_SPEED = 3, NO_PACKETS = -1, MOST_DATA = 65536 };

static const char attach_path[] = "/sys/devices/platform/vhci_hcd.0/attach";

int usbip_plug(int port)
{
  char text[64];
  int pair[2], file = open(attach_path, O_WRONLY | O_CLOEXEC);
  if (file < 0)
    return -1;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
    close(file);
    return -1;
  }
  int length = snprintf(text, sizeof text, "%d %d %d %d", port, pair[1], 1 + port, HIGH_SPEED);
  bool done = write(file, text, (size_t)length) == length;
  /* The controller frees the port of an unplugged device a moment later. */
  for (int tries = 0; !done && tries < 100; tries++) {
    usleep(50000);
    done = write(file, text, (size_t)length) == length;
  }
  close(file);
  close(pair[1]);
  if (done)
    return pair[0];
  close(pair[0]);
  return -1;
}

static bool read_all(int link, void *data, size_t length)
{
  for (size_t at = 0; at < length;) {
    ssize_t got = read(link, (uint8_t *)data + at, length - at);
    if (got == 0 || (got < 0 && errno != EINTR))
      return false;
    at += got > 0 ? (size_t)got : 0;
  }
  return true;
}

static bool write_all(int link, const void *data, size_t length)
{
  for (size_t at = 0; at < length;) {
    ssize_t sent = send(link, (const uint8_t *)data + at, length - at, MSG_NOSIGNAL);
    if (sent < 0 && errno != EINTR)
      return false;
    at += sent > 0 ? (size_t)sent : 0;
  }
  return true;
}

/* Header numbers in one order and the other: all members but the last are 32 bits wide. */
static void swap_header(UsbipHeader *header)
{
  uint32_t *numbers = (uint32_t *)header;
  for (size_t i = 0; i < offsetof(UsbipHeader, setup) / sizeof *numbers; i++)
    numbers[i] = ntohl(numbers[i]);
}

static void swap_packets(UsbipPacket *packets, uint32_t count)
{
  uint32_t *numbers = (uint32_t *)packets;
  for (size_t i = 0; i < count * sizeof *packets / sizeof *numbers; i++)
    numbers[i] = ntohl(numbers[i]);
}

bool usbip_receive(int link, Transfer *transfer, uint8_t *data)
{
  UsbipHeader *header = &transfer->header;
  if (!read_all(link, header, sizeof *header))
    return false;
  swap_header(header);
  transfer->in = header->direction == 1;
  if (header->command != CMD_SUBMIT)
    return header->command == CMD_UNLINK;
  if (header->packets == (uint32_t)NO_PACKETS)
    header->packets = 0;
  if (header->packets > MOST_PACKETS || (!transfer->in && header->length > MOST_DATA))
    return false;
  if (!transfer->in && !read_all(link, data, header->length))
    return false;
  bool whole = read_all(link, transfer->packets, header->packets * sizeof(UsbipPacket));
  swap_packets(transfer->packets, header->packets);
  return whole;
}

bool usbip_is_unlink(const Transfer *transfer)
{
  return transfer->header.command == CMD_UNLINK;
}

bool usbip_complete(int link, const Transfer *transfer, int status, const uint8_t *data, uint32_t length)
{
  UsbipPacket packets[MOST_PACKETS];
  uint32_t count = transfer->header.packets;
  UsbipHeader header = { .command = RET_SUBMIT, .sequence = transfer->header.sequence };
  header.flags = (uint32_t)status; /* place of the status in an answer */
  header.length = length;
  header.packets = count;
  swap_header(&header);
  memcpy(packets, transfer->packets, count * sizeof *packets);
  swap_packets(packets, count);
  return write_all(link, &header, sizeof header) && (!transfer->in || length == 0 || write_all(link, data, length)) &&
         (count == 0 || write_all(link, packets, count * sizeof *packets));
}

bool usbip_unlinked(int link, const Transfer *unlink, bool found)
{
  UsbipHeader header = { .command = RET_UNLINK, .sequence = unlink->header.sequence };
  header.flags = found ? (uint32_t)-ECONNRESET : 0;
  swap_header(&header);
  return write_all(link, &header, sizeof header);
}
