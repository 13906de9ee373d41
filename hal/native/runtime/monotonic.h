/* CLOCK_MONOTONIC, the clock of all streams and of GStreamer, and its offset to wall time. */
#pragma once
#include <glib.h>
#include <time.h>

#define NS_PER_SECOND G_GINT64_CONSTANT(1000000000)
#define NS_PER_MS G_GINT64_CONSTANT(1000000)

static inline gint64 clock_ns(clockid_t id)
{
  struct timespec t;
  clock_gettime(id, &t);
  return (gint64)t.tv_sec * NS_PER_SECOND + t.tv_nsec;
}

static inline gint64 monotonic_ns(void)
{
  return clock_ns(CLOCK_MONOTONIC);
}

/* Nanoseconds that a monotonic instant needs added to become nanoseconds since 1970. A thread that lost its processor between the
 * two clocks reads them again. */
static inline gint64 wall_offset_ns(void)
{
  gint64 offset = 0, least = G_MAXINT64;
  for (gint attempt = 0; attempt < 4 && least > 2000; attempt++) {
    gint64 before = monotonic_ns();
    gint64 wall = clock_ns(CLOCK_REALTIME);
    gint64 passed = monotonic_ns() - before;
    if (passed < least) {
      least = passed;
      offset = wall - (before + passed / 2);
    }
  }
  return offset;
}
