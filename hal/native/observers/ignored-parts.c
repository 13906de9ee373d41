/* Ignored parts: tiles that a mask touches at all, in cells as small as those in which masks are drawn. */
#include "ignored-parts.h"

#include <math.h>
#include <string.h>

#include "overlays/mask-draw.h"

/* Units of a rectangle's edges. */
#define WHOLE 65536

static guint edge(double share, gboolean up)
{
  double place = CLAMP(share, 0, 1) * WHOLE;
  return (guint)(up ? ceil(place) : floor(place));
}

static void read_rectangles(IgnoredParts *parts, GVariant *list)
{
  GVariantIter iterator;
  double left, top, right, bottom;
  g_variant_iter_init(&iterator, list);
  while (parts->count < IGNORED_MOST && g_variant_iter_next(&iterator, "(dddd)", &left, &top, &right, &bottom))
    parts->rectangles[parts->count++] =
        (AnalysisRectangle){ edge(left, FALSE), edge(top, FALSE), edge(right, TRUE), edge(bottom, TRUE) };
}

void ignored_parts_read(IgnoredParts *parts, const char *text, const char *map)
{
  GVariant *list = text ? g_variant_parse(G_VARIANT_TYPE("a(dddd)"), text, NULL, NULL, NULL) : NULL;
  parts->count = 0;
  if (list) {
    read_rectangles(parts, list);
    g_variant_unref(list);
  }
  picture_map_parse(map, &parts->map);
  parts->generation = 0;
}

/* Marks the tiles in which a cell is covered. */
static void cover_tiles(const MaskGrid *grid, guint8 *tiles, gint columns, gint rows)
{
  for (gint y = 0; y < grid->rows; y++) {
    const guint8 *cells = grid->cells + (gsize)y * (gsize)grid->columns;
    gint top = y * rows / grid->rows, bottom = ((y + 1) * rows - 1) / grid->rows;
    for (gint x = 0; x < grid->columns; x++) {
      if (!cells[x])
        continue;
      gint left = x * columns / grid->columns, right = ((x + 1) * columns - 1) / grid->columns;
      for (gint row = top; row <= bottom; row++)
        memset(tiles + row * columns + left, 1, (gsize)(right - left + 1));
    }
  }
}

static void ignore(IgnoredParts *parts, const MaskSet *masks, gint width, gint height, Analysis *analysis)
{
  gint columns, rows;
  MaskGrid grid;
  analysis_tiles(analysis, &columns, &rows);
  guint8 *tiles = g_malloc0((gsize)columns * (gsize)rows);
  mask_grid_init(&grid, (width + MASK_CELL - 1) / MASK_CELL, (height + MASK_CELL - 1) / MASK_CELL);
  if (mask_set_covers_all(masks))
    mask_grid_cover_all(&grid);
  for (guint i = 0; i < mask_set_size(masks); i++)
    mask_outline_cover(&grid, mask_set_get(masks, i), &parts->map, &parts->span);
  cover_tiles(&grid, tiles, columns, rows);
  analysis_ignore(analysis, parts->rectangles, parts->count, tiles);
  mask_grid_clear(&grid);
  g_free(tiles);
}

void ignored_parts_follow(IgnoredParts *parts, Channel *channel, const char *name, gint width, gint height,
                          Analysis *analysis)
{
  guint64 generation;
  PoseSpan span;
  MaskSet *masks = channel_masks(channel, &generation);
  if (!masks) /* no picture is published then */
    return;
  memset(&span, 0, sizeof span); /* spans are compared whole */
  if (mask_set_has_directions(masks))
    camera_pose_span(name, &span);
  if (generation != parts->generation || memcmp(&span, &parts->span, sizeof span) != 0) {
    parts->generation = generation;
    parts->span = span;
    ignore(parts, masks, width, height, analysis);
  }
  mask_set_unref(masks);
}
