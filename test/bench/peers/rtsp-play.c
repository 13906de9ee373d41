// The RTSP conversation of one client: DESCRIBE, SETUP, PLAY with MD5 digest, keep-alive, TEARDOWN (RFC 2326).
#define _GNU_SOURCE
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "load.h"

// Asked of a server that has no group of its own for the stream: one that is for local use (RFC 2365).
#define GROUP "destination=239.255.77.7;port=25000-25001;ttl=1"

// The size of the message that the buffer starts with, 0 while it is not whole.
static size_t message_size(const Client *client) {
  const uint8_t *bytes = client->buffer;
  if (client->held >= 4 && bytes[0] == '$') {
    size_t size = 4 + (size_t)(bytes[2] << 8 | bytes[3]);
    return client->held >= size ? size : 0;
  }
  const uint8_t *end = client->held > 0 && bytes[0] != '$' ? memmem(bytes, client->held, "\r\n\r\n", 4) : NULL;
  if (end == NULL) return 0;
  size_t head = (size_t)(end + 4 - bytes);
  g_autofree char *text = g_strndup((const char *)bytes, head);
  const char *field = strcasestr(text, "\r\nContent-Length:");
  size_t size = head + (field != NULL ? strtoul(field + 17, NULL, 10) : 0);
  return client->held >= size ? size : 0;
}

static void take_interleaved(Client *client, const uint8_t *frame, size_t size) {
  if (frame[1] == 0) client->packet(client, frame + 4, size - 4, client->timed ? wall_ns() : 0);
  else if (frame[1] == 1 && client->report != NULL) client->report(client, frame + 4, size - 4);
}

// Digests the buffer, up to and with the first reply when one is wanted; true when it was there.
static bool take_messages(Client *client, char *reply) {
  size_t at = 0;
  bool found = false;
  const size_t all = client->held;
  uint8_t *const start = client->buffer;
  for (size_t size; !found && (size = message_size(client)) > 0; at += size) {
    if (client->buffer[0] == '$') take_interleaved(client, client->buffer, size);
    else if (reply != NULL) {
      snprintf(reply, REPLY_SIZE, "%.*s", (int)size, (char *)client->buffer);
      found = true;
    }
    client->buffer += size;
    client->held -= size;
  }
  client->buffer = start;
  memmove(start, start + at, all - at);
  return found;
}

bool client_read(Client *client) {
  bool open = client->target->transport->framing->read(client);
  take_messages(client, NULL);
  return open;
}

static bool read_reply(Client *client, char *reply) {
  while (!take_messages(client, reply))
    if (!stream_wait(&client->in) || !client->target->transport->framing->read(client)) return false;
  return true;
}

static bool send_request(Client *client, const char *method, const char *uri, const char *headers) {
  g_autofree char *credentials = challenge_answer(&client->challenge, client->target, method, uri);
  g_autofree char *request =
      g_strdup_printf("%s %s RTSP/1.0\r\nCSeq: %u\r\n%s%s\r\n", method, uri, ++client->cseq, credentials, headers);
  client->kept = now_seconds();
  return client->target->transport->framing->send(client, request, strlen(request));
}

static bool ask(Client *client, const char *method, const char *uri, const char *headers, char *reply) {
  snprintf(reply, REPLY_SIZE, "no reply");
  for (int attempt = 0; attempt < 2; attempt++) {
    if (strcmp(method, "PLAY") == 0) client->played = now_seconds();
    if (!send_request(client, method, uri, headers) || !read_reply(client, reply)) break;
    if (strncmp(reply, "RTSP/1.0 200", 12) == 0) return true;
    if (strncmp(reply, "RTSP/1.0 401", 12) != 0) break;
    challenge_read(&client->challenge, reply);
  }
  fprintf(stderr, "%s refused: %.*s\n", method, (int)strcspn(reply, "\r"), reply);
  return false;
}

static void track_uri(const char *sdp, const char *base, char *out, size_t size) {
  const char *media = strstr(sdp, "m=video");
  const char *control = media != NULL ? strstr(media, "a=control:") : NULL;
  if (control == NULL) { snprintf(out, size, "%s", base); return; }
  control += strlen("a=control:");
  int length = (int)strcspn(control, "\r\n");
  bool absolute = memmem(control, (size_t)length, "://", 3) != NULL;
  snprintf(out, size, "%s%s%.*s", absolute ? "" : base, absolute ? "" : "/", length, control);
}

static bool join_group(Client *client, const char *reply) {
  const char *transport = strcasestr(reply, "Transport:");
  const char *group = transport != NULL ? strcasestr(transport, "destination=") : NULL;
  const char *port = transport != NULL ? strcasestr(transport, ";port=") : NULL;
  if (group == NULL || port == NULL) return false;
  char address[64];
  snprintf(address, sizeof address, "%.*s", (int)strcspn(group + 12, ";\r"), group + 12);
  return udp_join(client, address, atoi(port + 6));
}

static bool set_up(Client *client, const char *track, char *reply) {
  char headers[400];
  int port = 0;
  const Transport *transport = client->target->transport;
  if (!transport->datagrams) snprintf(headers, sizeof headers, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
  else if (transport->group) snprintf(headers, sizeof headers, "Transport: RTP/AVP;multicast,RTP/AVP;multicast;" GROUP "\r\n");
  else {
    if (!udp_open_pair(client, &port)) return false;
    snprintf(headers, sizeof headers, "Transport: RTP/AVP;unicast;client_port=%d-%d\r\n", port, port + 1);
  }
  if (!ask(client, "SETUP", track, headers, reply)) return false;
  if (transport->group && !join_group(client, reply)) { fprintf(stderr, "cannot join the group\n"); return false; }
  const char *session = strcasestr(reply, "Session: ");
  if (session != NULL) snprintf(client->session, sizeof client->session, "%.*s", (int)strcspn(session + 9, ";\r"), session + 9);
  return session != NULL;
}

bool client_play(Client *client, const Target *target) {
  static char reply[REPLY_SIZE];
  char track[600], headers[200];
  const Transport *transport = target->transport;
  bool secure = transport->tls && transport->framing == &plain_framing;
  snprintf(client->base, sizeof client->base, "%s://%s:%s/%s", secure ? "rtsps" : "rtsp", target->host, target->port, target->path);
  client->target = target;
  client->in = client->out = (Stream){.fd = -1};
  client->rtp = client->rtcp = -1;
  client->buffer = g_malloc(READ_SIZE);
  if (!transport->framing->open(client, target) || !ask(client, "DESCRIBE", client->base, "Accept: application/sdp\r\n", reply))
    return false;
  track_uri(reply, client->base, track, sizeof track);
  if (!set_up(client, track, reply)) return false;
  snprintf(headers, sizeof headers, "Session: %s\r\nRange: npt=0.000-\r\n", client->session);
  return ask(client, "PLAY", client->base, headers, reply);
}

static void send_in_session(Client *client, const char *method) {
  char headers[200];
  snprintf(headers, sizeof headers, "Session: %s\r\n", client->session);
  send_request(client, method, client->base, headers);
}

void client_keep_alive(Client *client) { send_in_session(client, "OPTIONS"); }

// Waits for the answer: who leaves at once may leave the session behind, and over UDP the server goes on sending to it.
void client_teardown(Client *client) {
  static char reply[REPLY_SIZE];
  char headers[200];
  snprintf(headers, sizeof headers, "Session: %s\r\n", client->session);
  ask(client, "TEARDOWN", client->base, headers, reply);
}
