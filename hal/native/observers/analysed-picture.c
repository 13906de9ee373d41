/* Pictures of cameras: formats that the analysis does not know are told as one that it knows, with other planes or strides. */
#include "analysed-picture.h"

static AnalysisFormat format_of(GstVideoFormat format)
{
  switch (format) {
  case GST_VIDEO_FORMAT_NV12:
    return ANALYSIS_NV12;
  case GST_VIDEO_FORMAT_NV21:
    return ANALYSIS_NV21;
  case GST_VIDEO_FORMAT_YUY2:
    return ANALYSIS_YUY2;
  case GST_VIDEO_FORMAT_UYVY:
    return ANALYSIS_UYVY;
  case GST_VIDEO_FORMAT_GRAY8:
    return ANALYSIS_GRAY8;
  default: /* I420, and two that differ from it by the order of the planes and the lines of chroma */
    return ANALYSIS_I420;
  }
}

AnalysisPicture analysed_picture_of(const GstVideoFrame *frame)
{
  AnalysisPicture picture = { .format = format_of(GST_VIDEO_FRAME_FORMAT(frame)) };
  gboolean planar = picture.format == ANALYSIS_I420;
  /* Every second line of chroma is left out. */
  gsize apart = GST_VIDEO_FRAME_FORMAT(frame) == GST_VIDEO_FORMAT_Y42B ? 2 : 1;
  for (guint i = 0; i < GST_VIDEO_FRAME_N_PLANES(frame); i++) {
    /* Components of planar formats are Y, U and V, in whatever plane. */
    guint plane = planar ? (guint)GST_VIDEO_FORMAT_INFO_PLANE(frame->info.finfo, i) : i;
    picture.planes[i] = GST_VIDEO_FRAME_PLANE_DATA(frame, plane);
    picture.strides[i] = (gsize)GST_VIDEO_FRAME_PLANE_STRIDE(frame, plane) * (i > 0 ? apart : 1);
  }
  return picture;
}
