/* Pictures of cameras as the motion analysis takes them. */
#pragma once
#include <gst/video/video.h>

#include "analysis/motion.h"

#define ANALYSED_FORMATS "{ I420, YV12, NV12, NV21, Y42B, YUY2, UYVY, GRAY8 }"

/* The picture of a mapped frame of one of these formats; it lives as long as the frame is mapped. */
AnalysisPicture analysed_picture_of(const GstVideoFrame *frame);
