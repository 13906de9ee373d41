// The client's half of MD5 digest (RFC 2617) for RTSP.
#define _GNU_SOURCE
#include <glib.h>
#include <stdio.h>
#include <string.h>
#include "load.h"

static void copy_quoted(const char *text, const char *name, char *out, size_t size) {
  char key[32];
  snprintf(key, sizeof key, "%s=\"", name);
  const char *start = strstr(text, key);
  if (start == NULL) return;
  start += strlen(key);
  snprintf(out, size, "%.*s", (int)strcspn(start, "\""), start);
}

void challenge_read(Challenge *challenge, const char *reply) {
  const char *line = reply;
  while ((line = strstr(line, "WWW-Authenticate: Digest")) != NULL) {
    size_t length = strcspn(line, "\r");
    char *text = g_strndup(line, length);
    if (strstr(text, "SHA-256") == NULL) {
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

char *challenge_answer(Challenge *challenge, const Target *target, const char *method, const char *uri) {
  if (!challenge->known) return g_strdup("");
  g_autofree char *first = g_strdup_printf("%s:%s:%s", target->user, challenge->realm, target->password);
  g_autofree char *second = g_strdup_printf("%s:%s", method, uri);
  g_autofree char *ha1 = md5(first), *ha2 = md5(second);
  g_autofree char *nc = g_strdup_printf("%08x", ++challenge->count);
  g_autofree char *all = challenge->qop ? g_strdup_printf("%s:%s:%s:abcdef01:auth:%s", ha1, challenge->nonce, nc, ha2)
                                        : g_strdup_printf("%s:%s:%s", ha1, challenge->nonce, ha2);
  g_autofree char *response = md5(all);
  g_autofree char *extra =
      challenge->qop ? g_strdup_printf(", algorithm=MD5, qop=auth, nc=%s, cnonce=\"abcdef01\"", nc) : g_strdup("");
  return g_strdup_printf("Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\"%s\r\n",
                         target->user, challenge->realm, challenge->nonce, uri, response, extra);
}
