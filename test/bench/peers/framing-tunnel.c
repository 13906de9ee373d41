// RTSP over HTTP: a GET that receives and a POST that sends in base64, married by their cookie (STR-05).
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include "load.h"

static bool granted(const char *head) {
  if (strncmp(head, "HTTP/1.", 7) == 0 && strncmp(head + 8, " 200", 4) == 0) return true;
  fprintf(stderr, "GET refused: %.*s\n", (int)strcspn(head, "\r"), head);
  return false;
}

static bool tunnel_open(Client *client, const Target *target) {
  static unsigned count;
  char text[800], head[2000] = "no answer";
  char *cookie = g_strdup_printf("%08x%08x", g_random_int(), ++count);
  snprintf(text, sizeof text,
           "GET /%s HTTP/1.0\r\nHost: %s:%s\r\nx-sessioncookie: %s\r\nAccept: application/x-rtsp-tunnelled\r\n"
           "Pragma: no-cache\r\nCache-Control: no-cache\r\n\r\n",
           target->path, target->host, target->port, cookie);
  bool opened = stream_connect(&client->in, target);
  if (opened && stream_send(&client->in, text, strlen(text))) stream_read_head(&client->in, head, sizeof head);
  opened = opened && granted(head);
  snprintf(text, sizeof text,
           "POST /%s HTTP/1.0\r\nHost: %s:%s\r\nx-sessioncookie: %s\r\nContent-Type: application/x-rtsp-tunnelled\r\n"
           "Content-Length: 32767\r\nExpires: Sun, 9 Jan 1972 00:00:00 GMT\r\n\r\n",
           target->path, target->host, target->port, cookie);
  g_free(cookie);
  return opened && stream_connect(&client->out, target) && stream_send(&client->out, text, strlen(text));
}

static bool tunnel_send(Client *client, const char *text, size_t size) {
  char *coded = g_base64_encode((const guchar *)text, size);
  bool sent = stream_send(&client->out, coded, strlen(coded));
  g_free(coded);
  return sent;
}

static bool tunnel_read(Client *client) { return plain_framing.read(client); }

const Framing tunnel_framing = {tunnel_open, tunnel_send, tunnel_read};
