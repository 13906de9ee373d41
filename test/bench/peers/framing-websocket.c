// RTSP over WebSocket: upgrade, masked frames out, server frames in as they come, in any pieces (RFC 6455, STR-08).
#include <endian.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include "load.h"

enum { OPCODE_BINARY = 2, OPCODE_CLOSE = 8, OPCODE_PING = 9, OPCODE_PONG = 10, FINAL = 0x80, MASKED = 0x80 };

static bool websocket_open(Client *client, const Target *target) {
  char text[800], head[4000] = "no answer";
  guint32 random[4] = {g_random_int(), g_random_int(), g_random_int(), g_random_int()};
  char *key = g_base64_encode((const guchar *)random, sizeof random);
  snprintf(text, sizeof text,
           "GET /onvif/rtsp HTTP/1.1\r\nHost: %s:%s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: rtsp.onvif.org\r\n\r\n",
           target->host, target->port, key);
  g_free(key);
  if (!stream_connect(&client->in, target)) return false;
  client->out = client->in;
  if (stream_send(&client->in, text, strlen(text))) stream_read_head(&client->in, head, sizeof head);
  if (strncmp(head, "HTTP/1.1 101", 12) == 0) return true;
  fprintf(stderr, "WebSocket refused: %.*s\n", (int)strcspn(head, "\r"), head);
  return false;
}

static bool send_frame(Client *client, int opcode, const void *payload, size_t size) {
  uint8_t frame[14 + 4096];
  if (size > 4096) return false;
  size_t at = 0;
  frame[at++] = (uint8_t)(FINAL | opcode);
  if (size < 126) frame[at++] = (uint8_t)(MASKED | size);
  else {
    frame[at++] = MASKED | 126;
    frame[at++] = (uint8_t)(size >> 8);
    frame[at++] = (uint8_t)size;
  }
  guint32 mask = g_random_int();
  memcpy(frame + at, &mask, 4);
  for (size_t i = 0; i < size; i++) frame[at + 4 + i] = ((const uint8_t *)payload)[i] ^ frame[at + i % 4];
  return stream_send(&client->out, frame, at + 4 + size);
}

static bool websocket_send(Client *client, const char *text, size_t size) {
  return send_frame(client, OPCODE_BINARY, text, size);
}

static size_t head_size(const WebSocket *socket) {
  if (socket->have < 2) return 2;
  return socket->head[1] == 126 ? 4 : socket->head[1] == 127 ? 10 : 2;
}

static uint64_t payload_size(const uint8_t *head) {
  if (head[1] < 126) return head[1];
  if (head[1] == 126) return (uint64_t)(head[2] << 8 | head[3]);
  uint64_t size;
  memcpy(&size, head + 2, sizeof size);
  return be64toh(size);
}

// The end of a frame: control frames are answered, false for a close.
static bool frame_over(Client *client) {
  WebSocket *socket = &client->websocket;
  int opcode = socket->head[0] & 0x0f;
  if (opcode == OPCODE_PING && !send_frame(client, OPCODE_PONG, socket->control, socket->control_size)) return false;
  socket->have = socket->control_size = 0;
  return opcode != OPCODE_CLOSE;
}

static bool take_payload(Client *client, const uint8_t *bytes, size_t size) {
  WebSocket *socket = &client->websocket;
  if ((socket->head[0] & 0x0f) >= OPCODE_CLOSE) {
    if (socket->control_size + size > sizeof socket->control) return false;
    memcpy(socket->control + socket->control_size, bytes, size);
    socket->control_size += size;
  } else {
    memcpy(client->buffer + client->held, bytes, size);
    client->held += size;
  }
  socket->left -= size;
  return socket->left > 0 || frame_over(client);
}

static bool take(Client *client, const uint8_t *bytes, size_t size) {
  WebSocket *socket = &client->websocket;
  while (size > 0) {
    size_t used = 1;
    if (socket->left > 0) {
      used = MIN(size, socket->left);
      if (!take_payload(client, bytes, used)) return false;
    } else {
      socket->head[socket->have++] = *bytes;
      if (socket->have >= 2 && socket->have == head_size(socket)) {
        if (socket->head[1] & MASKED) return false;
        socket->left = payload_size(socket->head);
        if (socket->left == 0 && !frame_over(client)) return false;
      }
    }
    bytes += used;
    size -= used;
  }
  return true;
}

static bool websocket_read(Client *client) {
  static uint8_t raw[READ_SIZE];
  ssize_t got = stream_read(&client->in, raw, READ_SIZE - client->held);
  return got < 0 || (got > 0 && take(client, raw, (size_t)got));
}

const Framing websocket_framing = {websocket_open, websocket_send, websocket_read};
