/* nosignalmark: writes NO SIGNAL and the time over pictures. */
#include <gst/video/gstvideofilter.h>
#include <string.h>

#include "elements/elements.h"
#include "scene-mark.h"

typedef GstVideoFilter NoSignalMark;
typedef GstVideoFilterClass NoSignalMarkClass;

G_DEFINE_TYPE(NoSignalMark, no_signal_mark, GST_TYPE_VIDEO_FILTER)

/* Columns of a character with the gap after it. */
#define ADVANCE 6
#define MESSAGE "NO SIGNAL"

static void write_centred(const ScenePicture *picture, gint y, gint scale, const char *text)
{
  gint width = (gint)strlen(text) * ADVANCE * scale;
  scene_text(picture, (picture->width - width) / 2, y, scale, text);
}

static GstFlowReturn no_signal_mark_transform(GstVideoFilter *filter, GstVideoFrame *frame)
{
  (void)filter;
  ScenePicture picture = { .width = GST_VIDEO_FRAME_WIDTH(frame), .height = GST_VIDEO_FRAME_HEIGHT(frame) };
  for (guint plane = 0; plane < 3; plane++) {
    picture.plane[plane] = GST_VIDEO_FRAME_PLANE_DATA(frame, plane);
    picture.stride[plane] = GST_VIDEO_FRAME_PLANE_STRIDE(frame, plane);
  }
  gint scale = MAX(picture.width / 90, 1);
  GDateTime *now = g_date_time_new_now_utc();
  char *date = g_date_time_format(now, "%Y-%m-%d %H:%M:%S");
  write_centred(&picture, picture.height / 2 - 8 * scale, scale, MESSAGE);
  write_centred(&picture, picture.height / 2 + 6 * scale, MAX(scale / 3, 1), date);
  g_free(date);
  g_date_time_unref(now);
  return GST_FLOW_OK;
}

static void no_signal_mark_class_init(NoSignalMarkClass *class)
{
  GstElementClass *element = GST_ELEMENT_CLASS(class);
  GstCaps *caps = gst_caps_from_string("video/x-raw,format=I420");
  gst_element_class_add_pad_template(element, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template(element, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref(caps);
  gst_element_class_set_static_metadata(element, "No signal", "Filter/Video", "Says that no picture comes", "Vedette");
  class->transform_frame_ip = no_signal_mark_transform;
}

static void no_signal_mark_init(NoSignalMark *self)
{
  (void)self;
}
