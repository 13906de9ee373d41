/* Pixels that differ from the background in the present light, without single ones. */
#include "analysis-state.h"

#include <string.h>

/* Spread, 1/256, that counts at most. */
#define MOST_SPREAD (40 * 256)
#define FULL (255 * LEVEL)
/* Pixels of 3x3 that keep a pixel. */
#define NEIGHBOURS 5
/* Tiles away that show whether a change goes on. */
#define NEAR 2
/* Milliseconds between pictures from which they are few. */
#define SELDOM 250

typedef struct {
  guint16 gain, least, factor;
  gint16 offset;
} Test;

/* Words of 16 bits throughout: eight pixels or more at a time. Two loops: the compiler checks only so many arrays of each. */
static void measure_pixels(const Analysis *a, Test test)
{
  const guint8 *restrict now = a->now;
  const guint16 *restrict background = a->background;
  guint16 *restrict distance = a->distance;
  guint8 *restrict expected = a->expected;
  const guint16 gain = test.gain;
  const gint16 offset = test.offset;
  const gint pixels = a->pixels;
  for (gint i = 0; i < pixels; i++) {
    gint16 light = (gint16)((gint16)(((guint32)background[i] * gain) >> 16) + offset);
    light = light < 0 ? 0 : light;
    light = light > FULL ? FULL : light;
    gint16 apart = (gint16)((gint16)(now[i] * LEVEL) - light);
    expected[i] = (guint8)((guint16)(light + LEVEL / 2) >> 5);
    distance[i] = (guint16)MAX(apart, (gint16)-apart);
  }
}

static void test_pixels(const Analysis *a, Test test)
{
  const guint8 *restrict seen = a->seen;
  const guint16 *restrict distance = a->distance, *restrict spread = a->spread;
  guint8 *restrict raw = a->raw;
  const guint16 least = test.least, factor = test.factor;
  const gint pixels = a->pixels;
  for (gint i = 0; i < pixels; i++) {
    guint16 kept = spread[i] < MOST_SPREAD ? spread[i] : MOST_SPREAD;
    guint16 needed = (guint16)((guint16)((guint16)(kept >> 3) * factor) >> 3);
    needed = needed > least ? needed : least;
    guint16 differs = distance[i] > needed ? 1 : 0;
    raw[i] = (guint8)(differs & seen[i]);
  }
}

static void add_across(const guint8 *restrict row, guint8 *restrict sums, gint width)
{
  sums[0] = (guint8)(row[0] + row[1]);
  for (gint x = 1; x < width - 1; x++)
    sums[x] = (guint8)(row[x - 1] + row[x] + row[x + 1]);
  sums[width - 1] = (guint8)(row[width - 2] + row[width - 1]);
}

static gint keep(const guint8 *restrict above, const guint8 *restrict at, const guint8 *restrict below,
                 guint8 *restrict to, gint width)
{
  gint count = 0;
  for (gint x = 0; x < width; x++)
    to[x] = (guint8)(above[x] + at[x] + below[x] >= NEIGHBOURS);
  for (gint x = 0; x < width; x++)
    count += to[x];
  return count;
}

/* Lines beyond the edge count as the line at the edge. */
static void despeckle(Analysis *a)
{
  gsize width = (gsize)a->width;
  guint8 *sums = a->spare;
  for (gsize y = 0; y < (gsize)a->height; y++)
    add_across(a->raw + y * width, sums + y * width, a->width);
  a->different = 0;
  for (gint y = 0; y < a->height; y++) {
    const guint8 *at = sums + (gsize)y * width;
    a->different += keep(y > 0 ? at - width : at, at, y + 1 < a->height ? at + width : at, a->mask + (gsize)y * width,
                         a->width);
  }
}

/* Counts the ones in each tile: those of four lines first, then four neighbours as one word. */
static void count_tiles(const Analysis *a, const guint8 *ones, guint8 *counts)
{
  gsize width = (gsize)a->width;
  guint8 sums[320];
  for (gint y = 0; y < a->tiles_y; y++) {
    const guint8 *restrict line = ones + (gsize)y * TILE * width;
    for (gsize x = 0; x < width; x++)
      sums[x] = (guint8)(line[x] + line[x + width] + line[x + 2 * width] + line[x + 3 * width]);
    for (gint x = 0; x < a->tiles_x; x++) {
      guint32 word;
      memcpy(&word, sums + x * TILE, sizeof word);
      counts[y * a->tiles_x + x] = (guint8)((word * 0x01010101u) >> 24);
    }
  }
}

void analysis_compare(Analysis *a)
{
  gint factor = 48 - 24 * a->sensitivity / 100;
  a->threshold = MIN(40 - 34 * a->sensitivity / 100 + a->noise / 256, 255);
  Test test = { (guint16)a->gain, (guint16)(a->threshold * LEVEL), (guint16)factor, (gint16)a->offset };
  measure_pixels(a, test);
  test_pixels(a, test);
  despeckle(a);
  count_tiles(a, a->mask, a->counts);
}

static void compare_steps(const Analysis *a, gint most)
{
  const guint8 *restrict now = a->now, *restrict before = a->before;
  guint8 *restrict step = a->step;
  const guint8 bound = (guint8)MIN(most, 255);
  const gint pixels = a->pixels;
  for (gint i = 0; i < pixels; i++) {
    guint8 more = MAX(now[i], before[i]), less = MIN(now[i], before[i]), far = (guint8)(more - less);
    step[i] = far > bound;
  }
}

static void remember(const Analysis *a, const guint8 *restrict counts, guint8 *restrict history, gint tiles)
{
  const guint8 *restrict u = a->tint[0], *restrict v = a->tint[1];
  const guint8 *restrict u_before = a->tint_before[0], *restrict v_before = a->tint_before[1];
  for (gint tile = 0; tile < tiles; tile++) {
    gint tint = ABS(u[tile] - u_before[tile]) + ABS(v[tile] - v_before[tile]);
    gint changed = (counts[tile] >= 3) | (tint > 12);
    history[tile] = (guint8)((history[tile] << 1 | changed) & 0xFF);
  }
}

void analysis_remember_steps(Analysis *a)
{
  compare_steps(a, a->threshold / 2 + 2 * a->noise / 256);
  count_tiles(a, a->step, a->step_counts);
  remember(a, a->step_counts, a->history, a->tiles);
}

/* Steps at which the tile or one near it changed. */
static guint changes_near(const Analysis *a, gint tile)
{
  gint x = tile % a->tiles_x, y = tile / a->tiles_x;
  guint changes = 0;
  for (gint row = MAX(0, y - NEAR); row <= MIN(a->tiles_y - 1, y + NEAR); row++)
    for (gint column = MAX(0, x - NEAR); column <= MIN(a->tiles_x - 1, x + NEAR); column++)
      changes |= a->history[row * a->tiles_x + column];
  return changes;
}

/* Light changes its tiles at the same step; the edge of a thing comes to each at another. */
void analysis_find_moving(Analysis *a)
{
  /* Pictures that come seldom show a thing only once at each place. */
  gboolean seldom = a->interval > SELDOM;
  guint kept = seldom ? 0x03 : 0x3F;
  for (gint tile = 0; tile < a->tiles; tile++)
    a->moves[tile] = a->counts[tile] >= LEAST_PIXELS && (a->history[tile] & kept) != 0 &&
                     (seldom || __builtin_popcount(changes_near(a, tile) & kept) >= 2);
}
