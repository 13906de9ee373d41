/* Outlines: where a privacy mask is in the picture now. */
#pragma once
#include "mask-grid.h"
#include "pipelines/camera-pose.h"

/* Maps shares of the captured picture to shares of the picture that is masked: cut, turned, mirrored, or a window of it. */
typedef struct {
  double xx, xy, x0; /* x = xx * captured x + xy * captured y + x0 */
  double yx, yy, y0;
} PictureMap;

/* Text: GVariant of type (dddddd). Returns FALSE, with the map of the whole picture, for anything else. */
gboolean picture_map_parse(const char *text, PictureMap *map);
/* Whether a mask of the set stays with a direction, not with a place in the picture. */
gboolean mask_set_has_directions(const MaskSet *set);
/* Covers a mask where it is, and where it may be as far as the poses tell: all, when they tell nothing. */
void mask_outline_cover(MaskGrid *grid, const Mask *mask, const PictureMap *map, const PoseSpan *span);
