/* Mask meta: the number of the privacy masks that a frame has. What converts or scales the frame afterwards loses it. */
#pragma once
#include <gst/gst.h>

/* Marks a writable frame. */
void mask_meta_add(GstBuffer *buffer, guint64 generation);
/* Returns 0 for a frame without a mark. */
guint64 mask_meta_generation(GstBuffer *buffer);
