/* Scaling of one plane of a picture from a window whose edges lie anywhere between its samples. */
#pragma once
#include <glib.h>

/* Samples of the source that make up each sample of the result, along one axis; zeroed at first. */
typedef struct {
  double start;
  double length;
  gint size;
  gint outputs;
  gint count;      /* source samples of each result */
  gint *first;     /* first of them */
  gint *weights;   /* `count` for each result, 256 in sum */
} ScaleTaps;

typedef struct {
  const guint8 *data;
  gint stride;
  gint width; /* samples, each of `channels` bytes */
  gint height;
} SourcePlane;

typedef struct {
  guint8 *data;
  gint stride;
  gint width;
  gint height;
} ResultPlane;

/* Makes the taps for a window of `length` samples from `start` on, in a source of `size` samples. Costs nothing when they are the same. */
void scale_taps_prepare(ScaleTaps *taps, double start, double length, gint size, gint outputs);
void scale_taps_clear(ScaleTaps *taps);
/* Scales the window of the taps to the whole result, bilinear when it grows, averaging when it shrinks. */
void plane_scale(const SourcePlane *source, const ResultPlane *result, gint channels, const ScaleTaps *across,
                 const ScaleTaps *down);
