/* Blur, sharpening and motion blur of the virtual scene; the cost of a blur does not depend on its radius. */
#include "scene-filter.h"

#include <string.h>

#define WIDEST 7680

/* Blurs `length` values: each becomes the mean of its neighbours in `from`. */
static void blur_line(const guint8 *from, gint from_step, guint8 *to, gint to_step, gint length, gint radius)
{
  gint around = 2 * radius + 1;
  gint sum = 0;
  for (gint i = -radius; i <= radius; i++)
    sum += from[CLAMP(i, 0, length - 1) * from_step];
  for (gint i = 0; i < length; i++) {
    to[i * to_step] = (guint8)((sum + radius) / around);
    sum += from[MIN(i + radius + 1, length - 1) * from_step] - from[MAX(i - radius, 0) * from_step];
  }
}

/* Rows are blurred into the scratch memory transposed, so that columns are rows there. */
static void blur_plane(guint8 *plane, gint stride, gint width, gint height, gint radius, guint8 *scratch)
{
  for (gint y = 0; y < height; y++)
    blur_line(plane + y * stride, 1, scratch + y, height, width, radius);
  for (gint x = 0; x < width; x++)
    blur_line(scratch + (gsize)x * (gsize)height, 1, plane + x, stride, height, radius);
}

void scene_blur(const ScenePicture *picture, gint radius, guint8 *scratch)
{
  for (gint plane = 0; plane < 3; plane++) {
    gint half = plane > 0;
    gint width = picture->width >> half, height = picture->height >> half;
    blur_plane(picture->plane[plane], picture->stride[plane], width, height, MAX(radius >> half, 1), scratch);
  }
}

void scene_sharpen(const ScenePicture *picture, double amount, guint8 *scratch)
{
  gint width = picture->width;
  /* The weight is in sixteenths; softening is weaker, so that no edge is inverted. */
  gint weight = (gint)(amount > 0 ? amount * 8 : amount * 2);
  for (gint y = 0; y < picture->height; y++)
    memcpy(scratch + (gsize)y * (gsize)width, picture->plane[0] + y * picture->stride[0], (gsize)width);
  for (gint y = 1; y < picture->height - 1; y++) {
    const guint8 *from = scratch + (gsize)y * (gsize)width;
    guint8 *to = picture->plane[0] + y * picture->stride[0];
    for (gint x = 1; x < width - 1; x++) {
      gint edge = 4 * from[x] - from[x - 1] - from[x + 1] - from[x - width] - from[x + width];
      gint value = from[x] + edge * weight / 16;
      to[x] = (guint8)CLAMP(value, 16, 235);
    }
  }
}

/* Counts the moments in which each pixel of a row is covered, from `left` on. */
static void count_row(const SceneBox boxes[SCENE_MOMENTS], gint y, gint half, gint left, gint width, gint8 *counts)
{
  memset(counts, 0, (gsize)width + 1);
  for (gint i = 0; i < SCENE_MOMENTS; i++) {
    if (y < boxes[i].top >> half || y >= boxes[i].bottom >> half)
      continue;
    gint from = CLAMP((boxes[i].left >> half) - left, 0, width), to = CLAMP((boxes[i].right >> half) - left, 0, width);
    counts[from]++;
    counts[to]--;
  }
  for (gint x = 1; x < width; x++)
    counts[x] = (gint8)(counts[x] + counts[x - 1]);
}

static void mix_row(guint8 *row, const gint8 *counts, gint width, gint value)
{
  for (gint x = 0; x < width; x++)
    if (counts[x] > 0)
      row[x] = (guint8)(row[x] + (value - row[x]) * counts[x] / SCENE_MOMENTS);
}

static SceneBox around(const SceneBox boxes[SCENE_MOMENTS], const ScenePicture *picture)
{
  SceneBox all = boxes[0];
  for (gint i = 1; i < SCENE_MOMENTS; i++) {
    all.left = MIN(all.left, boxes[i].left);
    all.top = MIN(all.top, boxes[i].top);
    all.right = MAX(all.right, boxes[i].right);
    all.bottom = MAX(all.bottom, boxes[i].bottom);
  }
  return (SceneBox){ CLAMP(all.left, 0, picture->width), CLAMP(all.top, 0, picture->height),
                     CLAMP(all.right, 0, picture->width), CLAMP(all.bottom, 0, picture->height) };
}

void scene_smear(const ScenePicture *picture, const SceneBox boxes[SCENE_MOMENTS], const guint8 yuv[3])
{
  gint8 counts[WIDEST + 1];
  SceneBox all = around(boxes, picture);
  for (gint plane = 0; plane < 3; plane++) {
    gint half = plane > 0, left = all.left >> half, width = MIN((all.right >> half) - left, WIDEST);
    for (gint y = all.top >> half; y < all.bottom >> half && width > 0; y++) {
      count_row(boxes, y, half, left, width, counts);
      mix_row(picture->plane[plane] + y * picture->stride[plane] + left, counts, width, yuv[plane]);
    }
  }
}
