/* Motion analysis: its memory, its settings and the order of its steps. */
#include "analysis.h"

#include "analysis-state.h"

#include <string.h>

#define LEAST_HEIGHT 40
/* Part of the pixels, percent, above which the whole picture changed, and below which it has settled. */
#define WHOLE_CHANGE 50
#define SETTLED 10
#define BLANK 128

static gpointer memory_for(Analysis *analysis, gint count, gsize size)
{
  gpointer memory = g_malloc0((gsize)count * size);
  g_ptr_array_add(analysis->memory, memory);
  return memory;
}

static void allocate_pixels(Analysis *a)
{
  guint8 **planes[] = { &a->now, &a->before, &a->spare, &a->was, &a->expected, &a->raw, &a->mask,
                        &a->step, &a->seen, &a->held, &a->held_for };
  for (guint i = 0; i < G_N_ELEMENTS(planes); i++)
    *planes[i] = memory_for(a, a->pixels, 1);
  a->background = memory_for(a, a->pixels, sizeof *a->background);
  a->spread = memory_for(a, a->pixels, sizeof *a->spread);
  a->distance = memory_for(a, a->pixels, sizeof *a->distance);
}

static void allocate_tiles(Analysis *a)
{
  guint8 **planes[] = { &a->tint[0], &a->tint[1], &a->tint_before[0], &a->tint_before[1], &a->tint_held[0],
                        &a->tint_held[1], &a->tint_difference, &a->tinted, &a->tint_held_for, &a->counts,
                        &a->step_counts, &a->history, &a->moves, &a->lit, &a->tile_seen, &a->next_seen };
  for (guint i = 0; i < G_N_ELEMENTS(planes); i++)
    *planes[i] = memory_for(a, a->tiles, 1);
  for (gint i = 0; i < 2; i++)
    a->tint_background[i] = memory_for(a, a->tiles, sizeof(guint16));
  a->texture = memory_for(a, a->tiles, sizeof *a->texture);
  a->label = memory_for(a, a->tiles, sizeof *a->label);
  a->parent = memory_for(a, a->tiles, sizeof *a->parent);
  /* First tiles of two groups are at least three tiles apart. */
  a->group_most = (a->tiles_x / 3 + 1) * (a->tiles_y / 3 + 1);
  a->groups = memory_for(a, a->group_most, sizeof *a->groups);
}

static void allocate_sums(Analysis *a)
{
  a->columns_now = memory_for(a, a->width, sizeof(guint32));
  a->columns_was = memory_for(a, a->width, sizeof(guint32));
  a->lines_now = memory_for(a, a->height, sizeof(guint32));
  a->lines_was = memory_for(a, a->height, sizeof(guint32));
  a->cell_counts = memory_for(a, ANALYSIS_COLUMNS * a->rows, sizeof *a->cell_counts);
  a->cell_of_x = memory_for(a, a->width, 1);
  a->cell_of_y = memory_for(a, a->height, 1);
  for (gint x = 0; x < a->width; x++)
    a->cell_of_x[x] = (guint8)(x * ANALYSIS_COLUMNS / a->width);
  for (gint y = 0; y < a->height; y++)
    a->cell_of_y[y] = (guint8)(y * a->rows / a->height);
}

Analysis *analysis_new(gint width, gint height, gint wide)
{
  if (width < ANALYSIS_LEAST_SIDE || height < ANALYSIS_LEAST_SIDE || width > ANALYSIS_MOST_SIDE ||
      height > ANALYSIS_MOST_SIDE || (wide != 320 && wide != 256))
    return NULL;
  Analysis *a = g_new0(Analysis, 1);
  a->memory = g_ptr_array_new_with_free_func(g_free);
  a->width = wide;
  a->height = CLAMP((wide * height + 2 * width) / (TILE * width) * TILE, LEAST_HEIGHT, 2 * wide);
  a->pixels = a->width * a->height;
  a->tiles_x = a->width / TILE;
  a->tiles_y = a->height / TILE;
  a->tiles = a->tiles_x * a->tiles_y;
  a->rows = (ANALYSIS_COLUMNS * a->height + a->width / 2) / a->width;
  a->scale = area_scale_new(width, height, a->width, a->height);
  allocate_pixels(a);
  allocate_tiles(a);
  allocate_sums(a);
  a->sensitivity = 60;
  a->interval = 100;
  analysis_ignore(a, NULL, 0, NULL);
  return a;
}

void analysis_free(Analysis *analysis)
{
  if (!analysis)
    return;
  area_scale_free(analysis->scale);
  g_ptr_array_free(analysis->memory, TRUE);
  g_free(analysis);
}

void analysis_set_sensitivity(Analysis *analysis, gint sensitivity)
{
  analysis->sensitivity = CLAMP(sensitivity, 0, 100);
}

void analysis_hold(Analysis *analysis, gint64 nanoseconds)
{
  analysis->hold = MAX(analysis->hold, CLAMP(nanoseconds, 0, 600 * SECOND));
}

void analysis_tiles(const Analysis *analysis, gint *columns, gint *rows)
{
  *columns = analysis->tiles_x;
  *rows = analysis->tiles_y;
}

static void ignore_rectangle(Analysis *a, const AnalysisRectangle *rectangle)
{
  gint64 unit = 65536, left = MIN(rectangle->left, unit) * a->tiles_x / unit, top = MIN(rectangle->top, unit) * a->tiles_y / unit;
  gint64 right = (MIN(rectangle->right, unit) * a->tiles_x + unit - 1) / unit;
  gint64 bottom = (MIN(rectangle->bottom, unit) * a->tiles_y + unit - 1) / unit;
  for (gint64 y = top; y < bottom; y++)
    for (gint64 x = left; x < right; x++)
      a->next_seen[y * a->tiles_x + x] = 0;
}

/* Leaves cells of the light fit out of which a half or more is ignored. */
static void find_seen_cells(Analysis *a)
{
  for (gint cell = 0; cell < FIT_CELLS; cell++) {
    gint left = cell % FIT_COLUMNS * a->width / FIT_COLUMNS, right = (cell % FIT_COLUMNS + 1) * a->width / FIT_COLUMNS;
    gint top = cell / FIT_COLUMNS * a->height / FIT_ROWS, bottom = (cell / FIT_COLUMNS + 1) * a->height / FIT_ROWS;
    gint seen = 0;
    for (gint y = top; y < bottom; y++)
      for (gint x = left; x < right; x++)
        seen += a->seen[y * a->width + x];
    a->fit_seen[cell] = 2 * seen > (right - left) * (bottom - top);
  }
}

/* Takes the tiles that are seen from now on. */
static void see(Analysis *a)
{
  memcpy(a->tile_seen, a->next_seen, (gsize)a->tiles);
  a->seen_pixels = 0;
  for (gint i = 0; i < a->pixels; i++) {
    gint tile = i / a->width / TILE * a->tiles_x + i % a->width / TILE;
    a->seen[i] = a->tile_seen[tile];
    a->seen_pixels += a->seen[i];
  }
  find_seen_cells(a);
}

void analysis_ignore(Analysis *a, const AnalysisRectangle *rectangles, gsize count, const guint8 *covered)
{
  memset(a->next_seen, 1, (gsize)a->tiles);
  for (gsize i = 0; i < count; i++)
    ignore_rectangle(a, &rectangles[i]);
  for (gint tile = 0; covered && tile < a->tiles; tile++)
    a->next_seen[tile] &= covered[tile] == 0;
  if (memcmp(a->next_seen, a->tile_seen, (gsize)a->tiles) == 0)
    return;
  see(a);
  analysis_hold(a, 1);
}

static void blank_pixels(guint8 *restrict pixels, const guint8 *restrict seen, gint count)
{
  for (gint i = 0; i < count; i++) {
    guint8 kept = (guint8)-seen[i];
    pixels[i] = (guint8)((pixels[i] & kept) | (BLANK & ~kept));
  }
}

/* What is ignored is gray in each picture: no step sees it, and none keeps it. */
static void blank(Analysis *a)
{
  if (a->seen_pixels == a->pixels)
    return;
  blank_pixels(a->now, a->seen, a->pixels);
  blank_pixels(a->tint[0], a->tile_seen, a->tiles);
  blank_pixels(a->tint[1], a->tile_seen, a->tiles);
}

static void begin_settling(Analysis *a)
{
  a->settling = TRUE;
  a->settling_since = a->time;
}

static void begin(Analysis *a, gint64 time)
{
  a->begun = TRUE;
  a->time = time;
  a->noise = 2 * 256;
  for (gint i = 0; i < a->pixels; i++)
    a->spread[i] = 2 * 256;
  memcpy(a->before, a->now, (gsize)a->pixels);
  analysis_take_over(a, FALSE);
  begin_settling(a);
}

static void end_settling(Analysis *a)
{
  a->settling = FALSE;
  memset(a->history, 0, (gsize)a->tiles);
  memset(a->held_for, 0, (gsize)a->pixels);
  memset(a->tint_held_for, 0, (gsize)a->tiles);
}

static void settle(Analysis *a)
{
  gint64 passed = a->time - a->settling_since;
  gboolean calm = a->different * 100 < a->seen_pixels * SETTLED;
  analysis_take_over(a, passed >= SECOND / 2);
  if (a->time >= a->held_until && passed >= 6 * SECOND / 10 && (calm || passed >= 5 * SECOND))
    end_settling(a);
}

static void follow_time(Analysis *a, gint64 time)
{
  gint64 passed = CLAMP((time - a->time) / 1000000, 1, 2000);
  a->interval += ((gint)passed - a->interval) / 8;
  /* A clock that jumped back begins a new time. */
  if (time < a->time) {
    a->settling_since = time;
    a->checked = time;
    a->held_until = MIN(a->held_until, time);
  }
  a->time = time;
}

static void take_hold(Analysis *a)
{
  if (a->hold == 0)
    return;
  a->held_until = MAX(a->held_until, a->time + a->hold);
  a->hold = 0;
  begin_settling(a);
}

static void describe(const Analysis *a, AnalysisRecord *record)
{
  memset(record, 0, sizeof *record);
  record->time = a->time;
  record->width = (guint16)a->width;
  record->height = (guint16)a->height;
  record->columns = ANALYSIS_COLUMNS;
  record->rows = (guint8)a->rows;
}

static void look(Analysis *a, AnalysisRecord *record)
{
  analysis_find_moving(a);
  memcpy(a->raw, a->mask, (gsize)a->pixels);
  analysis_judge_groups(a);
  analysis_report_cells(a, record);
  analysis_report_blobs(a, record);
  /* Light is no background yet. */
  memcpy(a->mask, a->raw, (gsize)a->pixels);
  analysis_learn(a);
  analysis_adopt_still(a);
}

void analysis_take(Analysis *a, const AnalysisPicture *picture, gint64 time, AnalysisRecord *record)
{
  area_scale_take(a->scale, picture, a->now, a->tint[0], a->tint[1]);
  blank(a);
  if (!a->begun)
    begin(a, time);
  follow_time(a, time);
  take_hold(a);
  analysis_steady(a);
  analysis_fit_light(a);
  analysis_compare(a);
  analysis_compare_tint(a);
  analysis_remember_steps(a);
  describe(a, record);
  if (!a->settling && a->different * 100 > a->seen_pixels * WHOLE_CHANGE)
    begin_settling(a);
  record->settling = a->settling;
  analysis_measure(a, record);
  if (a->settling)
    settle(a);
  else
    look(a, record);
  guint8 *newest = a->now;
  a->now = a->before;
  a->before = newest;
  for (gint i = 0; i < 2; i++)
    memcpy(a->tint_before[i], a->tint[i], (gsize)a->tiles);
}
