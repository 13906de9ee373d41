/* windowscale: scales the window of a camera's picture to the size that is asked for. The window is set from outside, from
 * one frame to the next, without new caps. The whole picture in its own size passes on without a copy. */
#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>
#include <string.h>

#include "elements/element-properties.h"
#include "elements/elements.h"
#include "pipelines/channel.h"
#include "pipelines/picture-window.h"
#include "plane-scale.h"

#define PLANES 3
/* Shapes that differ by less fill the picture; others get black borders. */
#define SAME_SHAPE 0.01

typedef struct {
  GstBaseTransform parent;
  char *name; /* of the channel */
  Channel *channel;
  GstVideoInfo in;
  GstVideoInfo out;
  GstVideoConverter *whole; /* scales the whole picture, which is what most heads show most of the time */
  ScaleTaps across[PLANES];
  ScaleTaps down[PLANES];
} WindowScale;

typedef GstBaseTransformClass WindowScaleClass;

static const PropertyRow properties[] = {
  { "channel", PROPERTY_TEXT, G_STRUCT_OFFSET(WindowScale, name), .blurb = "name of the channel whose window it shows" },
  { NULL },
};

G_DEFINE_TYPE(WindowScale, window_scale, GST_TYPE_BASE_TRANSFORM)

#define CAPS GST_VIDEO_CAPS_MAKE("{ I420, NV12 }")
static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS(CAPS));
static GstStaticPadTemplate source_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(CAPS));

/* Every size can be made of every other. */
static GstCaps *window_scale_transform_caps(GstBaseTransform *base, GstPadDirection direction, GstCaps *caps,
                                            GstCaps *filter)
{
  (void)base;
  (void)direction;
  GstCaps *result = gst_caps_copy(caps);
  for (guint i = 0; i < gst_caps_get_size(result); i++) {
    GstStructure *structure = gst_caps_get_structure(result, i);
    gst_structure_set(structure, "width", GST_TYPE_INT_RANGE, 1, G_MAXINT, "height", GST_TYPE_INT_RANGE, 1, G_MAXINT, NULL);
    gst_structure_remove_field(structure, "pixel-aspect-ratio");
  }
  if (filter) {
    GstCaps *both = gst_caps_intersect_full(filter, result, GST_CAPS_INTERSECT_FIRST);
    gst_caps_unref(result);
    result = both;
  }
  return result;
}

static GstCaps *window_scale_fixate_caps(GstBaseTransform *base, GstPadDirection direction, GstCaps *caps, GstCaps *other)
{
  const GstStructure *from = gst_caps_get_structure(caps, 0);
  other = gst_caps_make_writable(gst_caps_truncate(other));
  GstStructure *to = gst_caps_get_structure(other, 0);
  gint width = 0, height = 0;
  if (gst_structure_get_int(from, "width", &width))
    gst_structure_fixate_field_nearest_int(to, "width", width);
  if (gst_structure_get_int(from, "height", &height))
    gst_structure_fixate_field_nearest_int(to, "height", height);
  return GST_BASE_TRANSFORM_CLASS(window_scale_parent_class)->fixate_caps(base, direction, caps, other);
}

static gboolean window_scale_get_unit_size(GstBaseTransform *base, GstCaps *caps, gsize *size)
{
  (void)base;
  GstVideoInfo info;
  if (!gst_video_info_from_caps(&info, caps))
    return FALSE;
  *size = GST_VIDEO_INFO_SIZE(&info);
  return TRUE;
}

static const PictureWindow whole_picture = { 0, 0, 1, 1 };

static gboolean is_whole(const PictureWindow *window)
{
  return window->width >= 1 && window->height >= 1;
}

/* Part of the result that the picture fills, in even pixels. */
typedef struct {
  gint left;
  gint top;
  gint width;
  gint height;
} Area;

static Area fit(const WindowScale *self, const PictureWindow *window)
{
  gint width = GST_VIDEO_INFO_WIDTH(&self->out), height = GST_VIDEO_INFO_HEIGHT(&self->out);
  double shape = GST_VIDEO_INFO_WIDTH(&self->in) * window->width / (GST_VIDEO_INFO_HEIGHT(&self->in) * window->height);
  double ratio = shape / ((double)width / height);
  Area area = { 0, 0, width, height };
  if (ratio > 1 + SAME_SHAPE)
    area.height = MAX(2, (gint)(height / ratio) & ~1);
  else if (ratio < 1 - SAME_SHAPE)
    area.width = MAX(2, (gint)(width * ratio) & ~1);
  area.left = ((width - area.width) / 2) & ~1;
  area.top = ((height - area.height) / 2) & ~1;
  return area;
}

static GstVideoConverter *whole_converter(WindowScale *self)
{
  Area area = fit(self, &whole_picture);
  return gst_video_converter_new(
      &self->in, &self->out,
      gst_structure_new("whole", GST_VIDEO_CONVERTER_OPT_RESAMPLER_METHOD, GST_TYPE_VIDEO_RESAMPLER_METHOD,
                        GST_VIDEO_RESAMPLER_METHOD_LINEAR, GST_VIDEO_CONVERTER_OPT_DEST_X, G_TYPE_INT, area.left,
                        GST_VIDEO_CONVERTER_OPT_DEST_Y, G_TYPE_INT, area.top, GST_VIDEO_CONVERTER_OPT_DEST_WIDTH, G_TYPE_INT,
                        area.width, GST_VIDEO_CONVERTER_OPT_DEST_HEIGHT, G_TYPE_INT, area.height, NULL));
}

static gboolean window_scale_set_caps(GstBaseTransform *base, GstCaps *in, GstCaps *out)
{
  WindowScale *self = (WindowScale *)base;
  g_clear_pointer(&self->whole, gst_video_converter_free);
  if (!gst_video_info_from_caps(&self->in, in) || !gst_video_info_from_caps(&self->out, out))
    return FALSE;
  self->whole = whole_converter(self);
  return self->whole != NULL;
}

static gboolean window_scale_start(GstBaseTransform *base)
{
  WindowScale *self = (WindowScale *)base;
  if (!self->name) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("the property channel is not set"), (NULL));
    return FALSE;
  }
  self->channel = channel_get(self->name);
  return TRUE;
}

static gboolean window_scale_stop(GstBaseTransform *base)
{
  WindowScale *self = (WindowScale *)base;
  g_clear_pointer(&self->whole, gst_video_converter_free);
  g_clear_pointer(&self->channel, channel_unref);
  for (guint plane = 0; plane < PLANES; plane++) {
    scale_taps_clear(&self->across[plane]);
    scale_taps_clear(&self->down[plane]);
  }
  return TRUE;
}

/* A substitute for the camera's picture is shown whole. */
static PictureWindow present_window(const WindowScale *self)
{
  if (channel_shows_camera(self->channel))
    return picture_window_get(self->name);
  return whole_picture;
}

static GstFlowReturn window_scale_prepare_output_buffer(GstBaseTransform *base, GstBuffer *in, GstBuffer **out)
{
  WindowScale *self = (WindowScale *)base;
  PictureWindow window = present_window(self);
  gboolean same = GST_VIDEO_INFO_WIDTH(&self->in) == GST_VIDEO_INFO_WIDTH(&self->out) &&
                  GST_VIDEO_INFO_HEIGHT(&self->in) == GST_VIDEO_INFO_HEIGHT(&self->out);
  if (same && is_whole(&window)) {
    *out = in;
    return GST_FLOW_OK;
  }
  return GST_BASE_TRANSFORM_CLASS(window_scale_parent_class)->prepare_output_buffer(base, in, out);
}

static void scale_component(WindowScale *self, const GstVideoFrame *in, const GstVideoFrame *out, guint plane,
                            const PictureWindow *window, const Area *area)
{
  /* Planes begin with components 0, 1 and 2; NV12 has two components in its second plane. */
  gint channels = GST_VIDEO_FRAME_COMP_PSTRIDE(in, plane);
  gint half = plane > 0, width = GST_VIDEO_FRAME_COMP_WIDTH(in, plane), height = GST_VIDEO_FRAME_COMP_HEIGHT(in, plane);
  gint across = half ? (area->width + 1) / 2 : area->width, down = half ? (area->height + 1) / 2 : area->height;
  scale_taps_prepare(&self->across[plane], window->left * width, window->width * width, width, across);
  scale_taps_prepare(&self->down[plane], window->top * height, window->height * height, height, down);
  SourcePlane source = { GST_VIDEO_FRAME_PLANE_DATA(in, plane), GST_VIDEO_FRAME_PLANE_STRIDE(in, plane), width, height };
  gint stride = GST_VIDEO_FRAME_PLANE_STRIDE(out, plane);
  guint8 *start = (guint8 *)GST_VIDEO_FRAME_PLANE_DATA(out, plane);
  ResultPlane result = { start + (area->top >> half) * stride + (area->left >> half) * channels, stride, across, down };
  plane_scale(&source, &result, channels, &self->across[plane], &self->down[plane]);
}

static void paint_black(const GstVideoFrame *frame)
{
  for (guint plane = 0; plane < GST_VIDEO_FRAME_N_PLANES(frame); plane++)
    for (gint y = 0; y < GST_VIDEO_FRAME_COMP_HEIGHT(frame, plane); y++)
      memset((guint8 *)GST_VIDEO_FRAME_PLANE_DATA(frame, plane) + y * GST_VIDEO_FRAME_PLANE_STRIDE(frame, plane),
             plane == 0 ? 16 : 128,
             (gsize)(GST_VIDEO_FRAME_COMP_WIDTH(frame, plane) * GST_VIDEO_FRAME_COMP_PSTRIDE(frame, plane)));
}

static void scale_window(WindowScale *self, const GstVideoFrame *from, const GstVideoFrame *to, const PictureWindow *window)
{
  Area area = fit(self, window);
  if (area.width < GST_VIDEO_FRAME_WIDTH(to) || area.height < GST_VIDEO_FRAME_HEIGHT(to))
    paint_black(to);
  for (guint plane = 0; plane < GST_VIDEO_FRAME_N_PLANES(from); plane++)
    scale_component(self, from, to, plane, window, &area);
}

static GstFlowReturn window_scale_transform(GstBaseTransform *base, GstBuffer *in, GstBuffer *out)
{
  WindowScale *self = (WindowScale *)base;
  if (in == out)
    return GST_FLOW_OK;
  GstVideoFrame from, to;
  if (!gst_video_frame_map(&from, &self->in, in, GST_MAP_READ))
    return GST_FLOW_ERROR;
  if (!gst_video_frame_map(&to, &self->out, out, GST_MAP_WRITE)) {
    gst_video_frame_unmap(&from);
    return GST_FLOW_ERROR;
  }
  PictureWindow window = present_window(self);
  if (is_whole(&window))
    gst_video_converter_frame(self->whole, &from, &to);
  else
    scale_window(self, &from, &to, &window);
  gst_video_frame_unmap(&to);
  gst_video_frame_unmap(&from);
  return GST_FLOW_OK;
}

static void window_scale_class_init(WindowScaleClass *class)
{
  GstElementClass *element_class = GST_ELEMENT_CLASS(class);
  element_properties_install(G_OBJECT_CLASS(class), properties);
  gst_element_class_add_static_pad_template(element_class, &sink_template);
  gst_element_class_add_static_pad_template(element_class, &source_template);
  gst_element_class_set_static_metadata(element_class, "Window of a camera's picture", "Filter/Converter/Video/Scaler",
                                        "Scales a window that may move with each frame", "Vedette");
  class->transform_caps = window_scale_transform_caps;
  class->fixate_caps = window_scale_fixate_caps;
  class->get_unit_size = window_scale_get_unit_size;
  class->set_caps = window_scale_set_caps;
  class->start = window_scale_start;
  class->stop = window_scale_stop;
  class->prepare_output_buffer = window_scale_prepare_output_buffer;
  class->transform = window_scale_transform;
  class->passthrough_on_same_caps = FALSE;
}

static void window_scale_init(WindowScale *self)
{
  gst_base_transform_set_in_place(GST_BASE_TRANSFORM(self), FALSE);
}
