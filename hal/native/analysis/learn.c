/* Background: it follows the picture where nothing is, and takes what stays. */
#include "analysis-state.h"

#include <stdlib.h>
#include <string.h>

/* Time that a pixel holds its value before it is background, 1/10 s, and the time between two looks at it. */
#define HELD_LONG 80
#define LOOK (SECOND * 8 / 10)
/* Gap between two looks that counts at most, 1/10 s. */
#define MOST_GAP 16
#define ALIKE 10
/* Spread, 1/256, that a settling picture gives at most. */
#define MOST_SETTLING_SPREAD (5 * 256)

static guint learn_pixels(Analysis *a, guint rate)
{
  const guint8 *restrict now = a->now, *restrict mask = a->mask, *restrict expected = a->expected, *restrict seen = a->seen;
  const guint16 *restrict distance = a->distance;
  guint16 *restrict background = a->background, *restrict spread = a->spread;
  guint16 most = (guint16)(a->threshold * 256);
  const gint pixels = a->pixels;
  guint sum = 0;
  for (gint i = 0; i < pixels; i++) {
    /* A pixel that a thing covers takes the light only. */
    guint8 covered = (guint8)-mask[i];
    guint8 aim = (guint8)((expected[i] & covered) | (now[i] & ~covered));
    background[i] = (guint16)(background[i] - (background[i] >> rate) + ((guint16)(aim << 8) >> rate));
    guint16 far = (guint16)(distance[i] << 3), was = spread[i];
    guint16 near = far < most ? far : most;
    guint16 risen = (guint16)(was - (was >> 5) + (near >> 5)), fallen = (guint16)(was - (was >> 6) + (near >> 6));
    guint16 next = near > was ? risen : fallen, kept = (guint16)-(guint16)mask[i];
    next = (guint16)((was & kept) | (next & ~kept));
    spread[i] = next;
    /* Ignored pixels do not count: they are no part of `seen_pixels` either. */
    sum += (guint)(next & (guint16)-(guint16)seen[i]);
  }
  return sum;
}

static void learn_tint(Analysis *a, guint rate)
{
  for (gint part = 0; part < 2; part++)
    for (gint tile = 0; tile < a->tiles; tile++) {
      guint16 *background = &a->tint_background[part][tile];
      if (a->counts[tile] < TILE)
        *background = (guint16)(*background - (*background >> rate) + ((a->tint[part][tile] << 8) >> rate));
    }
}

void analysis_learn(Analysis *a)
{
  guint rate = a->interval > 125 ? 4 : 5;
  a->noise = (gint)(learn_pixels(a, rate) / (guint)MAX(a->seen_pixels, 1));
  learn_tint(a, rate);
}

static void take_pixel(Analysis *a, gint i)
{
  a->background[i] = (guint16)(a->now[i] << 8);
  a->spread[i] = (guint16)MIN(a->spread[i], a->noise);
  a->held_for[i] = 0;
}

static void take_tint(Analysis *a, gint tile)
{
  for (gint part = 0; part < 2; part++)
    a->tint_background[part][tile] = (guint16)(a->tint[part][tile] << 8);
  a->tint_held_for[tile] = 0;
}

/* One look at a value that may stay: it gains time when it held, and loses as much when it did not. */
static guint8 held_on(guint8 held_for, gboolean held, gint gap)
{
  return (guint8)(held ? MIN(held_for + gap, HELD_LONG) : MAX(held_for - gap, 0));
}

static void look_at_pixels(Analysis *a, gint gap)
{
  for (gint i = 0; i < a->pixels; i++) {
    if (!a->mask[i] && a->held_for[i] == 0)
      continue;
    gboolean held = a->mask[i] && abs(a->now[i] - a->held[i]) <= ALIKE;
    a->held_for[i] = held_on(a->held_for[i], held, gap);
    if (a->held_for[i] == 0)
      a->held[i] = a->now[i];
    else if (a->held_for[i] == HELD_LONG)
      take_pixel(a, i);
  }
}

static void look_at_tints(Analysis *a, gint gap)
{
  for (gint tile = 0; tile < a->tiles; tile++) {
    gint apart = abs(a->tint[0][tile] - a->tint_held[0][tile]) + abs(a->tint[1][tile] - a->tint_held[1][tile]);
    a->tint_held_for[tile] = held_on(a->tint_held_for[tile], a->tinted[tile] && apart <= ALIKE, gap);
    for (gint part = 0; part < 2 && a->tint_held_for[tile] == 0; part++)
      a->tint_held[part][tile] = a->tint[part][tile];
    if (a->tint_held_for[tile] == HELD_LONG)
      take_tint(a, tile);
  }
}

void analysis_adopt_still(Analysis *a)
{
  gint64 passed = a->time - a->checked;
  if (passed < LOOK)
    return;
  a->checked = a->time;
  gint gap = (gint)MIN(passed * 10 / SECOND, MOST_GAP);
  look_at_pixels(a, gap);
  look_at_tints(a, gap);
}

/* Takes a pixel before the others are learned. */
static void leave_pixel(Analysis *a, gint i)
{
  take_pixel(a, i);
  a->mask[i] = 0;
  a->expected[i] = a->now[i];
  a->distance[i] = 0;
}

void analysis_adopt_tile(Analysis *a, gint tile)
{
  gint first = tile / a->tiles_x * TILE * a->width + tile % a->tiles_x * TILE;
  for (gint line = 0; line < TILE; line++)
    for (gint column = 0; column < TILE; column++)
      leave_pixel(a, first + line * a->width + column);
  take_tint(a, tile);
}

/* The difference of two pictures of a still scene is 1.4 times their deviation. */
static void settle_spread(Analysis *a)
{
  guint sum = 0;
  for (gint i = 0; i < a->pixels; i++) {
    gint apart = abs(a->now[i] - a->before[i]) * 181, near = MIN(apart, MOST_SETTLING_SPREAD);
    a->spread[i] = (guint16)(a->spread[i] - (a->spread[i] >> 3) + (near >> 3));
    sum += a->seen[i] ? a->spread[i] : 0;
  }
  a->noise = (gint)(sum / (guint)MAX(a->seen_pixels, 1));
}

void analysis_take_over(Analysis *a, gboolean half)
{
  for (gint i = 0; i < a->pixels; i++) {
    gint value = a->now[i] << 8;
    a->background[i] = (guint16)(half ? (a->background[i] + value) / 2 : value);
  }
  for (gint part = 0; part < 2; part++)
    for (gint tile = 0; tile < a->tiles; tile++) {
      gint value = a->tint[part][tile] << 8;
      a->tint_background[part][tile] = (guint16)(half ? (a->tint_background[part][tile] + value) / 2 : value);
    }
  settle_spread(a);
}
