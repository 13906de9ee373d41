/* RTCP packets of a sender (RFC 3550 6): SR and SDES, with BYE at the end. */
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

/* Writes a compound packet into `to` (RTCP_MAX_SIZE bytes) and returns its size. */
gsize rtcp_write(guint8 *to, const SenderReport *report, gboolean bye);
