/* Light of the picture against that of the background: a gain and an offset, by least squares over the means of cells. */
#include "analysis-state.h"

#include <stdlib.h>
#include <string.h>

#define PASSES 4
/* Means, 1/16, outside of which a cell is clipped. */
#define DARK (8 * 16)
#define BRIGHT (247 * 16)
#define LEAST_GAIN (GAIN_UNIT * 2 / 5)
#define MOST_GAIN (GAIN_UNIT * 5 / 2)
/* Cells that a fit needs at least. */
#define FEWEST (FIT_CELLS / 8)
/* Variance of the means, levels squared, below which the gain cannot be told. */
#define LEAST_VARIANCE 16

static void add_line(const guint8 *restrict row, guint32 *restrict sums, gint width)
{
  for (gint x = 0; x < width; x++)
    sums[x] += row[x];
}

static void cell_means(const guint8 *picture, gint width, gint height, guint32 *sums, gint *means)
{
  for (gint row = 0; row < FIT_ROWS; row++) {
    gint top = row * height / FIT_ROWS, bottom = (row + 1) * height / FIT_ROWS;
    memset(sums, 0, (gsize)width * sizeof *sums);
    for (gint y = top; y < bottom; y++)
      add_line(picture + (gsize)y * (gsize)width, sums, width);
    gint side = width / FIT_COLUMNS;
    for (gint column = 0; column < FIT_COLUMNS; column++) {
      guint32 sum = 0;
      for (gint x = 0; x < side; x++)
        sum += sums[column * side + x];
      means[row * FIT_COLUMNS + column] = (gint)(sum * 16 / (guint32)(side * (bottom - top)));
    }
  }
}

typedef struct {
  gint64 count, now, was, squares, products;
} Sums;

static gint error_of(const Analysis *a, gint cell)
{
  gint expected = (gint)((gint64)a->fit_was[cell] * a->gain / GAIN_UNIT) + a->offset / (LEVEL / 16);
  return abs(a->fit_now[cell] - expected);
}

static gboolean is_clipped(gint mean)
{
  return mean < DARK || mean > BRIGHT;
}

static Sums add_up(const Analysis *a, gint most_error)
{
  Sums sums = { 0 };
  for (gint cell = 0; cell < FIT_CELLS; cell++) {
    gint64 now = a->fit_now[cell], was = a->fit_was[cell];
    if (!a->fit_seen[cell] || is_clipped(a->fit_now[cell]) || is_clipped(a->fit_was[cell]) ||
        error_of(a, cell) > most_error)
      continue;
    sums.count++;
    sums.now += now;
    sums.was += was;
    sums.squares += was * was;
    sums.products += was * now;
  }
  return sums;
}

/* 2.5 times the mean error of the cells that fit so far. */
static gint most_error(const Analysis *a, gint before)
{
  gint64 sum = 0, count = 0;
  for (gint cell = 0; cell < FIT_CELLS; cell++) {
    gint error = error_of(a, cell);
    if (!a->fit_seen[cell] || error > before)
      continue;
    sum += error;
    count++;
  }
  return count ? (gint)(sum * 5 / (2 * count)) + 8 : before;
}

static gboolean solve(Analysis *a, const Sums *sums)
{
  if (sums->count < FEWEST)
    return FALSE;
  gint64 spread = sums->count * sums->squares - sums->was * sums->was;
  gint64 common = sums->count * sums->products - sums->was * sums->now;
  gint64 gain = spread < sums->count * sums->count * LEAST_VARIANCE * 256 ? GAIN_UNIT : common * GAIN_UNIT / spread;
  a->gain = (gint)CLAMP(gain, LEAST_GAIN, MOST_GAIN);
  gint64 rest = sums->now - sums->was * a->gain / GAIN_UNIT;
  a->offset = (gint)CLAMP(rest * (LEVEL / 16) / sums->count, -255 * LEVEL, 255 * LEVEL);
  return TRUE;
}

void analysis_fit_light(Analysis *a)
{
  cell_means(a->now, a->width, a->height, a->columns_now, a->fit_now);
  cell_means(a->was, a->width, a->height, a->columns_was, a->fit_was);
  gint bound = G_MAXINT;
  a->gain = GAIN_UNIT;
  a->offset = 0;
  for (gint pass = 0; pass < PASSES; pass++) {
    Sums sums = add_up(a, bound);
    if (!solve(a, &sums))
      return;
    bound = most_error(a, bound);
  }
}
