/* What goes into the motion analysis of a camera's pictures, and what comes out. */
#pragma once
#include <glib.h>

#define ANALYSIS_COLUMNS 32
#define ANALYSIS_ROWS_MOST 64
#define ANALYSIS_CELLS_MOST (ANALYSIS_COLUMNS * ANALYSIS_ROWS_MOST)
#define ANALYSIS_BLOBS_MOST 32
/* Sides of a camera's picture, pixels. */
#define ANALYSIS_LEAST_SIDE 16
#define ANALYSIS_MOST_SIDE 8192

typedef enum {
  ANALYSIS_I420,
  ANALYSIS_NV12,
  ANALYSIS_NV21,
  ANALYSIS_YUY2,
  ANALYSIS_UYVY,
  ANALYSIS_GRAY8,
  ANALYSIS_FORMATS
} AnalysisFormat;

/* A camera's picture of the size that the analysis was made for. */
typedef struct {
  AnalysisFormat format;
  const guint8 *planes[3];
  gsize strides[3]; /* bytes */
} AnalysisPicture;

/* Edges in parts of 65536 of the picture's width and height. */
typedef struct {
  guint left, top, right, bottom;
} AnalysisRectangle;

enum { BLOB_STILL = 1, BLOB_GHOST = 2 };

/* Pixels of the analysed picture that belong together. */
typedef struct {
  guint16 left, top, right, bottom; /* right and bottom are outside */
  guint16 centre_x, centre_y;
  guint32 area;
  guint8 flags;
  guint8 level; /* mean difference */
} AnalysisBlob;

typedef struct {
  gint64 time; /* nanoseconds */
  gint64 wall; /* the same instant, nanoseconds since 1970 */
  guint16 width, height;
  guint8 columns, rows;
  gboolean settling, shaken;
  guint8 threshold; /* difference that the engine tested with */
  guint8 mean, dark, bright; /* luma: mean, 5th and 95th percentile */
  guint16 detail;            /* 1/256: mean difference of neighbours less that of the noise */
  guint16 change;            /* 1/1000 of the pixels that differ */
  guint16 gain;              /* 1/8192 */
  gint16 offset;             /* 1/32 */
  guint16 noise;             /* 1/256 */
  guint8 moving[ANALYSIS_CELLS_MOST]; /* 0 or 1 */
  guint8 levels[ANALYSIS_CELLS_MOST]; /* difference that an eighth of a moving cell's pixels reach */
  guint blob_count;
  AnalysisBlob blobs[ANALYSIS_BLOBS_MOST];
} AnalysisRecord;

typedef struct Analysis Analysis;
