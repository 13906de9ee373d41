/* Pictures as payloads (UVC 1.1, 2.4.3): each begins with a header of two bytes. */
#include "stream.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "bytes.h"
#include "controls.h"
#include "formats.h"

enum { PROBE_SELECTOR = 1, COMMIT_SELECTOR = 2 };
/* Places in the negotiated structure. */
enum { FORMAT_INDEX = 2, FRAME_INDEX = 3, INTERVAL = 4, PICTURE_BYTES = 18, PAYLOAD_BYTES = 22, CLOCK = 26, FRAMING = 30 };
enum { HEADER = 2, END_OF_PICTURE = 0x02, ERROR = 0x40, END_OF_HEADER = 0x80 };

static struct {
  bool isochronous, on, sending;
  Health health;
  uint8_t probe[PROBE_BYTES], commit[PROBE_BYTES];
  Picture picture;
  size_t sent;
  int number;      /* of the picture since the start */
  uint8_t toggle;  /* changes with each picture */
  double due;      /* monotonic seconds */
} stream;

static double now(void)
{
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

void stream_configure(bool isochronous)
{
  stream.isochronous = isochronous;
}

void stream_set_health(Health health)
{
  stream.health = health;
}

/* Makes the host's wish one that the camera meets. */
static void negotiate(uint8_t *probe)
{
  int number = probe[FORMAT_INDEX], count = formats_count();
  if (number < 1 || number > count)
    number = 1;
  const Size *size = formats_size(number, probe[FRAME_INDEX]);
  uint32_t interval = number_at(probe + INTERVAL, 4);
  uint32_t fast = 10000000u / (uint32_t)size->rates[0], slow = 10000000u / (uint32_t)size->rates[1];
  probe[FORMAT_INDEX] = (uint8_t)number;
  probe[FRAME_INDEX] = (uint8_t)(size - formats_at(number - 1)->sizes + 1);
  put_number(probe + INTERVAL, interval > (slow + fast) / 2 ? slow : fast, 4);
  put_number(probe + PICTURE_BYTES, 2 * (uint32_t)size->width * (uint32_t)size->height, 4);
  put_number(probe + PAYLOAD_BYTES, stream.isochronous ? ISO_PACKET : BULK_PAYLOAD, 4);
  put_number(probe + CLOCK, 48000000, 4);
  probe[FRAMING] = 3;
}

static int set(int selector, uint8_t *data)
{
  negotiate(data);
  memcpy(stream.probe, data, PROBE_BYTES);
  if (selector != COMMIT_SELECTOR)
    return 0;
  memcpy(stream.commit, data, PROBE_BYTES);
  if (!stream.isochronous)
    stream_start(true);
  return 0;
}

int stream_request(int request, int selector, uint8_t *data)
{
  if (selector != PROBE_SELECTOR && selector != COMMIT_SELECTOR)
    return -1;
  switch (request) {
    case SET_CUR: return set(selector, data);
    case GET_INFO: data[0] = 3; return 1;
    case GET_LEN: put_number(data, PROBE_BYTES, 2); return 2;
    case GET_DEF: memset(data, 0, PROBE_BYTES); break;
    default: memcpy(data, stream.probe, PROBE_BYTES);
  }
  negotiate(data);
  return PROBE_BYTES;
}

static const Size *committed(void)
{
  return formats_size(stream.commit[FORMAT_INDEX], stream.commit[FRAME_INDEX]);
}

static double interval(void)
{
  uint32_t units = number_at(stream.commit + INTERVAL, 4);
  return units > 0 ? units / 1e7 : 1.0 / 30;
}

void stream_start(bool on)
{
  if (on) {
    const Size *size = committed();
    int format = stream.commit[FORMAT_INDEX] > 0 ? stream.commit[FORMAT_INDEX] - 1 : 0;
    printf("stream %s %dx%d %.2f\n", formats_at(format)->fourcc, size->width, size->height, 1 / interval());
  } else if (stream.on) {
    puts("stopped");
  }
  stream.on = on;
  stream.sending = false;
  stream.number = 0;
  stream.due = now();
}

int stream_wait(void)
{
  if (!stream.on || stream.health == PICTURES_FROZEN)
    return -1;
  double wait = stream.due - now();
  return wait > 0 ? (int)(wait * 1000 + 0.999) : 0;
}

static void begin_picture(void)
{
  stream.picture = formats_picture(committed(), stream.number, control_value(controls_named("brightness")));
  if (stream.health == PICTURES_CUT)
    stream.picture.length /= 2;
  stream.sent = 0;
  stream.number++;
  stream.toggle ^= 1;
  stream.sending = true;
  /* A camera that is late does not catch up. */
  double time = now();
  stream.due = stream.due + interval() > time - interval() ? stream.due + interval() : time;
}

bool stream_due(void)
{
  if (!stream.sending && stream_wait() == 0)
    begin_picture();
  return stream.sending;
}

static uint32_t fill_payload(uint8_t *at, uint32_t room)
{
  size_t rest = stream.picture.length - stream.sent, space = room > HEADER ? room - HEADER : 0;
  size_t part = rest < space ? rest : space;
  memcpy(at + HEADER, stream.picture.data + stream.sent, part);
  stream.sent += part;
  stream.sending = stream.sent < stream.picture.length;
  at[0] = HEADER;
  at[1] = (uint8_t)(END_OF_HEADER | stream.toggle | (stream.sending ? 0 : END_OF_PICTURE) |
                    (stream.health == PICTURES_BROKEN ? ERROR : 0));
  return (uint32_t)part + HEADER;
}

uint32_t stream_fill(Transfer *transfer, uint8_t *data)
{
  uint32_t length = 0, room = transfer->header.length;
  if (!stream.isochronous)
    return fill_payload(data, room < BULK_PAYLOAD ? room : BULK_PAYLOAD);
  for (uint32_t i = 0; i < transfer->header.packets; i++) {
    UsbipPacket *packet = &transfer->packets[i];
    uint32_t fits = packet->length < ISO_PACKET ? packet->length : ISO_PACKET;
    packet->actual = stream.sending ? fill_payload(data + length, fits) : 0;
    packet->status = 0;
    length += packet->actual;
  }
  return length;
}
