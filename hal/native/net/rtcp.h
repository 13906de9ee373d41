/* Compound RTCP packets a sender emits (RFC 3550 6): SR + SDES, with BYE at the end of its life. */
#pragma once
#include <glib.h>

#define RTCP_MAX_SIZE 128

typedef struct {
  guint32 ssrc;
  guint32 rtp_time; /* of the same instant as wall_ns */
  gint64 wall_ns;   /* since 1970 */
  guint32 packets;
  guint32 octets;
} SenderReport;

/* Writes into `to` (RTCP_MAX_SIZE bytes), returns the size. */
gsize rtcp_write(guint8 *to, const SenderReport *report, gboolean bye);
