/* RTP clocks: the RTP time of a stream, computed from the monotonic clock or from the payloader's timestamps. */
#pragma once
#include <glib.h>

typedef struct {
  guint32 rate;   /* Hz */
  guint32 offset; /* RTP time of the monotonic instant 0 (RFC 3550 5.1: random) */
  gboolean begun;
  gboolean anchored;
  guint32 shift; /* added to the payloader's timestamps */
  guint32 last; /* of the packet before */
  double lag;    /* ticks by which the clock is ahead of the stream, smoothed */
} RtpClock;

void rtp_clock_init(RtpClock *clock, guint32 rate);
/* RTP time of a monotonic instant, for sender reports. */
guint32 rtp_clock_at(const RtpClock *clock, gint64 time);
/* RTP time of a packet captured at `time` whose payloader wrote `stamp`. Steps are exactly the payloader's; when the clock
 * is more than 100 ms apart they are adjusted to it, but never back in time. */
guint32 rtp_clock_follow(RtpClock *clock, guint32 stamp, gint64 time);
/* Call it when another payloader begins. */
void rtp_clock_restart(RtpClock *clock);
