/* RTCP packets of a sender. */
#include "rtcp.h"

#include <string.h>

#include "runtime/monotonic.h"

#define NTP_EPOCH G_GINT64_CONSTANT(2208988800) /* 1900 to 1970 in seconds */
enum { PACKET_SR = 200, PACKET_SDES = 202, PACKET_BYE = 203, ITEM_CNAME = 1 };

static guint8 *put32(guint8 *at, guint32 value)
{
  *at++ = (guint8)(value >> 24);
  *at++ = (guint8)(value >> 16);
  *at++ = (guint8)(value >> 8);
  *at++ = (guint8)value;
  return at;
}

static guint8 *put_header(guint8 *at, guint count, guint type, gsize size)
{
  return put32(at, 0x80000000u | count << 24 | type << 16 | (guint32)(size / 4 - 1));
}

static guint8 *put_report(guint8 *at, const SenderReport *report)
{
  gint64 seconds = report->wall_ns / NS_PER_SECOND;
  guint64 rest = (guint64)(report->wall_ns % NS_PER_SECOND);
  at = put_header(at, 0, PACKET_SR, 28);
  at = put32(at, report->ssrc);
  at = put32(at, (guint32)(seconds + NTP_EPOCH));
  at = put32(at, (guint32)((rest << 32) / (guint64)NS_PER_SECOND));
  at = put32(at, report->rtp_time);
  at = put32(at, report->packets);
  return put32(at, report->octets);
}

/* The CNAME of all streams of this process, random (RFC 7022 4.2), so that receivers see one source. */
static const char *canonical_name(void)
{
  static gsize once;
  static char name[32];
  if (g_once_init_enter(&once)) {
    g_snprintf(name, sizeof name, "%08x%08x%08x", g_random_int(), g_random_int(), g_random_int());
    g_once_init_leave(&once, 1);
  }
  return name;
}

static guint8 *put_description(guint8 *at, const SenderReport *report)
{
  const char *cname = canonical_name();
  gsize length = strlen(cname);
  gsize size = (4 + 4 + 2 + length + 1 + 3) / 4 * 4; /* at least one null octet ends the items */
  guint8 *end = at + size;
  memset(at, 0, size);
  at = put_header(at, 1, PACKET_SDES, size);
  at = put32(at, report->ssrc);
  *at++ = ITEM_CNAME;
  *at++ = (guint8)length;
  memcpy(at, cname, length);
  return end;
}

gsize rtcp_write(guint8 *to, const SenderReport *report, gboolean bye)
{
  guint8 *at = put_description(put_report(to, report), report);
  if (bye)
    at = put32(put_header(at, 1, PACKET_BYE, 8), report->ssrc);
  return (gsize)(at - to);
}
