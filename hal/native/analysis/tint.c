/* Tiles whose colour differs from that of the background. */
#include "analysis-state.h"

#include <stdlib.h>
#include <string.h>

#define GRAY 128
/* Sum of both differences from gray below which a tile has no colour. */
#define COLOURLESS 4
/* Difference that is kept for a tile at most. */
#define MOST 127

static gint known(const Analysis *a, gint part, gint tile)
{
  return (a->tint_background[part][tile] + 128) >> 8;
}

/* Colour of the background in the present light, less the gray. */
static gint apart(const Analysis *a, gint part, gint tile)
{
  gint expected = GRAY + (known(a, part, tile) - GRAY) * a->gain / GAIN_UNIT;
  return CLAMP(a->tint[part][tile] - expected, -MOST, MOST);
}

/* The difference that half of the tiles exceed: a cast of the light. */
static gint middle_of(const Analysis *a, gint part)
{
  gint counts[2 * MOST + 1] = { 0 }, sum = 0, value = 0;
  for (gint tile = 0; tile < a->tiles; tile++)
    counts[apart(a, part, tile) + MOST]++;
  while (value < 2 * MOST && (sum += counts[value]) * 2 < a->tiles)
    value++;
  return value - MOST;
}

/* Whether the camera or the background shows no colours, as at night. */
static gboolean is_gray(const Analysis *a)
{
  gint now = 0, was = 0;
  for (gint tile = 0; tile < a->tiles; tile++) {
    now += abs(a->tint[0][tile] - GRAY) + abs(a->tint[1][tile] - GRAY) > COLOURLESS;
    was += abs(known(a, 0, tile) - GRAY) + abs(known(a, 1, tile) - GRAY) > COLOURLESS;
  }
  return now * 50 < a->tiles || was * 50 < a->tiles;
}

/* A tile alone is noise of the colours. */
static gboolean has_neighbour(const Analysis *a, gint tile)
{
  gint x = tile % a->tiles_x, y = tile / a->tiles_x;
  gint beside = 0;
  for (gint row = MAX(0, y - 1); row <= MIN(a->tiles_y - 1, y + 1); row++)
    for (gint column = MAX(0, x - 1); column <= MIN(a->tiles_x - 1, x + 1); column++)
      beside += a->tint_difference[row * a->tiles_x + column] > a->tint_threshold;
  return beside > 1;
}

static void mark(Analysis *a, gint tile)
{
  gsize first = (gsize)(tile / a->tiles_x * TILE) * (gsize)a->width + (gsize)(tile % a->tiles_x * TILE);
  for (gsize line = 0; line < TILE; line++)
    memset(a->mask + first + line * (gsize)a->width, 1, TILE);
  a->different += TILE * TILE - a->counts[tile];
  a->counts[tile] = TILE * TILE;
  a->tinted[tile] = 1;
}

void analysis_compare_tint(Analysis *a)
{
  memset(a->tinted, 0, (gsize)a->tiles);
  memset(a->tint_difference, 0, (gsize)a->tiles);
  a->tint_threshold = 10 + (100 - a->sensitivity) / 5;
  if (is_gray(a))
    return;
  gint middle[2] = { middle_of(a, 0), middle_of(a, 1) };
  for (gint tile = 0; tile < a->tiles; tile++)
    a->tint_difference[tile] = (guint8)MIN(abs(apart(a, 0, tile) - middle[0]) + abs(apart(a, 1, tile) - middle[1]), 255);
  for (gint tile = 0; tile < a->tiles; tile++)
    if (a->tile_seen[tile] && a->tint_difference[tile] > a->tint_threshold && has_neighbour(a, tile))
      mark(a, tile);
}
