/* Controls of the kernel driver behind a V4L2 element of GStreamer. */
#pragma once
#include <gst/gst.h>

/* Returns the values in force of the controls that the element's `extra-controls` names, a line `name=value` for each that the
 * driver has; NULL for an element without a device or without such controls. Free with g_free. */
char *driver_controls_read(GstElement *element);
