/* Wall clock of the machine, which may be ahead of the system's: that of sender reports, of texts in pictures and of records. */
#pragma once
#include <glib.h>

/* Sets how far it is ahead, nanoseconds. */
void wall_clock_set(gint64 ahead);
/* Nanoseconds since 1970 of an instant of CLOCK_MONOTONIC. */
gint64 wall_clock_at(gint64 monotonic);
