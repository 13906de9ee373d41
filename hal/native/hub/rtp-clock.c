/* RTP clocks: the RTP time of a stream. */
#include "rtp-clock.h"

#include <gst/gst.h>

#include "runtime/monotonic.h"

#define APART_MAX(rate) ((gint32)((rate) / 10)) /* 100 ms */
/* Capture times jitter and samples do not: reports follow the mean of the difference. */
#define SMOOTHING (1.0 / 32)

void rtp_clock_init(RtpClock *clock, guint32 rate)
{
  *clock = (RtpClock){ .rate = rate, .offset = g_random_int() };
}

static guint32 plain(const RtpClock *clock, gint64 time)
{
  return clock->offset + (guint32)gst_util_uint64_scale((guint64)time, clock->rate, (guint64)NS_PER_SECOND);
}

guint32 rtp_clock_at(const RtpClock *clock, gint64 time)
{
  return plain(clock, time) - (guint32)(gint32)clock->lag;
}

guint32 rtp_clock_follow(RtpClock *clock, guint32 stamp, gint64 time)
{
  guint32 now = plain(clock, time);
  gint32 ahead = (gint32)(now - (stamp + clock->shift));
  if (!clock->anchored || ABS((gint64)ahead) > APART_MAX(clock->rate)) {
    clock->anchored = TRUE;
    gint32 step = (gint32)(now - clock->last);
    guint32 start = clock->begun && step <= 0 ? clock->last + 1 : now;
    clock->shift = start - stamp;
    clock->lag = (gint32)(now - start);
  } else {
    clock->lag += (ahead - clock->lag) * SMOOTHING;
  }
  clock->begun = TRUE;
  clock->last = stamp + clock->shift;
  return clock->last;
}

void rtp_clock_restart(RtpClock *clock)
{
  clock->anchored = FALSE;
}
