/* jfifsamples: gives pictures the samples of JFIF, full range and the matrix of BT.601, before they are encoded as JPEG. */
#include <gst/video/gstvideofilter.h>

#include "elements/elements.h"
#include "jfif-samples.h"

typedef struct {
  GstVideoFilter parent;
  JfifSamples samples;
  gint16 *offsets; /* of a row of luma; room for an odd width */
} JfifElement;

typedef GstVideoFilterClass JfifElementClass;

G_DEFINE_TYPE(JfifElement, jfif_element, GST_TYPE_VIDEO_FILTER)

static gboolean jfif_element_set_info(GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info, GstCaps *out,
                                      GstVideoInfo *out_info)
{
  JfifElement *self = (JfifElement *)filter;
  (void)in;
  (void)out;
  (void)out_info;
  g_free(self->offsets);
  self->offsets = g_new0(gint16, (gsize)GST_VIDEO_INFO_WIDTH(in_info) + 2);
  gboolean is_needed = jfif_samples_init(&self->samples, &in_info->colorimetry);
  gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(filter), !is_needed);
  return TRUE;
}

static guint8 *row_of(GstVideoFrame *frame, guint component, gint row)
{
  return (guint8 *)GST_VIDEO_FRAME_COMP_DATA(frame, component) + (gssize)row * GST_VIDEO_FRAME_COMP_STRIDE(frame, component);
}

static GstFlowReturn jfif_element_transform(GstVideoFilter *filter, GstVideoFrame *frame)
{
  JfifElement *self = (JfifElement *)filter;
  gint width = GST_VIDEO_FRAME_WIDTH(frame), height = GST_VIDEO_FRAME_HEIGHT(frame);
  if (GST_VIDEO_FRAME_N_COMPONENTS(frame) == 1) {
    for (gint y = 0; y < height; y++)
      jfif_samples_luma(row_of(frame, 0, y), NULL, (gsize)width);
    return GST_FLOW_OK;
  }
  gsize chroma = (gsize)GST_VIDEO_FRAME_COMP_WIDTH(frame, 1);
  gboolean has_offsets = self->samples.y_cb || self->samples.y_cr;
  gboolean is_half = GST_VIDEO_FRAME_COMP_WIDTH(frame, 1) != width;
  gint lines = GST_VIDEO_FRAME_COMP_HEIGHT(frame, 1) != height ? 2 : 1;
  for (gint row = 0; row < GST_VIDEO_FRAME_COMP_HEIGHT(frame, 1); row++) {
    jfif_samples_chroma(&self->samples, row_of(frame, 1, row), row_of(frame, 2, row), self->offsets, chroma);
    if (has_offsets && is_half)
      jfif_samples_widen(self->offsets, chroma);
    for (gint y = row * lines; y < height && y < (row + 1) * lines; y++)
      jfif_samples_luma(row_of(frame, 0, y), has_offsets ? self->offsets : NULL, (gsize)width);
  }
  return GST_FLOW_OK;
}

static void jfif_element_finalize(GObject *object)
{
  g_free(((JfifElement *)object)->offsets);
  G_OBJECT_CLASS(jfif_element_parent_class)->finalize(object);
}

static void jfif_element_class_init(JfifElementClass *class)
{
  GstElementClass *element = GST_ELEMENT_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = jfif_element_finalize;
  GstCaps *caps = gst_caps_from_string(GST_VIDEO_CAPS_MAKE("{ I420, YV12, Y42B, Y444, GRAY8 }"));
  gst_element_class_add_pad_template(element, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template(element, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref(caps);
  gst_element_class_set_static_metadata(element, "JFIF samples", "Filter/Video",
                                        "Gives pictures the full range and the matrix of JFIF", "Vedette");
  GST_BASE_TRANSFORM_CLASS(class)->transform_ip_on_passthrough = FALSE;
  class->set_info = jfif_element_set_info;
  class->transform_frame_ip = jfif_element_transform;
}

static void jfif_element_init(JfifElement *self)
{
  gst_base_transform_set_in_place(GST_BASE_TRANSFORM(self), TRUE);
}
