/* Grid: cells of the picture that privacy masks cover. A cell that a mask touches at all is covered. */
#pragma once
#include <glib.h>

#include "pipelines/mask-set.h"

typedef struct {
  gint columns;
  gint rows;
  guint8 *cells; /* 1 where it is covered, row by row */
} MaskGrid;

void mask_grid_init(MaskGrid *grid, gint columns, gint rows);
void mask_grid_clear(MaskGrid *grid);
void mask_grid_cover_all(MaskGrid *grid);
/* Covers a polygon whose points are in cells; it may cross itself and lie partly outside. Inside is where it winds (non-zero). */
void mask_grid_cover(MaskGrid *grid, const MaskPoint *points, guint count);
