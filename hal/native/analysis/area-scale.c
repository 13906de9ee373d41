/* Scaling by area: rows of a block are added up whole, which vectorises, then columns. */
#include "area-scale.h"

#include <string.h>

#define TILE 4
/* Rows of chroma that are looked at for each tile; more of them change its mean by less than a level. */
#define TINT_ROWS 4

/* Samples of a source line that make up each result. */
typedef struct {
  gint outputs;
  gint least; /* samples of each result: this many or one more */
  gint *first;
  guint8 *more;
} Spans;

typedef struct {
  gint plane, step, offset;
} Component;

typedef struct {
  Component luma, u, v;
  gint lines; /* of luma for each of chroma, 0 without chroma */
} Layout;

static const Layout layouts[ANALYSIS_FORMATS] = {
  [ANALYSIS_I420] = { { 0, 1, 0 }, { 1, 1, 0 }, { 2, 1, 0 }, 2 },
  [ANALYSIS_NV12] = { { 0, 1, 0 }, { 1, 2, 0 }, { 1, 2, 1 }, 2 },
  [ANALYSIS_NV21] = { { 0, 1, 0 }, { 1, 2, 1 }, { 1, 2, 0 }, 2 },
  [ANALYSIS_YUY2] = { { 0, 2, 0 }, { 0, 4, 1 }, { 0, 4, 3 }, 1 },
  [ANALYSIS_UYVY] = { { 0, 2, 1 }, { 0, 4, 0 }, { 0, 4, 2 }, 1 },
  [ANALYSIS_GRAY8] = { { 0, 1, 0 }, { 0, 0, 0 }, { 0, 0, 0 }, 0 },
};

struct AreaScale {
  gint width, height, wide, high;
  Spans luma, planar, packed; /* chroma samples in formats with planes and in packed ones */
  guint16 *sums;
};

static void spans_prepare(Spans *spans, gint samples, gint outputs)
{
  *spans = (Spans){ outputs, MAX(1, samples / outputs), g_new(gint, outputs), g_new(guint8, outputs) };
  for (gint i = 0; i < outputs; i++) {
    spans->first[i] = (gint)((gint64)i * samples / outputs);
    spans->more[i] = (gint)((gint64)(i + 1) * samples / outputs) - spans->first[i] > spans->least;
  }
}

static void spans_clear(Spans *spans)
{
  g_free(spans->first);
  g_free(spans->more);
}

AreaScale *area_scale_new(gint width, gint height, gint wide, gint high)
{
  AreaScale *scale = g_new0(AreaScale, 1);
  *scale = (AreaScale){ .width = width, .height = height, .wide = wide, .high = high };
  spans_prepare(&scale->luma, width, wide);
  spans_prepare(&scale->planar, (width + 1) / 2, wide / TILE);
  spans_prepare(&scale->packed, width / 2, wide / TILE);
  scale->sums = g_new(guint16, 2 * (gsize)width + 2);
  return scale;
}

void area_scale_free(AreaScale *scale)
{
  if (!scale)
    return;
  spans_clear(&scale->luma);
  spans_clear(&scale->planar);
  spans_clear(&scale->packed);
  g_free(scale->sums);
  g_free(scale);
}

static void set_row(const guint8 *restrict row, guint16 *restrict sums, gint length)
{
  for (gint i = 0; i < length; i++)
    sums[i] = row[i];
}

static void add_row(const guint8 *restrict row, guint16 *restrict sums, gint length)
{
  for (gint i = 0; i < length; i++)
    sums[i] = (guint16)(sums[i] + row[i]);
}

static void add_two_rows(const guint8 *restrict one, const guint8 *restrict two, guint16 *restrict sums, gint length)
{
  for (gint i = 0; i < length; i++)
    sums[i] = (guint16)(sums[i] + (guint16)(one[i] + two[i]));
}

/* Adds up at most 256 rows. */
static void sum_rows(const guint8 *row, gsize stride, gint count, guint16 *sums, gint length)
{
  set_row(row, sums, length);
  gint at = 1;
  for (; at + 1 < count; at += 2)
    add_two_rows(row + (gsize)at * stride, row + (gsize)(at + 1) * stride, sums, length);
  if (at < count)
    add_row(row + (gsize)at * stride, sums, length);
}

/* A division by the number of samples as a product. */
static inline guint8 mean_of(guint32 sum, guint32 share)
{
  return (guint8)((sum * share + (1u << 23)) >> 24);
}

/* The count is a constant in each call, for which the compiler makes a loop of its own. */
static inline void even_columns(const guint16 *restrict sums, gint outputs, gint count, guint32 share,
                                guint8 *restrict to)
{
  for (gint x = 0; x < outputs; x++) {
    guint32 sum = 0;
    for (gint i = 0; i < count; i++)
      sum += sums[x * count + i];
    to[x] = mean_of(sum, share);
  }
}

static void any_columns(const guint16 *sums, gint step, const Spans *spans, gint rows, guint8 *to)
{
  guint32 shares[2] = { (1u << 24) / (guint32)(spans->least * rows), (1u << 24) / (guint32)((spans->least + 1) * rows) };
  for (gint x = 0; x < spans->outputs; x++) {
    const guint16 *sample = sums + (gsize)spans->first[x] * (gsize)step;
    guint32 sum = 0;
    for (gint i = 0; i < spans->least + spans->more[x]; i++)
      sum += sample[i * step];
    to[x] = mean_of(sum, shares[spans->more[x]]);
  }
}

static void take_columns(const guint16 *sums, gint step, gint samples, const Spans *spans, gint rows, guint8 *to)
{
  gint count = step == 1 && samples == spans->least * spans->outputs ? spans->least : 0;
  guint32 share = count ? (1u << 24) / (guint32)(count * rows) : 0;
  switch (count) {
  case 1:
    even_columns(sums, spans->outputs, 1, share, to);
    break;
  case 2:
    even_columns(sums, spans->outputs, 2, share, to);
    break;
  case 4:
    even_columns(sums, spans->outputs, 4, share, to);
    break;
  case 6:
    even_columns(sums, spans->outputs, 6, share, to);
    break;
  default:
    any_columns(sums, step, spans, rows, to);
  }
}

static void take_luma(AreaScale *scale, const AnalysisPicture *picture, Component luma, guint8 *to)
{
  gint bytes = scale->width * luma.step;
  for (gint y = 0; y < scale->high; y++) {
    gint first = y * scale->height / scale->high, rows = MAX(1, (y + 1) * scale->height / scale->high - first);
    sum_rows(picture->planes[0] + (gsize)first * picture->strides[0], picture->strides[0], rows, scale->sums, bytes);
    take_columns(scale->sums + luma.offset, luma.step, scale->width, &scale->luma, rows, to + (gsize)y * (gsize)scale->wide);
  }
}

static void take_tint(AreaScale *scale, const AnalysisPicture *picture, const Layout *layout, guint8 *u, guint8 *v)
{
  const Spans *spans = layout->lines == 2 ? &scale->planar : &scale->packed;
  gint samples = layout->lines == 2 ? (scale->width + 1) / 2 : scale->width / 2;
  gint lines = (scale->height + layout->lines - 1) / layout->lines, tiles = scale->high / TILE;
  const Component *parts[2] = { &layout->u, &layout->v };
  guint8 *results[2] = { u, v };
  for (gint y = 0; y < tiles; y++) {
    gint first = y * lines / tiles, rows = MAX(1, (y + 1) * lines / tiles - first);
    gint apart = (rows + TINT_ROWS - 1) / TINT_ROWS, count = (rows + apart - 1) / apart;
    for (gint i = 0; i < 2; i++) {
      gsize stride = picture->strides[parts[i]->plane];
      if (i == 0 || parts[0]->plane != parts[1]->plane)
        sum_rows(picture->planes[parts[i]->plane] + (gsize)first * stride, stride * (gsize)apart, count, scale->sums,
                 samples * parts[i]->step);
      take_columns(scale->sums + parts[i]->offset, parts[i]->step, samples, spans, count,
                   results[i] + (gsize)y * (gsize)spans->outputs);
    }
  }
}

void area_scale_take(AreaScale *scale, const AnalysisPicture *picture, guint8 *luma, guint8 *tint_u, guint8 *tint_v)
{
  const Layout *layout = &layouts[picture->format];
  gsize tiles = (gsize)(scale->wide / TILE) * (gsize)(scale->high / TILE);
  take_luma(scale, picture, layout->luma, luma);
  if (layout->lines > 0) {
    take_tint(scale, picture, layout, tint_u, tint_v);
    return;
  }
  memset(tint_u, 128, tiles);
  memset(tint_v, 128, tiles);
}
