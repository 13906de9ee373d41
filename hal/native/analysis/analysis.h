/* Motion analysis of one camera's pictures: cells and blobs that differ from a background, and measures of the whole picture. */
#pragma once
#include "motion.h"

/* Returns NULL when the picture's size is out of bounds or `wide` is neither 320 nor 256. All memory is taken here. */
Analysis *analysis_new(gint width, gint height, gint wide);
void analysis_free(Analysis *analysis);
/* 0..100, 60 at first. */
void analysis_set_sensitivity(Analysis *analysis, gint sensitivity);
/* Tiles of 4x4 pixels of the analysed picture. */
void analysis_tiles(const Analysis *analysis, gint *columns, gint *rows);
/* Replaces the parts of the picture that are not looked at: rectangles, and the tiles that are not 0 in `covered`, unless that is
 * NULL. The analysis settles when they are others than before. */
void analysis_ignore(Analysis *analysis, const AnalysisRectangle *rectangles, gsize count, const guint8 *covered);
/* The picture is expected to change for that long from the next one on. */
void analysis_hold(Analysis *analysis, gint64 nanoseconds);
/* Times are those of the camera's clock, nanoseconds. */
void analysis_take(Analysis *analysis, const AnalysisPicture *picture, gint64 time, AnalysisRecord *record);
