/* Grid of covered cells: first the cells that an edge touches, then those whose middle is inside. A cell that no edge touches is
 * inside as a whole or not at all, so nothing of a polygon is left out. */
#include "mask-grid.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cells by which rounding may be wrong. */
#define ROUNDING 1e-6
/* Farthest place of a point that is calculated with. */
#define FARTHEST 1e6

typedef struct {
  double x;
  gint winding;
} Crossing;

void mask_grid_init(MaskGrid *grid, gint columns, gint rows)
{
  *grid = (MaskGrid){ columns, rows, g_malloc0((gsize)MAX(columns, 1) * (gsize)MAX(rows, 1)) };
}

void mask_grid_clear(MaskGrid *grid)
{
  g_free(grid->cells);
  *grid = (MaskGrid){ 0 };
}

void mask_grid_cover_all(MaskGrid *grid)
{
  memset(grid->cells, 1, (gsize)grid->columns * (gsize)grid->rows);
}

static gint cell_of(double place, gint count)
{
  return (gint)CLAMP(floor(place), -1, count);
}

/* Covers the cells from one to the other, both included. */
static void cover_cells(MaskGrid *grid, gint row, gint first, gint last)
{
  first = MAX(first, 0);
  last = MIN(last, grid->columns - 1);
  if (last >= first)
    memset(grid->cells + (gsize)row * (gsize)grid->columns + first, 1, (gsize)(last - first + 1));
}

static void cover_edge(MaskGrid *grid, MaskPoint from, MaskPoint to)
{
  if (from.y > to.y) {
    MaskPoint swapped = from;
    from = to;
    to = swapped;
  }
  gint first = MAX(cell_of(from.y - ROUNDING, grid->rows), 0), last = MIN(cell_of(to.y + ROUNDING, grid->rows), grid->rows - 1);
  double height = to.y - from.y, slope = height > 0 ? (to.x - from.x) / height : 0;
  for (gint row = first; row <= last; row++) {
    double one = from.x, other = to.x;
    if (height > 0) {
      one = from.x + slope * (CLAMP(row, from.y, to.y) - from.y);
      other = from.x + slope * (CLAMP(row + 1, from.y, to.y) - from.y);
    }
    cover_cells(grid, row, cell_of(MIN(one, other) - ROUNDING, grid->columns),
                cell_of(MAX(one, other) + ROUNDING, grid->columns));
  }
}

static gint compare(gconstpointer one, gconstpointer other)
{
  double first = ((const Crossing *)one)->x, second = ((const Crossing *)other)->x;
  return (first > second) - (first < second);
}

/* Crossings of the polygon with the middle of a row; returns their number. */
static guint crossings_of(Crossing *crossings, const MaskPoint *points, guint count, double middle)
{
  guint found = 0;
  for (guint i = 0; i < count; i++) {
    MaskPoint from = points[i], to = points[(i + 1) % count];
    if ((from.y <= middle) != (to.y <= middle))
      crossings[found++] =
          (Crossing){ from.x + (to.x - from.x) * (middle - from.y) / (to.y - from.y), from.y <= middle ? 1 : -1 };
  }
  qsort(crossings, found, sizeof(Crossing), compare);
  return found;
}

static void cover_inside(MaskGrid *grid, const MaskPoint *points, guint count, gint row, Crossing *crossings)
{
  guint found = crossings_of(crossings, points, count, row + 0.5);
  gint winding = 0;
  for (guint i = 0; i + 1 < found; i++) {
    winding += crossings[i].winding;
    if (winding != 0)
      cover_cells(grid, row, cell_of(crossings[i].x, grid->columns), cell_of(crossings[i + 1].x, grid->columns));
  }
}

void mask_grid_cover(MaskGrid *grid, const MaskPoint *given, guint count)
{
  if (count == 0)
    return;
  MaskPoint *points = g_new(MaskPoint, count);
  Crossing *crossings = g_new(Crossing, count);
  double top = FARTHEST, bottom = -FARTHEST;
  for (guint i = 0; i < count; i++) {
    points[i] = (MaskPoint){ CLAMP(given[i].x, -FARTHEST, FARTHEST), CLAMP(given[i].y, -FARTHEST, FARTHEST) };
    top = MIN(top, points[i].y);
    bottom = MAX(bottom, points[i].y);
  }
  for (guint i = 0; i < count; i++)
    cover_edge(grid, points[i], points[(i + 1) % count]);
  gint first = MAX(cell_of(top, grid->rows), 0), last = MIN(cell_of(bottom, grid->rows), grid->rows - 1);
  for (gint row = first; row <= last; row++)
    cover_inside(grid, points, count, row, crossings);
  g_free(crossings);
  g_free(points);
}
