/* Memory of the motion analysis and its steps, in the order in which they run. */
#pragma once
#include "motion.h"
#include "area-scale.h"

#define TILE 4
/* Pixels of a tile that differ, at least. */
#define LEAST_PIXELS 4
#define FIT_COLUMNS 32
#define FIT_ROWS 18
#define FIT_CELLS (FIT_COLUMNS * FIT_ROWS)
/* Gain 1 and one level of the offset. */
#define GAIN_UNIT 8192
#define LEVEL 32
#define SECOND G_GINT64_CONSTANT(1000000000)
/* Shift, pixels, that is undone at most. */
#define SHAKE_MOST 2

/* Variances within tiles, times 16, of the pixels that differ. */
typedef struct {
  gint64 count, now, was, common;
} Texture;

/* A group of tiles; sums are over its foreground pixels. */
typedef struct {
  gint left, top, right, bottom;
  gint tiles, tinted, moving;
  guint32 area, levels;
  guint64 sum_x, sum_y;
  Texture texture;
  gint64 edges_now, edges_was; /* around the outline */
  gboolean light, ghost, reported;
} Group;

struct Analysis {
  AreaScale *scale;
  GPtrArray *memory; /* owns the arrays below */
  gint width, height, pixels;
  gint tiles_x, tiles_y, tiles;
  gint rows;        /* of cells */
  gint sensitivity; /* 0..100 */
  gint seen_pixels;

  /* Times, nanoseconds. */
  gint64 time, settling_since, hold, held_until, checked;
  gint interval; /* milliseconds between pictures, smoothed */
  gboolean begun, settling;

  /* Of each pixel. */
  guint8 *now, *before, *spare;
  guint16 *background; /* 1/256 */
  guint8 *was;         /* the background, rounded */
  guint16 *spread;     /* 1/256: mean deviation */
  guint16 *distance;   /* 1/32 */
  guint8 *expected;    /* the background in the present light */
  guint8 *raw, *mask;  /* 1 where it differs: before and after despeckling */
  guint8 *step;        /* 1 where it changed since the picture before */
  guint8 *seen;        /* 0 where it is ignored */
  guint8 *held;        /* value that a differing pixel holds, and for how long, 1/10 s */
  guint8 *held_for;

  /* Of each tile. */
  guint8 *tint[2], *tint_before[2], *tint_held[2];
  guint16 *tint_background[2]; /* 1/256 */
  guint8 *tint_difference, *tinted, *tint_held_for;
  guint8 *counts, *step_counts; /* pixels */
  guint8 *history;              /* bits: did it change, newest lowest */
  guint8 *moves, *lit, *tile_seen, *next_seen;
  Texture *texture;
  guint16 *label; /* group + 1, 0 for none */
  gint *parent;

  Group *groups;
  gint group_count, group_most;

  guint32 *columns_now, *columns_was, *lines_now, *lines_was; /* sums */
  guint16 *cell_counts;
  guint8 *cell_of_x, *cell_of_y;
  gint fit_now[FIT_CELLS], fit_was[FIT_CELLS]; /* means, 1/16 */
  guint8 fit_seen[FIT_CELLS];
  gint gain, offset; /* 1/8192, 1/32 */
  gint noise;        /* 1/256 */
  gint threshold;    /* levels */
  gint tint_threshold;
  gint shift_x, shift_y;
  gint different; /* pixels */
};

/* Undoes a shift of the picture against the background. */
void analysis_steady(Analysis *analysis);
/* Finds the gain and the offset that make the background look like the picture. */
void analysis_fit_light(Analysis *analysis);
/* Finds pixels and tiles that differ from the background. */
void analysis_compare(Analysis *analysis);
void analysis_compare_tint(Analysis *analysis);
void analysis_remember_steps(Analysis *analysis);
/* Finds the tiles that changed lately from picture to picture, more than once. */
void analysis_find_moving(Analysis *analysis);
/* Groups tiles. */
void analysis_group(Analysis *analysis);
/* Groups tiles and finds light and ghosts among the groups; the mask loses what is light. */
void analysis_judge_groups(Analysis *analysis);
void analysis_learn(Analysis *analysis);
void analysis_adopt_still(Analysis *analysis);
/* Takes the whole picture into the background: all of it, or half of the way. */
void analysis_take_over(Analysis *analysis, gboolean half);
void analysis_adopt_tile(Analysis *analysis, gint tile);
void analysis_report_cells(Analysis *analysis, AnalysisRecord *record);
void analysis_report_blobs(const Analysis *analysis, AnalysisRecord *record);
void analysis_measure(const Analysis *analysis, AnalysisRecord *record);
