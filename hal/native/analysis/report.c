/* What a record tells: cells that move, the largest groups, measures of the picture. */
#include "analysis-state.h"

#include <stdlib.h>
#include <string.h>

/* Lines and columns apart of the pixels in the histogram. */
#define APART 4

static void count_moving(Analysis *a)
{
  memset(a->cell_counts, 0, (gsize)(ANALYSIS_COLUMNS * a->rows) * sizeof *a->cell_counts);
  for (gint tile = 0; tile < a->tiles; tile++) {
    guint label = a->label[tile];
    if (label == 0 || a->groups[label - 1].light || !a->moves[tile])
      continue;
    gint left = tile % a->tiles_x * TILE, top = tile / a->tiles_x * TILE;
    for (gint y = top; y < top + TILE; y++)
      for (gint x = left; x < left + TILE; x++)
        a->cell_counts[a->cell_of_y[y] * ANALYSIS_COLUMNS + a->cell_of_x[x]] += a->mask[y * a->width + x];
  }
}

/* Difference of a pixel; that of a colour is brought to the scale of luma. */
static gint level_of(const Analysis *a, gint x, gint y)
{
  gint tile = y / TILE * a->tiles_x + x / TILE;
  gint luma = a->distance[y * a->width + x] / LEVEL;
  gint tint = a->tinted[tile] ? a->tint_difference[tile] * a->threshold / a->tint_threshold : 0;
  return MIN(MAX(luma, tint), 255);
}

/* First pixel of cell `index` of `count`. */
static gint edge_of(gint index, gint size, gint count)
{
  return (index * size + count - 1) / count;
}

static gint pixels_of(const Analysis *a, gint cell)
{
  gint x = cell % ANALYSIS_COLUMNS, y = cell / ANALYSIS_COLUMNS;
  return (edge_of(x + 1, a->width, ANALYSIS_COLUMNS) - edge_of(x, a->width, ANALYSIS_COLUMNS)) *
         (edge_of(y + 1, a->height, a->rows) - edge_of(y, a->height, a->rows));
}

/* Difference that an eighth of the cell's pixels reach. */
static guint8 cell_level(const Analysis *a, gint cell)
{
  guint16 counts[256] = { 0 };
  gint left = edge_of(cell % ANALYSIS_COLUMNS, a->width, ANALYSIS_COLUMNS);
  gint right = edge_of(cell % ANALYSIS_COLUMNS + 1, a->width, ANALYSIS_COLUMNS);
  gint top = edge_of(cell / ANALYSIS_COLUMNS, a->height, a->rows);
  gint bottom = edge_of(cell / ANALYSIS_COLUMNS + 1, a->height, a->rows);
  for (gint y = top; y < bottom; y++)
    for (gint x = left; x < right; x++)
      counts[level_of(a, x, y)]++;
  gint value = 255, sum = counts[255];
  while (value > 0 && sum * 8 < pixels_of(a, cell))
    sum += counts[--value];
  return (guint8)value;
}

void analysis_report_cells(Analysis *a, AnalysisRecord *record)
{
  count_moving(a);
  for (gint cell = 0; cell < ANALYSIS_COLUMNS * a->rows; cell++)
    if (a->cell_counts[cell] * 8 >= pixels_of(a, cell)) {
      record->moving[cell] = 1;
      record->levels[cell] = cell_level(a, cell);
    }
}

static gint largest_left(const Analysis *a)
{
  gint largest = -1;
  for (gint i = 0; i < a->group_count; i++)
    if (a->groups[i].reported && (largest < 0 || a->groups[i].area > a->groups[largest].area))
      largest = i;
  return largest;
}

static AnalysisBlob blob_of(const Group *group)
{
  guint flags = (group->moving == 0 ? BLOB_STILL : 0u) | (group->ghost ? BLOB_GHOST : 0u);
  return (AnalysisBlob){ (guint16)group->left, (guint16)group->top, (guint16)group->right, (guint16)group->bottom,
                         (guint16)(group->sum_x / group->area), (guint16)(group->sum_y / group->area), group->area,
                         (guint8)flags, (guint8)(group->levels / group->area) };
}

void analysis_report_blobs(const Analysis *a, AnalysisRecord *record)
{
  for (gint largest = largest_left(a); largest >= 0 && record->blob_count < ANALYSIS_BLOBS_MOST;
       largest = largest_left(a)) {
    record->blobs[record->blob_count++] = blob_of(&a->groups[largest]);
    a->groups[largest].reported = FALSE;
  }
}

static guint32 gradients(const guint8 *restrict row, const guint8 *restrict seen, gint width)
{
  guint32 sum = 0;
  for (gint x = 0; x + 1 < width; x++) {
    guint8 far = row[x + 1] > row[x] ? (guint8)(row[x + 1] - row[x]) : (guint8)(row[x] - row[x + 1]);
    sum += (guint8)(far & (guint8)-seen[x]);
  }
  return sum;
}

static guint8 part_below(const guint *counts, guint parts)
{
  guint total = 0, sum = 0;
  gint value = 0;
  for (gint i = 0; i < 256; i++)
    total += counts[i];
  while (value < 255 && (sum += counts[value]) * 100 < total * parts)
    value++;
  return (guint8)value;
}

static void measure_luma(const Analysis *a, AnalysisRecord *record)
{
  guint counts[256] = { 0 }, total = 0, sum = 0;
  for (gint y = APART / 2; y < a->height; y += APART)
    for (gint x = y / APART % APART; x < a->width; x += APART)
      counts[a->now[y * a->width + x]] += a->seen[y * a->width + x];
  for (guint i = 0; i < 256; i++) {
    total += counts[i];
    sum += counts[i] * i;
  }
  record->mean = (guint8)(total ? sum / total : 0);
  record->dark = total ? part_below(counts, 5) : 0;
  record->bright = total ? part_below(counts, 95) : 0;
}

void analysis_measure(const Analysis *a, AnalysisRecord *record)
{
  guint64 sum = 0;
  for (gint y = 0; y < a->height; y++)
    sum += gradients(a->now + (gsize)y * (gsize)a->width, a->seen + (gsize)y * (gsize)a->width, a->width);
  /* The mean difference of two values with noise is 1.4 times their mean deviation. */
  gint64 detail = (gint64)(sum * 256 / (guint64)MAX(a->seen_pixels, 1)) - a->noise * 181 / 128;
  measure_luma(a, record);
  record->detail = (guint16)CLAMP(detail, 0, 65535);
  record->change = (guint16)((gint64)a->different * 1000 / MAX(a->seen_pixels, 1));
  record->shaken = a->shift_x != 0 || a->shift_y != 0;
  record->threshold = (guint8)a->threshold;
  record->gain = (guint16)a->gain;
  record->offset = (gint16)a->offset;
  record->noise = (guint16)MIN(a->noise, 65535);
}
