// The RTSP conversation of one load client: DESCRIBE, SETUP, PLAY with MD5 digest (RFC 2326, RFC 2617).
#define _GNU_SOURCE
#include <glib.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <unistd.h>
#include "load.h"

enum { REPLY_SIZE = 16384 };

typedef struct {
  char realm[128], nonce[256];
  bool known, qop;
  unsigned count, cseq;
} Challenge;

static void copy_quoted(const char *text, const char *name, char *out, size_t size) {
  char key[32];
  snprintf(key, sizeof key, "%s=\"", name);
  const char *start = strstr(text, key);
  if (start == NULL) return;
  start += strlen(key);
  size_t length = strcspn(start, "\"");
  snprintf(out, size, "%.*s", (int)length, start);
}

static void read_challenge(const char *reply, Challenge *challenge) {
  const char *line = reply;
  while ((line = strstr(line, "WWW-Authenticate: Digest")) != NULL) {
    size_t length = strcspn(line, "\r");
    char *text = g_strndup(line, length);
    bool other = strstr(text, "SHA-256") != NULL;
    if (!other) {
      copy_quoted(text, "realm", challenge->realm, sizeof challenge->realm);
      copy_quoted(text, "nonce", challenge->nonce, sizeof challenge->nonce);
      challenge->qop = strstr(text, "qop=") != NULL;
      challenge->known = true;
    }
    g_free(text);
    line += length;
  }
}

static char *md5(const char *text) { return g_compute_checksum_for_string(G_CHECKSUM_MD5, text, -1); }

static char *authorization(Challenge *challenge, const Target *target, const char *method, const char *uri) {
  if (!challenge->known) return g_strdup("");
  char *first = g_strdup_printf("%s:%s:%s", target->user, challenge->realm, target->password);
  char *second = g_strdup_printf("%s:%s", method, uri);
  char *ha1 = md5(first), *ha2 = md5(second), nc[16];
  snprintf(nc, sizeof nc, "%08x", ++challenge->count);
  char *all = challenge->qop ? g_strdup_printf("%s:%s:%s:abcdef01:auth:%s", ha1, challenge->nonce, nc, ha2)
                             : g_strdup_printf("%s:%s:%s", ha1, challenge->nonce, ha2);
  char *response = md5(all);
  char *extra = challenge->qop ? g_strdup_printf(", algorithm=MD5, qop=auth, nc=%s, cnonce=\"abcdef01\"", nc) : g_strdup("");
  char *line = g_strdup_printf("Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\"%s\r\n",
                               target->user, challenge->realm, challenge->nonce, uri, response, extra);
  g_free(first); g_free(second); g_free(ha1); g_free(ha2); g_free(all); g_free(response); g_free(extra);
  return line;
}

// Reads up to the end of one reply and its body; what follows (interleaved packets) stays in the client's buffer.
static bool read_reply(Client *client, char *reply) {
  size_t held = client->held;
  for (;;) {
    client->buffer[held] = 0;
    char *end = strstr((char *)client->buffer, "\r\n\r\n");
    if (end != NULL) {
      size_t head = (size_t)(end + 4 - (char *)client->buffer);
      char *field = strcasestr((char *)client->buffer, "Content-Length:");
      size_t body = field != NULL && field < end ? strtoul(field + 15, NULL, 10) : 0;
      if (held >= head + body) {
        snprintf(reply, REPLY_SIZE, "%.*s", (int)(head + body), (char *)client->buffer);
        memmove(client->buffer, client->buffer + head + body, held - head - body);
        client->held = held - head - body;
        return true;
      }
    }
    ssize_t got = recv(client->rtsp, client->buffer + held, READ_SIZE - 1 - held, 0);
    if (got <= 0) return false;
    held += (size_t)got;
  }
}

static bool ask(Client *client, const Target *target, Challenge *challenge, const char *method, const char *uri, const char *headers, char *reply) {
  for (int attempt = 0; attempt < 2; attempt++) {
    char *credentials = authorization(challenge, target, method, uri);
    char *request = g_strdup_printf("%s %s RTSP/1.0\r\nCSeq: %u\r\n%s%s\r\n", method, uri, ++challenge->cseq, credentials, headers);
    if (strcmp(method, "PLAY") == 0) client->played = now_seconds();
    bool sent = send(client->rtsp, request, strlen(request), MSG_NOSIGNAL) == (ssize_t)strlen(request) && read_reply(client, reply);
    g_free(credentials);
    g_free(request);
    if (!sent) break;
    if (strncmp(reply, "RTSP/1.0 200", 12) == 0) return true;
    if (strncmp(reply, "RTSP/1.0 401", 12) != 0) break;
    read_challenge(reply, challenge);
  }
  fprintf(stderr, "%s refused: %.*s\n", method, (int)strcspn(reply, "\r"), reply);
  return false;
}

static int connect_to(const Target *target) {
  struct addrinfo *found = NULL;
  if (getaddrinfo(target->host, target->port, &(struct addrinfo){.ai_socktype = SOCK_STREAM}, &found) != 0) return -1;
  int descriptor = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int size = 1 << 20;
  setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  if (connect(descriptor, found->ai_addr, found->ai_addrlen) != 0) { close(descriptor); descriptor = -1; }
  freeaddrinfo(found);
  return descriptor;
}

static int bind_udp(int port) {
  int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), size = 4 << 20;
  setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof size);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (bind(descriptor, (struct sockaddr *)&address, sizeof address) == 0) return descriptor;
  close(descriptor);
  return -1;
}

static int bind_pair(Client *client) {
  static int next = 20000;
  for (int tries = 0; tries < 2000; tries++, next += 2) {
    if ((client->rtp = bind_udp(next)) < 0) continue;
    if ((client->rtcp = bind_udp(next + 1)) >= 0) { next += 2; return next - 2; }
    close(client->rtp);
  }
  return -1;
}

static void track_uri(const char *sdp, const char *base, char *out, size_t size) {
  const char *media = strstr(sdp, "m=video");
  const char *control = media != NULL ? strstr(media, "a=control:") : NULL;
  if (control == NULL) { snprintf(out, size, "%s", base); return; }
  control += strlen("a=control:");
  int length = (int)strcspn(control, "\r\n");
  if (strncmp(control, "rtsp://", 7) == 0) snprintf(out, size, "%.*s", length, control);
  else snprintf(out, size, "%s/%.*s", base, length, control);
}

bool client_play(Client *client, const Target *target) {
  static char reply[REPLY_SIZE];
  Challenge challenge = {0};
  char base[300], track[600], headers[400];
  snprintf(base, sizeof base, "rtsp://%s:%s/%s", target->host, target->port, target->path);
  client->rtp = client->rtcp = -1;
  client->buffer = g_malloc(READ_SIZE);
  if ((client->rtsp = connect_to(target)) < 0) { fprintf(stderr, "cannot connect\n"); return false; }
  if (!ask(client, target, &challenge, "DESCRIBE", base, "Accept: application/sdp\r\n", reply)) return false;
  track_uri(reply, base, track, sizeof track);
  if (target->tcp) snprintf(headers, sizeof headers, "Transport: RTP/AVP/TCP;unicast;interleaved=0-1\r\n");
  else {
    int port = bind_pair(client);
    snprintf(headers, sizeof headers, "Transport: RTP/AVP;unicast;client_port=%d-%d\r\n", port, port + 1);
  }
  if (!ask(client, target, &challenge, "SETUP", track, headers, reply)) return false;
  const char *session = strcasestr(reply, "Session: ");
  if (session == NULL) return false;
  session += 9;
  snprintf(client->session, sizeof client->session, "%.*s", (int)strcspn(session, ";\r"), session);
  snprintf(headers, sizeof headers, "Session: %s\r\nRange: npt=0.000-\r\n", client->session);
  return ask(client, target, &challenge, "PLAY", base, headers, reply);
}
