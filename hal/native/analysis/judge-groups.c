/* Light or thing, thing or ghost: a group's pixels in the picture and in the background tell. */
#include "analysis-state.h"

#include <stdlib.h>
#include <string.h>

/* Tiles around one that are looked at with it. */
#define AROUND 1

typedef struct {
  gint count, now, was, now_squares, was_squares, products;
} Sums;

static gint steepness(const guint8 *at, gint width)
{
  return abs(at[1] - at[-1]) + abs(at[width] - at[-width]);
}

static void add_outline(const Analysis *a, Group *group, gint x, gint y)
{
  gint i = y * a->width + x;
  if (x == 0 || y == 0 || x == a->width - 1 || y == a->height - 1 ||
      (a->mask[i - 1] && a->mask[i + 1] && a->mask[i - a->width] && a->mask[i + a->width]))
    return;
  group->edges_now += steepness(a->now + i, a->width);
  group->edges_was += steepness(a->expected + i, a->width);
}

static void add_pixel(const Analysis *a, Sums *sums, gint i)
{
  gint now = a->now[i], was = a->expected[i];
  sums->count++;
  sums->now += now;
  sums->was += was;
  sums->now_squares += now * now;
  sums->was_squares += was * was;
  sums->products += now * was;
}

static Texture texture_of(const Sums *sums)
{
  if (sums->count < LEAST_PIXELS)
    return (Texture){ 0 };
  return (Texture){ sums->count, 16 * (sums->now_squares - sums->now * sums->now / sums->count),
                    16 * (sums->was_squares - sums->was * sums->was / sums->count),
                    16 * (sums->products - sums->now * sums->was / sums->count) };
}

static void add_texture(Texture *to, const Texture *texture)
{
  to->count += texture->count;
  to->now += texture->now;
  to->was += texture->was;
  to->common += texture->common;
}

/* A pattern ends where the camera's range ends. */
static gboolean is_clipped(gint luma)
{
  return luma < 8 || luma > 247;
}

static void look_at_tile(Analysis *a, gint tile)
{
  Sums sums = { 0 };
  Group *group = &a->groups[a->label[tile] - 1];
  gint left = tile % a->tiles_x * TILE, top = tile / a->tiles_x * TILE;
  for (gint y = top; y < top + TILE; y++)
    for (gint x = left; x < left + TILE; x++)
      if (a->mask[y * a->width + x]) {
        if (!is_clipped(a->now[y * a->width + x]))
          add_pixel(a, &sums, y * a->width + x);
        add_outline(a, group, x, y);
      }
  a->texture[tile] = texture_of(&sums);
  add_texture(&group->texture, &a->texture[tile]);
}

/* How much both patterns have in common, 1/256 of a full likeness, squared; -1 where the background has no pattern, and 0 where the
 * picture has none. The light is even within a tile, so that its own shape does not count; the noise, which no pattern shares, is
 * taken off. */
static gint likeness_of(const Analysis *a, const Texture *texture)
{
  if (texture->count == 0)
    return -1;
  gint64 noise = (gint64)a->noise * a->noise * 25 / 65536; /* variance, times 16, of a deviation of 1.25 times the mean */
  gint64 now = texture->now / texture->count - noise, was = texture->was / texture->count;
  gint64 common = texture->common / texture->count;
  if (was <= noise + 16 * 4)
    return -1;
  return common <= 0 || now * 8 <= was ? 0 : (gint)MIN(common * common * 256 / (now * was), 256);
}

/* Light leaves the pattern of what it falls on: a correlation over 0.85. */
static gboolean is_light(const Analysis *a, const Group *group)
{
  return group->tinted * 3 <= group->tiles && likeness_of(a, &group->texture) * 100 > 72 * 256;
}

/* Whether a tile within light shows a thing: another pattern, with the tiles around it that belong to the same group. */
static gboolean shows_thing(const Analysis *a, gint tile)
{
  Texture sum = { 0 };
  gint x = tile % a->tiles_x, y = tile / a->tiles_x;
  for (gint row = MAX(0, y - AROUND); row <= MIN(a->tiles_y - 1, y + AROUND); row++)
    for (gint column = MAX(0, x - AROUND); column <= MIN(a->tiles_x - 1, x + AROUND); column++)
      if (a->label[row * a->tiles_x + column] == a->label[tile])
        add_texture(&sum, &a->texture[row * a->tiles_x + column]);
  gint likeness = likeness_of(a, &sum);
  return likeness >= 0 && likeness * 100 < 25 * 256;
}

/* A thing that left: the background has edges around it that the picture has not. */
static gboolean is_ghost(const Group *group)
{
  return group->moving == 0 && group->edges_was > 2 * group->edges_now;
}

static void adopt(Analysis *a, gint group)
{
  const Group *found = &a->groups[group];
  for (gint y = found->top / TILE; y <= (found->bottom - 1) / TILE; y++)
    for (gint x = found->left / TILE; x <= (found->right - 1) / TILE; x++)
      if (a->label[y * a->tiles_x + x] == group + 1)
        analysis_adopt_tile(a, y * a->tiles_x + x);
}

/* Returns whether there is light. */
static gboolean find_light(Analysis *a)
{
  gboolean found = FALSE;
  for (gint tile = 0; tile < a->tiles; tile++)
    if (a->label[tile])
      look_at_tile(a, tile);
  for (gint i = 0; i < a->group_count; i++) {
    a->groups[i].light = is_light(a, &a->groups[i]);
    found = found || a->groups[i].light;
  }
  return found;
}

static void clear_tile(Analysis *a, gint tile)
{
  gsize first = (gsize)(tile / a->tiles_x * TILE) * (gsize)a->width + (gsize)(tile % a->tiles_x * TILE);
  for (gsize line = 0; line < TILE; line++)
    memset(a->mask + first + line * (gsize)a->width, 0, TILE);
  a->counts[tile] = 0;
}

/* Leaves things alone of the groups that are light: a person in the shadow of a cloud. */
static void take_light_away(Analysis *a)
{
  for (gint tile = 0; tile < a->tiles; tile++)
    a->lit[tile] = a->label[tile] && a->groups[a->label[tile] - 1].light && !shows_thing(a, tile);
  for (gint tile = 0; tile < a->tiles; tile++)
    if (a->lit[tile])
      clear_tile(a, tile);
}

void analysis_judge_groups(Analysis *a)
{
  gint least = a->pixels / 3600 + 4;
  analysis_group(a);
  if (find_light(a)) {
    take_light_away(a);
    analysis_group(a);
    find_light(a);
  }
  for (gint i = 0; i < a->group_count; i++) {
    Group *group = &a->groups[i];
    group->reported = !group->light && group->area >= (guint32)least;
    group->ghost = group->reported && is_ghost(group);
    if (group->ghost)
      adopt(a, i);
  }
}
