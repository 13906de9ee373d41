/* Pace: which frames of a stream are wanted when there are more than a given rate. */
#pragma once
#include <glib.h>

typedef struct {
  gint64 due; /* when the next frame is wanted, 0 before the first */
} FramePace;

/* Whether a frame of that time (ns) is wanted at `rate` frames a second, 0 for all; a camera's jitter of 2 ms is tolerated. */
gboolean frame_pace_is_due(FramePace *pace, double rate, gint64 time);
