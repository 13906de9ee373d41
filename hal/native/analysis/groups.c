/* Tiles that differ, grouped where they are at most two tiles apart. */
#include "analysis-state.h"

#include <string.h>

#define REACH 2

static gint root_of(gint *parent, gint tile)
{
  while (parent[tile] != tile) {
    parent[tile] = parent[parent[tile]];
    tile = parent[tile];
  }
  return tile;
}

/* The first tile of a group is its root. */
static void join(gint *parent, gint one, gint other)
{
  gint first = root_of(parent, one), second = root_of(parent, other);
  parent[MAX(first, second)] = MIN(first, second);
}

static void join_neighbours(Analysis *a, gint x, gint y)
{
  gint tile = y * a->tiles_x + x;
  for (gint row = MAX(0, y - REACH); row <= y; row++) {
    gint last = row == y ? x - 1 : MIN(a->tiles_x - 1, x + REACH);
    for (gint column = MAX(0, x - REACH); column <= last; column++)
      if (a->counts[row * a->tiles_x + column] >= LEAST_PIXELS)
        join(a->parent, row * a->tiles_x + column, tile);
  }
}

/* Adds the pixels of a tile to its group. */
static void add_tile(Analysis *a, Group *group, gint x, gint y)
{
  gint tile = y * a->tiles_x + x;
  for (gint line = y * TILE; line < (y + 1) * TILE; line++)
    for (gint column = x * TILE; column < (x + 1) * TILE; column++) {
      gint i = line * a->width + column;
      if (!a->mask[i])
        continue;
      group->left = MIN(group->left, column);
      group->right = MAX(group->right, column + 1);
      group->top = MIN(group->top, line);
      group->bottom = MAX(group->bottom, line + 1);
      group->area++;
      group->levels += MIN(a->distance[i] / LEVEL, 255);
      group->sum_x += (guint64)column;
      group->sum_y += (guint64)line;
    }
  group->tiles++;
  group->tinted += a->tinted[tile];
  group->moving += a->moves[tile];
}

static void fill_groups(Analysis *a)
{
  for (gint tile = 0; tile < a->tiles; tile++) {
    if (a->counts[tile] < LEAST_PIXELS)
      continue;
    gint root = root_of(a->parent, tile);
    if (root == tile) {
      a->groups[a->group_count] = (Group){ .left = a->width, .top = a->height };
      a->group_count++;
      a->label[tile] = (guint16)a->group_count;
    }
    a->label[tile] = a->label[root];
    add_tile(a, &a->groups[a->label[tile] - 1], tile % a->tiles_x, tile / a->tiles_x);
  }
}

void analysis_group(Analysis *a)
{
  memset(a->label, 0, (gsize)a->tiles * sizeof *a->label);
  a->group_count = 0;
  for (gint tile = 0; tile < a->tiles; tile++) {
    a->parent[tile] = tile;
    if (a->counts[tile] >= LEAST_PIXELS)
      join_neighbours(a, tile % a->tiles_x, tile / a->tiles_x);
  }
  fill_groups(a);
}
