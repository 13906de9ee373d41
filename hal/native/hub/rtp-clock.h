/* The RTP time of a stream: one line through the monotonic clock, or the payloader's own steps tied to it. */
#pragma once
#include <glib.h>

typedef struct {
  guint32 rate;   /* Hz */
  guint32 offset; /* RTP time of the monotonic instant 0 (RFC 3550 5.1: random) */
  gboolean begun;
  gboolean anchored;
  guint32 shift; /* what is added to the payloader's timestamps */
  guint32 last; /* of the packet before */
  double lag;    /* ticks by which the clock is ahead of the stream, smoothed */
} RtpClock;

void rtp_clock_init(RtpClock *clock, guint32 rate);
/* RTP time of a monotonic instant: what sender reports say. */
guint32 rtp_clock_at(const RtpClock *clock, gint64 time);
/* RTP time of a packet captured at `time` whose payloader wrote `stamp`: exactly the payloader's steps, tied to the
 * clock anew when both are more than 100 ms apart, but never back in time. */
guint32 rtp_clock_follow(RtpClock *clock, guint32 stamp, gint64 time);
/* Another payloader begins. */
void rtp_clock_restart(RtpClock *clock);
