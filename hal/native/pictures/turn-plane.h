/* Turning and mirroring of one plane of pixels. */
#pragma once
#include <glib.h>

/* A pixel of the result is that of the source at the same place, after these steps. Mirrors are those of the result: `columns` from
 * left to right, `lines` from top to bottom. */
typedef struct {
  gboolean transpose;
  gboolean columns;
  gboolean lines;
} Turn;

/* Clockwise degrees (0, 90, 180, 270), then a mirror from left to right. */
Turn turn_of(gint degrees, gboolean mirror);

typedef struct {
  guint8 *data;
  gsize stride; /* bytes */
} TurnPlane;

/* Writes the turned plane; `width` and `height` are those of the result, in pixels of `bytes` (1 or 2). */
void turn_plane(Turn turn, TurnPlane from, TurnPlane to, gsize width, gsize height, gsize bytes);
