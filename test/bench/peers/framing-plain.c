// RTSP straight on its stream (RFC 2326 10.12).
#include "load.h"

static bool plain_open(Client *client, const Target *target) {
  bool connected = stream_connect(&client->in, target);
  client->out = client->in;
  return connected;
}

static bool plain_send(Client *client, const char *text, size_t size) { return stream_send(&client->out, text, size); }

static bool plain_read(Client *client) {
  ssize_t got = stream_read(&client->in, client->buffer + client->held, READ_SIZE - client->held);
  if (got > 0) client->held += (size_t)got;
  return got != 0;
}

const Framing plain_framing = {plain_open, plain_send, plain_read};
