/* Outlines of privacy masks. A mask of a direction covers the hull of all places where it may be in the picture of this frame. */
#include "mask-outline.h"

#include <math.h>
#include <stdlib.h>

#define DEGREE (G_PI / 180)
/* Degrees by which the position of a head may be wrong: 3.5 times the deviation of axes that tell none. */
#define MARGIN 0.35
/* Least distance before the camera, of 1, at which a point is projected. */
#define NEAREST 0.02
/* Beyond this tilt the pan turns the picture rather than moves it. */
#define STEEP 60
/* Widest view of a lens that keeps lines straight. */
#define WIDEST 175

typedef struct {
  double pan, tilt, view;
} Look;

typedef struct {
  double x, y, z; /* right, up, ahead */
} Ray;

gboolean picture_map_parse(const char *text, PictureMap *map)
{
  *map = (PictureMap){ .xx = 1, .yy = 1 };
  GVariant *value = text ? g_variant_parse(G_VARIANT_TYPE("(dddddd)"), text, NULL, NULL, NULL) : NULL;
  if (!value)
    return FALSE;
  g_variant_get(value, "(dddddd)", &map->xx, &map->xy, &map->x0, &map->yx, &map->yy, &map->y0);
  g_variant_unref(value);
  return TRUE;
}

gboolean mask_set_has_directions(const MaskSet *set)
{
  for (guint i = 0; i < mask_set_size(set); i++)
    if (mask_set_get(set, i)->directions)
      return TRUE;
  return FALSE;
}

static MaskPoint in_cells(const MaskGrid *grid, const PictureMap *map, MaskPoint point)
{
  return (MaskPoint){ (map->xx * point.x + map->xy * point.y + map->x0) * grid->columns,
                      (map->yx * point.x + map->yy * point.y + map->y0) * grid->rows };
}

static void cover_points(MaskGrid *grid, const PictureMap *map, const MaskPoint *points, guint count)
{
  MaskPoint *cells = g_new(MaskPoint, MAX(count, 1));
  for (guint i = 0; i < count; i++)
    cells[i] = in_cells(grid, map, points[i]);
  mask_grid_cover(grid, cells, count);
  g_free(cells);
}

static gint compare(gconstpointer one, gconstpointer other)
{
  const MaskPoint *first = one, *second = other;
  if (first->x != second->x)
    return first->x < second->x ? -1 : 1;
  return (first->y > second->y) - (first->y < second->y);
}

static double turn_of(MaskPoint a, MaskPoint b, MaskPoint c)
{
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}

/* Convex hull by monotone chains; the points are sorted in place. */
static void cover_hull(MaskGrid *grid, const PictureMap *map, GArray *all)
{
  MaskPoint *points = (MaskPoint *)(void *)all->data;
  guint count = all->len, size = 0;
  MaskPoint *hull = g_new(MaskPoint, 2 * (gsize)count + 1);
  qsort(points, count, sizeof *points, compare);
  for (guint i = 0; i < count; i++) {
    while (size >= 2 && turn_of(hull[size - 2], hull[size - 1], points[i]) <= 0)
      size--;
    hull[size++] = points[i];
  }
  for (guint i = count - 1, lower = size + 1; i-- > 0;) {
    while (size >= lower && turn_of(hull[size - 2], hull[size - 1], points[i]) <= 0)
      size--;
    hull[size++] = points[i];
  }
  cover_points(grid, map, hull, size);
  g_free(hull);
}

/* Angle within half a turn. */
static double within_turn(double degrees)
{
  return degrees - 360 * floor((degrees + 180) / 360);
}

/* The polygon in a picture whose degrees all have the same number of pixels. */
static void project_flat(GArray *outline, const Mask *mask, Look look, double aspect)
{
  double first = within_turn(mask->points[0].x - look.pan);
  for (guint i = 0; i < mask->count; i++) {
    double right = first + mask->points[i].x - mask->points[0].x, up = mask->points[i].y - look.tilt;
    MaskPoint point = { 0.5 + right / look.view, 0.5 - up * aspect / look.view };
    g_array_append_val(outline, point);
  }
}

/* Ray of a direction as the camera sees it. */
static Ray ray_of(MaskPoint direction, Look look)
{
  double pan = (direction.x - look.pan) * DEGREE, up = direction.y * DEGREE, tilt = look.tilt * DEGREE;
  double x = sin(pan) * cos(up), y = sin(up), z = cos(pan) * cos(up);
  return (Ray){ x, y * cos(tilt) - z * sin(tilt), y * sin(tilt) + z * cos(tilt) };
}

static void append_ray(GArray *outline, Ray ray, double half, double aspect)
{
  MaskPoint point = { 0.5 + ray.x / ray.z / half / 2, 0.5 - ray.y / ray.z / half / 2 * aspect };
  g_array_append_val(outline, point);
}

/* The polygon in the picture of a lens, cut where it comes too near to the plane of the camera. */
static void project_lens(GArray *outline, const Mask *mask, Look look, double aspect)
{
  double half = tan(look.view / 2 * DEGREE);
  for (guint i = 0; i < mask->count; i++) {
    Ray from = ray_of(mask->points[i], look), to = ray_of(mask->points[(i + 1) % mask->count], look);
    if (from.z >= NEAREST)
      append_ray(outline, from, half, aspect);
    if ((from.z >= NEAREST) == (to.z >= NEAREST))
      continue;
    double part = (NEAREST - from.z) / (to.z - from.z);
    Ray cut = { from.x + part * (to.x - from.x), from.y + part * (to.y - from.y), NEAREST };
    append_ray(outline, cut, half, aspect);
  }
}

/* Share of the picture's width that the margin takes where it takes most. */
static double margin_of(const CameraPose *pose)
{
  if (pose->flat)
    return MARGIN / pose->view.least;
  double corner = tan(pose->view.most / 2 * DEGREE) * sqrt(1 + 1 / (pose->aspect * pose->aspect));
  return MARGIN * DEGREE * (1 + corner * corner) / (2 * tan(pose->view.least / 2 * DEGREE));
}

static void append_corners(GArray *all, MaskPoint point, double margin, double aspect)
{
  for (gint corner = 0; corner < 4; corner++) {
    MaskPoint moved = { point.x + (corner & 1 ? margin : -margin), point.y + (corner & 2 ? margin : -margin) * aspect };
    g_array_append_val(all, moved);
  }
}

static guint steps_of(const PoseRange *range, guint most)
{
  return range->least < range->most ? most : 1;
}

static double step_of(const PoseRange *range, guint step, guint steps)
{
  return steps == 1 ? range->least : range->least + (range->most - range->least) * step / (steps - 1);
}

static void project(GArray *outline, const Mask *mask, const CameraPose *pose, Look look)
{
  g_array_set_size(outline, 0);
  if (pose->flat)
    project_flat(outline, mask, look, pose->aspect);
  else
    project_lens(outline, mask, look, pose->aspect);
}

/* Appends all places of the polygon's points within a pose to `all`. */
static void append_pose(GArray *all, GArray *outline, const Mask *mask, const CameraPose *pose)
{
  double steepest = MAX(fabs(pose->tilt.least), fabs(pose->tilt.most));
  guint usual = pose->flat ? 2 : 3;
  guint pans = steps_of(&pose->pan, !pose->flat && steepest > STEEP ? 8 : usual);
  guint tilts = steps_of(&pose->tilt, usual), views = steps_of(&pose->view, usual);
  for (guint i = 0; i < pans * tilts * views; i++) {
    Look look = { step_of(&pose->pan, i % pans, pans), step_of(&pose->tilt, i / pans % tilts, tilts),
                  step_of(&pose->view, i / pans / tilts, views) };
    project(outline, mask, pose, look);
    for (guint j = 0; j < outline->len; j++)
      append_corners(all, g_array_index(outline, MaskPoint, j), margin_of(pose), pose->aspect);
  }
}

/* A camera that stands: the polygon with the margin around each of its edges. */
static void cover_standing(MaskGrid *grid, const PictureMap *map, const CameraPose *pose, GArray *outline, GArray *all)
{
  const MaskPoint *points = (const MaskPoint *)(const void *)outline->data;
  cover_points(grid, map, points, outline->len);
  for (guint i = 0; i < outline->len; i++) {
    g_array_set_size(all, 0);
    append_corners(all, points[i], margin_of(pose), pose->aspect);
    append_corners(all, points[(i + 1) % outline->len], margin_of(pose), pose->aspect);
    cover_hull(grid, map, all);
  }
}

static gboolean stands(const PoseSpan *span)
{
  const CameraPose *pose = &span->poses[0];
  return span->count == 1 && pose->pan.least >= pose->pan.most && pose->tilt.least >= pose->tilt.most &&
         pose->view.least >= pose->view.most;
}

static gboolean can_project(const PoseSpan *span)
{
  for (guint i = 0; i < span->count; i++)
    if (!span->poses[i].flat && span->poses[i].view.most > WIDEST)
      return FALSE;
  return span->known && span->count > 0;
}

void mask_outline_cover(MaskGrid *grid, const Mask *mask, const PictureMap *map, const PoseSpan *span)
{
  if (!mask->directions) {
    cover_points(grid, map, mask->points, mask->count);
    return;
  }
  if (!can_project(span)) {
    mask_grid_cover_all(grid);
    return;
  }
  GArray *all = g_array_new(FALSE, FALSE, sizeof(MaskPoint)), *outline = g_array_new(FALSE, FALSE, sizeof(MaskPoint));
  if (stands(span)) {
    const CameraPose *pose = &span->poses[0];
    project(outline, mask, pose, (Look){ pose->pan.least, pose->tilt.least, pose->view.least });
    cover_standing(grid, map, pose, outline, all);
  } else {
    for (guint i = 0; i < span->count; i++)
      append_pose(all, outline, mask, &span->poses[i]);
    if (all->len > 0)
      cover_hull(grid, map, all);
  }
  g_array_unref(outline);
  g_array_unref(all);
}
