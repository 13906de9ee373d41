/* Scaling of one plane: rows first, each once, then columns. */
#include "plane-scale.h"

#include <math.h>
#include <string.h>

#define UNIT 256

void scale_taps_clear(ScaleTaps *taps)
{
  g_free(taps->first);
  g_free(taps->weights);
  memset(taps, 0, sizeof *taps);
}

/* Weights of one result around `centre`; samples beyond the edges count as those at the edges. */
static void weigh(const ScaleTaps *taps, double centre, double reach, gint *first, gint *weights)
{
  gint low = (gint)ceil(centre - reach), high = (gint)floor(centre + reach);
  *first = CLAMP(low, 0, taps->size - taps->count);
  double sum = 0, exact[taps->count];
  memset(exact, 0, sizeof exact);
  for (gint at = low; at <= high; at++) {
    double weight = MAX(0, 1 - fabs(at - centre) / reach);
    exact[CLAMP(at, *first, *first + taps->count - 1) - *first] += weight;
    sum += weight;
  }
  gint left = UNIT, largest = 0;
  for (gint tap = 0; tap < taps->count; tap++) {
    weights[tap] = (gint)lround(exact[tap] / sum * UNIT);
    left -= weights[tap];
    if (weights[tap] > weights[largest])
      largest = tap;
  }
  weights[largest] += left;
}

void scale_taps_prepare(ScaleTaps *taps, double start, double length, gint size, gint outputs)
{
  if (taps->start == start && taps->length == length && taps->size == size && taps->outputs == outputs)
    return;
  scale_taps_clear(taps);
  double step = length / outputs, reach = MAX(1, step);
  taps->start = start;
  taps->length = length;
  taps->size = size;
  taps->outputs = outputs;
  taps->count = MIN(size, (gint)ceil(2 * reach));
  taps->first = g_new(gint, outputs);
  taps->weights = g_new(gint, outputs * taps->count);
  for (gint i = 0; i < outputs; i++)
    weigh(taps, start + (i + 0.5) * step - 0.5, reach, &taps->first[i], taps->weights + i * taps->count);
}

static void scale_row_by_two(const guint8 *from, guint8 *to, gint channels, const ScaleTaps *taps)
{
  for (gint i = 0; i < taps->outputs; i++) {
    const guint8 *sample = from + taps->first[i] * channels;
    const gint *weights = taps->weights + i * 2;
    for (gint channel = 0; channel < channels; channel++)
      *to++ = (guint8)((sample[channel] * weights[0] + sample[channels + channel] * weights[1] + UNIT / 2) / UNIT);
  }
}

static void scale_row(const guint8 *from, guint8 *to, gint channels, const ScaleTaps *taps)
{
  if (taps->count == 2) {
    scale_row_by_two(from, to, channels, taps);
    return;
  }
  for (gint i = 0; i < taps->outputs; i++)
    for (gint channel = 0; channel < channels; channel++) {
      const guint8 *sample = from + taps->first[i] * channels + channel;
      const gint *weights = taps->weights + i * taps->count;
      gint sum = UNIT / 2;
      for (gint tap = 0; tap < taps->count; tap++)
        sum += sample[tap * channels] * weights[tap];
      *to++ = (guint8)(sum / UNIT);
    }
}

/* Adds up weighted rows; simple loops that the compiler turns into vector instructions. */
static void mix_rows(const guint8 *rows, gint count, gint length, const gint *places, const gint *weights, gint *sums,
                     guint8 *to)
{
  for (gint x = 0; x < length; x++)
    sums[x] = UNIT / 2;
  for (gint tap = 0; tap < count; tap++) {
    const guint8 *row = rows + (gsize)places[tap] * (gsize)length;
    gint weight = weights[tap];
    for (gint x = 0; weight && x < length; x++)
      sums[x] += row[x] * weight;
  }
  for (gint x = 0; x < length; x++)
    to[x] = (guint8)(sums[x] / UNIT);
}

void plane_scale(const SourcePlane *source, const ResultPlane *result, gint channels, const ScaleTaps *across,
                 const ScaleTaps *down)
{
  gint length = result->width * channels, next = 0;
  guint8 *rows = g_malloc((gsize)down->count * (gsize)length);
  gint *sums = g_new(gint, length), *places = g_new(gint, down->count);
  for (gint y = 0; y < result->height; y++) {
    gint first = down->first[y];
    next = MAX(next, first);
    for (; next < first + down->count; next++)
      scale_row(source->data + (gsize)next * (gsize)source->stride, rows + (gsize)(next % down->count) * (gsize)length,
                channels, across);
    for (gint tap = 0; tap < down->count; tap++)
      places[tap] = (first + tap) % down->count;
    mix_rows(rows, down->count, length, places, down->weights + y * down->count, sums,
             result->data + (gsize)y * (gsize)result->stride);
  }
  g_free(places);
  g_free(sums);
  g_free(rows);
}
