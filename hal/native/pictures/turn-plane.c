/* Turning and mirroring in words of eight bytes; tiles of the transposition stay in the cache. */
#include "turn-plane.h"

#include <string.h>

/* Lines of the result that are written together. */
#define BLOCK 64

Turn turn_of(gint degrees, gboolean mirror)
{
  Turn turn = { .transpose = degrees == 90 || degrees == 270 };
  turn.columns = (degrees == 90 || degrees == 180) != !!mirror;
  turn.lines = degrees == 180 || degrees == 270;
  return turn;
}

static inline guint64 load(const guint8 *from)
{
  guint64 word;
  memcpy(&word, from, sizeof word);
  return word;
}

static inline void store(guint8 *to, guint64 word)
{
  memcpy(to, &word, sizeof word);
}

/* Swaps the masked bits of `low` with those of `high` that stand `shift` lower. */
static inline void exchange(guint64 *low, guint64 *high, guint shift, guint64 mask)
{
  guint64 differing = ((*low >> shift) ^ *high) & mask;
  *high ^= differing;
  *low ^= differing << shift;
}

/* Transposes eight rows of eight bytes. */
static inline void transpose_bytes(guint64 *row)
{
  for (guint i = 0; i < 4; i++)
    exchange(&row[i], &row[i + 4], 32, G_GUINT64_CONSTANT(0x00000000FFFFFFFF));
  for (guint i = 0; i < 8; i += i % 2 ? 3 : 1)
    exchange(&row[i], &row[i + 2], 16, G_GUINT64_CONSTANT(0x0000FFFF0000FFFF));
  for (guint i = 0; i < 8; i += 2)
    exchange(&row[i], &row[i + 1], 8, G_GUINT64_CONSTANT(0x00FF00FF00FF00FF));
}

/* Transposes four rows of four pairs of bytes. */
static inline void transpose_pairs(guint64 *row)
{
  for (guint i = 0; i < 2; i++)
    exchange(&row[i], &row[i + 2], 32, G_GUINT64_CONSTANT(0x00000000FFFFFFFF));
  for (guint i = 0; i < 4; i += 2)
    exchange(&row[i], &row[i + 1], 16, G_GUINT64_CONSTANT(0x0000FFFF0000FFFF));
}

static inline guint64 reverse(guint64 word, gsize bytes)
{
  guint64 swapped = GUINT64_SWAP_LE_BE(word);
  if (bytes == 1)
    return swapped;
  guint64 odd = G_GUINT64_CONSTANT(0x00FF00FF00FF00FF);
  return ((swapped & odd) << 8) | ((swapped >> 8) & odd);
}

static inline void mirror_line(const guint8 *from, guint8 *to, gsize width, gsize bytes)
{
  gsize length = width * bytes, at = 0;
  for (; at + 8 <= length; at += 8)
    store(to + at, reverse(load(from + length - at - 8), bytes));
  for (; at < length; at += bytes)
    memcpy(to + at, from + length - at - bytes, bytes);
}

static inline void copy_lines(Turn turn, TurnPlane from, TurnPlane to, gsize width, gsize height, gsize bytes)
{
  for (gsize v = 0; v < height; v++) {
    const guint8 *source = from.data + (turn.lines ? height - 1 - v : v) * from.stride;
    guint8 *target = to.data + v * to.stride;
    if (turn.columns)
      mirror_line(source, target, width, bytes);
    else
      memcpy(target, source, width * bytes);
  }
}

typedef struct {
  Turn turn;
  TurnPlane from, to;
  gsize width, height;
} Transposition;

static inline void transpose_pixel(const Transposition *all, gsize bytes, gsize u, gsize v)
{
  gsize line = all->turn.columns ? all->width - 1 - u : u;
  gsize column = all->turn.lines ? all->height - 1 - v : v;
  memcpy(all->to.data + v * all->to.stride + u * bytes,
         all->from.data + line * all->from.stride + column * bytes, bytes);
}

/* Transposes the tile of 8 / bytes pixels each way whose upper left corner in the result is u, v. */
static inline void transpose_tile(const Transposition *all, gsize bytes, gsize u, gsize v)
{
  gsize side = 8 / bytes;
  gsize column = all->turn.lines ? all->height - side - v : v;
  guint64 row[8];
  for (gsize i = 0; i < side; i++) {
    gsize line = all->turn.columns ? all->width - 1 - u - i : u + i;
    row[i] = load(all->from.data + line * all->from.stride + column * bytes);
  }
  if (bytes == 1)
    transpose_bytes(row);
  else
    transpose_pairs(row);
  for (gsize i = 0; i < side; i++)
    store(all->to.data + (v + i) * all->to.stride + u * bytes, row[all->turn.lines ? side - 1 - i : i]);
}

static inline void transpose_plane(const Transposition *all, gsize bytes)
{
  gsize side = 8 / bytes;
  gsize whole_u = all->width - all->width % side, whole_v = all->height - all->height % side;
  for (gsize block = 0; block < whole_v; block += BLOCK)
    for (gsize u = 0; u < whole_u; u += side)
      for (gsize v = block; v < MIN(block + BLOCK, whole_v); v += side)
        transpose_tile(all, bytes, u, v);
  /* Columns and lines that fill no tile. */
  for (gsize v = 0; v < all->height; v++)
    for (gsize u = v < whole_v ? whole_u : 0; u < all->width; u++)
      transpose_pixel(all, bytes, u, v);
}

/* The size of a pixel is a constant in each call, for which the compiler makes a loop of its own. */
static inline void turn_pixels(Turn turn, TurnPlane from, TurnPlane to, gsize width, gsize height, gsize bytes)
{
  if (turn.transpose)
    transpose_plane(&(Transposition){ turn, from, to, width, height }, bytes);
  else
    copy_lines(turn, from, to, width, height, bytes);
}

void turn_plane(Turn turn, TurnPlane from, TurnPlane to, gsize width, gsize height, gsize bytes)
{
  if (bytes == 1)
    turn_pixels(turn, from, to, width, height, 1);
  else
    turn_pixels(turn, from, to, width, height, 2);
}
