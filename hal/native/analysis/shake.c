/* Shift of the camera against the background, found by the edges in the sums of columns and lines. */
#include "analysis-state.h"

#include <stdlib.h>
#include <string.h>

/* Samples at the ends of the sums that a shift may bring in. */
#define MARGIN (SHAKE_MOST + 1)

static void project(const guint8 *restrict picture, gint width, gint height, guint32 *restrict columns, guint32 *lines)
{
  memset(columns, 0, (gsize)width * sizeof *columns);
  for (gint y = 0; y < height; y++) {
    const guint8 *row = picture + (gsize)y * (gsize)width;
    guint32 sum = 0;
    for (gint x = 0; x < width; x++)
      columns[x] += row[x];
    for (gint x = 0; x < width; x++)
      sum += row[x];
    lines[y] = sum;
  }
}

static gint64 unlikeness(const guint32 *now, const guint32 *was, gint length, gint shift)
{
  gint64 sum = 0;
  for (gint i = MARGIN; i < length - MARGIN; i++)
    sum += abs((gint)(now[i + shift + 1] - now[i + shift]) - (gint)(was[i + 1] - was[i]));
  return sum;
}

/* The shift whose edges fit best; 0 unless they fit by a good deal better. `depth` is the number of pixels in each sum. */
static gint shift_of(const guint32 *now, const guint32 *was, gint length, gint depth)
{
  gint64 none = unlikeness(now, was, length, 0), least = none;
  gint best = 0;
  for (gint shift = -SHAKE_MOST; shift <= SHAKE_MOST; shift++) {
    gint64 found = unlikeness(now, was, length, shift);
    if (found < least) {
      least = found;
      best = shift;
    }
  }
  return least * 10 <= none * 7 && none * 8 > (gint64)length * depth ? best : 0;
}

static void shift_row(const guint8 *from, guint8 *to, gint width, gint shift)
{
  gint first = MAX(0, -shift), last = MIN(width, width - shift);
  memcpy(to + first, from + first + shift, (gsize)(last - first));
  memset(to, from[0], (gsize)first);
  memset(to + last, from[width - 1], (gsize)(width - last));
}

/* Backgrounds are 255 at most before the point. */
static void round_background(const guint16 *restrict background, guint8 *restrict was, gint pixels)
{
  for (gint i = 0; i < pixels; i++) {
    guint16 more = (guint16)(background[i] >> 7 & 1);
    guint16 whole = (guint16)((background[i] >> 8) + more);
    was[i] = (guint8)(whole < 255 ? whole : 255);
  }
}

void analysis_steady(Analysis *a)
{
  round_background(a->background, a->was, a->pixels);
  a->shift_x = a->shift_y = 0;
  if (a->settling)
    return;
  project(a->now, a->width, a->height, a->columns_now, a->lines_now);
  project(a->was, a->width, a->height, a->columns_was, a->lines_was);
  a->shift_x = shift_of(a->columns_now, a->columns_was, a->width, a->height);
  a->shift_y = shift_of(a->lines_now, a->lines_was, a->height, a->width);
  if (a->shift_x == 0 && a->shift_y == 0)
    return;
  for (gint y = 0; y < a->height; y++) {
    gint line = CLAMP(y + a->shift_y, 0, a->height - 1);
    shift_row(a->now + (gsize)line * (gsize)a->width, a->spare + (gsize)y * (gsize)a->width, a->width, a->shift_x);
  }
  guint8 *steady = a->spare;
  a->spare = a->now;
  a->now = steady;
}
