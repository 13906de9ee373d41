/* Measures of a camera's pictures: each takes some hundred thousand pixels, whatever the size of the picture. */
#include "picture-meter.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS 90
/* Pixels of a row that are looked at, for wider pictures. */
#define COLUMNS 1280
/* Difference over a sixteenth of a cell's width that counts as an edge. */
#define CONTRAST 24
/* Part of the way that the reference goes to each picture: at two a second it follows within half a minute. */
#define PACE 0.02
/* Deviation of the cells below which a picture counts as blank. */
#define BLANK 1.5

typedef struct {
  guint histogram[256];
  double cells[PICTURE_CELLS];
  guint counts[PICTURE_CELLS];
  double steepness[ROWS];
  guint edges; /* rows with an edge */
} Sums;

static void take_row(Sums *sums, const guint8 *row, gint pixel, gint width, gint index)
{
  gint step = MAX(1, width / COLUMNS), far = 16 * step, nearest = 0, farthest = 0;
  gint first = index * PICTURE_CELLS_Y / ROWS * PICTURE_CELLS_X;
  for (gint x = 0; x + far < width; x += step) {
    gint value = row[x * pixel];
    nearest = MAX(nearest, abs(value - row[(x + step) * pixel]));
    farthest = MAX(farthest, abs(value - row[(x + far) * pixel]));
    sums->histogram[value]++;
    gint cell = first + x * PICTURE_CELLS_X / width;
    sums->cells[cell] += value;
    sums->counts[cell]++;
  }
  if (farthest >= CONTRAST)
    sums->steepness[sums->edges++] = MIN((double)nearest / farthest, 1);
}

static gint compare(gconstpointer one, gconstpointer other)
{
  double first = *(const double *)one, second = *(const double *)other;
  return (first > second) - (first < second);
}

/* Steepness of the rows with the sharpest edges: a part of the scene may always be out of focus. */
static double edges_of(Sums *sums)
{
  if (sums->edges < ROWS / 8)
    return -1;
  qsort(sums->steepness, sums->edges, sizeof(double), compare);
  return sums->steepness[sums->edges * 3 / 4];
}

/* Value below which this part of the pixels is. */
static gint percentile(const Sums *sums, double part)
{
  guint total = 0, count = 0;
  gint value = 0;
  for (gint i = 0; i < 256; i++)
    total += sums->histogram[i];
  while (value < 255 && (count += sums->histogram[value]) < total * part)
    value++;
  return value;
}

static double deviation_of(const double *cells, double *mean)
{
  double sum = 0, squares = 0;
  for (gint i = 0; i < PICTURE_CELLS; i++)
    sum += cells[i];
  *mean = sum / PICTURE_CELLS;
  for (gint i = 0; i < PICTURE_CELLS; i++)
    squares += (cells[i] - *mean) * (cells[i] - *mean);
  return sqrt(squares / PICTURE_CELLS);
}

/* Correlation, which brightness and contrast do not change. */
static double likeness_of(const double *one, const double *other)
{
  double first, second, products = 0;
  double width = deviation_of(one, &first), height = deviation_of(other, &second);
  if (width < BLANK || height < BLANK)
    return width < BLANK && height < BLANK ? 1 : 0;
  for (gint i = 0; i < PICTURE_CELLS; i++)
    products += (one[i] - first) * (other[i] - second);
  return products / PICTURE_CELLS / (width * height);
}

/* Cells without the mean of their row: sky and ground are alike wherever the camera looks. */
static void level_rows(const double *cells, double *levelled)
{
  for (gint y = 0; y < PICTURE_CELLS_Y; y++) {
    double sum = 0;
    for (gint x = 0; x < PICTURE_CELLS_X; x++)
      sum += cells[y * PICTURE_CELLS_X + x];
    for (gint x = 0; x < PICTURE_CELLS_X; x++)
      levelled[y * PICTURE_CELLS_X + x] = cells[y * PICTURE_CELLS_X + x] - sum / PICTURE_CELLS_X;
  }
}

static double whole_likeness(const double *one, const double *other)
{
  double first[PICTURE_CELLS], second[PICTURE_CELLS];
  level_rows(one, first);
  level_rows(other, second);
  return MIN(likeness_of(one, other), likeness_of(first, second));
}

static double compare_cells(PictureMeter *meter, Sums *sums)
{
  for (gint i = 0; i < PICTURE_CELLS; i++)
    sums->cells[i] /= MAX(sums->counts[i], 1);
  if (!meter->known)
    memcpy(meter->reference, sums->cells, sizeof meter->reference);
  meter->known = TRUE;
  double likeness = whole_likeness(sums->cells, meter->reference);
  for (gint i = 0; i < PICTURE_CELLS; i++)
    meter->reference[i] += (sums->cells[i] - meter->reference[i]) * PACE;
  return likeness;
}

static double luma_of(const GstVideoInfo *info, gint value)
{
  gboolean full = GST_VIDEO_INFO_COLORIMETRY(info).range == GST_VIDEO_COLOR_RANGE_0_255;
  return full ? value / 255.0 : CLAMP((value - 16) / 219.0, 0, 1);
}

gboolean picture_meter_take(PictureMeter *meter, const GstVideoInfo *info, GstBuffer *buffer, PictureMeasure *measure)
{
  GstVideoFrame frame;
  Sums sums = { 0 };
  gint component = GST_VIDEO_INFO_IS_RGB(info) ? GST_VIDEO_COMP_G : GST_VIDEO_COMP_Y;
  if (GST_VIDEO_INFO_COMP_DEPTH(info, component) != 8 || GST_VIDEO_FORMAT_INFO_IS_COMPLEX(info->finfo) ||
      GST_VIDEO_FORMAT_INFO_IS_TILED(info->finfo) || !gst_video_frame_map(&frame, info, buffer, GST_MAP_READ))
    return FALSE;
  const guint8 *plane = GST_VIDEO_FRAME_COMP_DATA(&frame, component);
  gint stride = GST_VIDEO_FRAME_COMP_STRIDE(&frame, component), pixel = GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, component);
  gint width = GST_VIDEO_FRAME_WIDTH(&frame), height = GST_VIDEO_FRAME_HEIGHT(&frame);
  for (gint i = 0; i < ROWS; i++)
    take_row(&sums, plane + (gsize)(i * height / ROWS) * (gsize)stride, pixel, width, i);
  gst_video_frame_unmap(&frame);
  *measure = (PictureMeasure){ luma_of(info, percentile(&sums, 0.1)), luma_of(info, percentile(&sums, 0.9)),
                               edges_of(&sums), compare_cells(meter, &sums) };
  return TRUE;
}
