/* Parts of a picture that the motion analysis of a channel does not look at: rectangles of its owner, and privacy masks. */
#pragma once
#include "analysis/analysis.h"
#include "overlays/mask-outline.h"
#include "pipelines/channel.h"

#define IGNORED_MOST 64

typedef struct {
  AnalysisRectangle rectangles[IGNORED_MOST];
  gsize count;
  PictureMap map;     /* from the captured picture to the analysed one */
  guint64 generation; /* of the masks that the analysis ignores, 0 before the first */
  PoseSpan span;      /* where the camera looked then */
} IgnoredParts;

/* Text: GVariant of type a(dddd), left, top, right, bottom, 0 to 1. What cannot be read is none. */
void ignored_parts_read(IgnoredParts *parts, const char *text, const char *map);
/* Tells the analysis of a picture of that size what to ignore, unless it knows already. */
void ignored_parts_follow(IgnoredParts *parts, Channel *channel, const char *name, gint width, gint height,
                          Analysis *analysis);
