/*
 * USB camera (UVC 1.1) behind the kernel's virtual host controller, driven by the kernel's own uvcvideo. Needs root and vhci-hcd.
 * Usage: usb-camera [--iso] [--bare] [--encoded] [--port N] FOLDER
 * FOLDER has pictures: WIDTHxHEIGHT.mjpeg, WIDTHxHEIGHT.h264 (byte stream with access unit delimiters). YUYV is drawn.
 * --bare: H.264 is listed without a size. --encoded: there is no YUYV. Standard output tells what reaches the camera: `plugged`, `unplugged`,
 * `set NAME VALUE`, `refused NAME VALUE`, `stream FOURCC WIDTHxHEIGHT RATE`, `stopped`. Commands on standard input:
 *   plug, unplug               cable
 *   NAME VALUE                 control that the camera changes by itself
 *   refuse NAME CODE           refusal of a control with a code of UVC (0 no reason, 2 wrong state, 3 power, 4 range)
 *   accept NAME                end of the refusal
 *   whole, broken, cut, freeze pictures as they should be, with the error bit, the first half of each, none
 */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bytes.h"
#include "controls.h"
#include "descriptors.h"
#include "formats.h"
#include "stream.h"
#include "usbip.h"

enum { ROOM = 65536, REFUSED = -1 };
/* Standard requests (USB 2.0, table 9-4) and the part of bmRequestType that tells the class. */
enum { GET_STATUS = 0, CLEAR_FEATURE = 1, GET_DESCRIPTOR = 6, GET_CONFIGURATION = 8, SET_INTERFACE = 11, CLASS_MASK = 0x60, CLASS_REQUEST = 0x20 };

static struct {
  bool isochronous;
  int port, link;
  Transfer waiting[MOST_WAITING]; /* for pictures */
  int waiting_count;
  Transfer status; /* waits for a change of a control */
  bool has_status;
} camera = { .link = -1 };

static int class_request(const uint8_t *setup, uint8_t *data)
{
  int selector = setup[3], interface = setup[4], entity = setup[5];
  return interface == 1 ? stream_request(setup[1], selector, data) : controls_request(setup[1], entity, selector, data);
}

/* Answers a control transfer. Returns the length of the data, REFUSED to stall. */
static int control_transfer(const uint8_t *setup, uint8_t *data)
{
  int value = (int)number_at(setup + 2, 2), index = (int)number_at(setup + 4, 2);
  if ((setup[0] & CLASS_MASK) == CLASS_REQUEST)
    return class_request(setup, data);
  switch (setup[1]) {
    case GET_DESCRIPTOR: return descriptor(value >> 8, value & 0xff, camera.isochronous, camera.port, data);
    case GET_STATUS: put_number(data, 0, 2); return 2;
    case GET_CONFIGURATION: data[0] = 1; return 1;
    case CLEAR_FEATURE:
      /* A bulk camera learns so that it is to stop. */
      if (!camera.isochronous && index == (0x80 | VIDEO_ENDPOINT))
        stream_start(false);
      return 0;
    case SET_INTERFACE:
      if (index == 1)
        stream_start(value == 1);
      return 0;
    default: return 0;
  }
}

static bool answer_control(const Transfer *transfer, uint8_t *data)
{
  uint32_t wanted = transfer->header.length;
  int got = control_transfer(transfer->header.setup, data);
  if (got == REFUSED)
    return usbip_complete(camera.link, transfer, -EPIPE, NULL, 0);
  uint32_t length = !transfer->in || (uint32_t)got > wanted ? wanted : (uint32_t)got;
  return usbip_complete(camera.link, transfer, 0, data, length);
}

static void remove_waiting(int at)
{
  camera.waiting_count--;
  memmove(&camera.waiting[at], &camera.waiting[at + 1], (size_t)(camera.waiting_count - at) * sizeof(Transfer));
}

/* The sequence number of the transfer to unlink has the place of a submission's flags. */
static bool unlink_transfer(const Transfer *unlink)
{
  uint32_t sequence = unlink->header.flags;
  for (int i = 0; i < camera.waiting_count; i++)
    if (camera.waiting[i].header.sequence == sequence) {
      remove_waiting(i);
      return usbip_unlinked(camera.link, unlink, true);
    }
  bool found = camera.has_status && camera.status.header.sequence == sequence;
  camera.has_status = camera.has_status && !found;
  return usbip_unlinked(camera.link, unlink, found);
}

/* Takes one message of the host. Returns false when the cable is out. */
static bool serve(void)
{
  static uint8_t data[ROOM];
  static Transfer transfer;
  if (!usbip_receive(camera.link, &transfer, data))
    return false;
  if (usbip_is_unlink(&transfer))
    return unlink_transfer(&transfer);
  switch (transfer.header.endpoint) {
    case VIDEO_ENDPOINT:
      if (camera.waiting_count == MOST_WAITING)
        return usbip_complete(camera.link, &transfer, -EPIPE, NULL, 0);
      camera.waiting[camera.waiting_count++] = transfer;
      return true;
    case STATUS_ENDPOINT:
      camera.status = transfer;
      camera.has_status = true;
      return true;
    default: return answer_control(&transfer, data);
  }
}

static bool send_pictures(void)
{
  static uint8_t data[MOST_STREAM_DATA];
  bool good = true;
  while (good && camera.waiting_count > 0 && stream_due()) {
    Transfer *first = &camera.waiting[0];
    uint32_t length = stream_fill(first, data);
    good = usbip_complete(camera.link, first, 0, data, length);
    remove_waiting(0);
  }
  return good;
}

static void unplug(void)
{
  if (camera.link < 0)
    return;
  shutdown(camera.link, SHUT_RDWR);
  close(camera.link);
  camera.link = -1;
  camera.waiting_count = 0;
  camera.has_status = false;
  stream_start(false);
  puts("unplugged");
}

static bool plug(void)
{
  if (camera.link < 0)
    camera.link = usbip_plug(camera.port);
  puts(camera.link < 0 ? "no port" : "plugged");
  return camera.link >= 0;
}

static void change_control(Control *control, int value)
{
  uint8_t packet[16];
  int length = control_change(control, value, packet);
  if (camera.has_status)
    usbip_complete(camera.link, &camera.status, 0, packet, (uint32_t)length);
  camera.has_status = false;
}

static bool change_health(const char *word)
{
  static const struct {
    const char *word;
    Health health;
  } rows[] = { { "whole", PICTURES_WHOLE }, { "broken", PICTURES_BROKEN }, { "cut", PICTURES_CUT }, { "freeze", PICTURES_FROZEN } };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (strcmp(word, rows[i].word) == 0) {
      stream_set_health(rows[i].health);
      return true;
    }
  return false;
}

static void obey(const char *line)
{
  char word[64] = "", name[64] = "";
  int number = 0;
  sscanf(line, "%63s %63s %d", word, name, &number);
  if (change_health(word))
    return;
  if (strcmp(word, "plug") == 0)
    plug();
  else if (strcmp(word, "unplug") == 0)
    unplug();
  else if (strcmp(word, "refuse") == 0 && controls_named(name))
    control_refuse(controls_named(name), number);
  else if (strcmp(word, "accept") == 0 && controls_named(name))
    control_refuse(controls_named(name), -1);
  else if (controls_named(word))
    change_control(controls_named(word), atoi(name));
  else
    printf("unknown %s\n", word);
}

/* Reads a line of commands. Returns false at the end of the input. */
static bool read_command(void)
{
  char line[256];
  size_t length = 0;
  while (length < sizeof line - 1 && read(STDIN_FILENO, line + length, 1) == 1)
    if (line[length++] == '\n')
      break;
  line[length] = '\0';
  if (length > 0)
    obey(line);
  return length > 0;
}

static void read_options(int count, char **arguments)
{
  const char *folder = ".";
  bool bare = false, encoded = false;
  for (int i = 1; i < count; i++) {
    if (strcmp(arguments[i], "--iso") == 0)
      camera.isochronous = true;
    else if (strcmp(arguments[i], "--bare") == 0)
      bare = true;
    else if (strcmp(arguments[i], "--encoded") == 0)
      encoded = true;
    else if (strcmp(arguments[i], "--port") == 0 && i + 1 < count)
      camera.port = atoi(arguments[++i]);
    else
      folder = arguments[i];
  }
  formats_load(folder, bare, encoded);

}

int main(int count, char **arguments)
{
  setvbuf(stdout, NULL, _IOLBF, 0);
  read_options(count, arguments);
  controls_reset();
  stream_configure(camera.isochronous);
  if (!plug()) {
    perror("usb-camera: vhci_hcd");
    return 1;
  }
  for (bool listening = true; listening;) {
    struct pollfd fds[] = { { camera.link, POLLIN, 0 }, { STDIN_FILENO, POLLIN, 0 } };
    poll(fds, 2, camera.link >= 0 && camera.waiting_count > 0 ? stream_wait() : -1);
    bool connected = !fds[0].revents || serve();
    if (connected && camera.link >= 0)
      connected = send_pictures();
    if (!connected)
      unplug();
    if (fds[1].revents)
      listening = read_command();
  }
  unplug();
  return 0;
}
