/* privacymask: draws the privacy masks in force of a channel into each frame, and marks the frame with their generation. */
#include <gst/video/gstvideofilter.h>
#include <string.h>

#include "elements/element-properties.h"
#include "elements/elements.h"
#include "mask-draw.h"
#include "mask-outline.h"
#include "pipelines/channel.h"
#include "pipelines/mask-meta.h"

typedef struct {
  GstVideoFilter parent;
  char *name; /* of the channel */
  char *map_text;
  PictureMap map;
  Channel *channel;      /* while started */
  MaskDrawing *drawing;  /* of the masks below in frames of the present caps */
  guint64 generation;    /* 0 for no drawing */
  PoseSpan span;         /* where the camera looked when it was made */
} PrivacyMask;

typedef GstVideoFilterClass PrivacyMaskClass;

static const PropertyRow properties[] = {
  { "channel", PROPERTY_TEXT, G_STRUCT_OFFSET(PrivacyMask, name), .blurb = "name of the channel whose masks are drawn" },
  { "map", PROPERTY_TEXT, G_STRUCT_OFFSET(PrivacyMask, map_text),
    .blurb = "(xx, xy, x0, yx, yy, y0) from shares of the captured picture to shares of this one" },
  { NULL },
};

G_DEFINE_TYPE(PrivacyMask, privacy_mask, GST_TYPE_VIDEO_FILTER)

static void forget_drawing(PrivacyMask *self)
{
  g_clear_pointer(&self->drawing, mask_drawing_free);
  self->generation = 0;
}

static gboolean privacy_mask_start(GstBaseTransform *base)
{
  PrivacyMask *self = (PrivacyMask *)base;
  if (!self->name || !picture_map_parse(self->map_text, &self->map)) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("the properties channel and map are not set"), (NULL));
    return FALSE;
  }
  self->channel = channel_get(self->name);
  return TRUE;
}

static gboolean privacy_mask_stop(GstBaseTransform *base)
{
  PrivacyMask *self = (PrivacyMask *)base;
  forget_drawing(self);
  g_clear_pointer(&self->channel, channel_unref);
  return TRUE;
}

static gboolean privacy_mask_set_info(GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info, GstCaps *out,
                                      GstVideoInfo *out_info)
{
  (void)in;
  (void)in_info;
  (void)out;
  (void)out_info;
  forget_drawing((PrivacyMask *)filter);
  return TRUE;
}

static void add_mask(MaskDrawing *drawing, const Mask *mask, const MaskGrid *grid, const GstVideoInfo *info)
{
  if (mask->kind == MASK_COLOR)
    mask_drawing_add_solid(drawing, grid, info, mask->rgb, mask->color);
  else
    mask_spans_append(mask->kind == MASK_PIXELATED ? drawing->mosaic : drawing->blurred, grid);
}

static MaskDrawing *drawing_of(PrivacyMask *self, const MaskSet *masks, const PoseSpan *span)
{
  static const double black[3] = { 16, 128, 128 };
  const GstVideoInfo *info = &GST_VIDEO_FILTER(self)->in_info;
  MaskDrawing *drawing = mask_drawing_new();
  gint columns = (GST_VIDEO_INFO_WIDTH(info) + MASK_CELL - 1) / MASK_CELL;
  gint rows = (GST_VIDEO_INFO_HEIGHT(info) + MASK_CELL - 1) / MASK_CELL;
  MaskGrid grid;
  if (mask_set_covers_all(masks)) {
    mask_grid_init(&grid, columns, rows);
    mask_grid_cover_all(&grid);
    mask_drawing_add_solid(drawing, &grid, info, FALSE, black);
    mask_grid_clear(&grid);
    return drawing;
  }
  for (guint i = 0; i < mask_set_size(masks); i++) {
    const Mask *mask = mask_set_get(masks, i);
    mask_grid_init(&grid, columns, rows);
    mask_outline_cover(&grid, mask, &self->map, span);
    add_mask(drawing, mask, &grid, info);
    mask_grid_clear(&grid);
  }
  return drawing;
}

/* Makes the drawing anew when the masks or the pose of the camera are others than before. */
static void refresh(PrivacyMask *self, const MaskSet *masks, guint64 generation)
{
  PoseSpan span;
  memset(&span, 0, sizeof span); /* spans are compared whole */
  if (mask_set_has_directions(masks))
    camera_pose_span(self->name, &span);
  if (self->drawing && self->generation == generation && memcmp(&span, &self->span, sizeof span) == 0)
    return;
  forget_drawing(self);
  self->drawing = drawing_of(self, masks, &span);
  self->generation = generation;
  self->span = span;
}

static GstFlowReturn draw(PrivacyMask *self, const MaskSet *masks, guint64 generation, GstBuffer *buffer)
{
  GstVideoFrame frame;
  if (!gst_video_frame_map(&frame, &GST_VIDEO_FILTER(self)->in_info, buffer,
                           GST_MAP_READWRITE | (GstMapFlags)GST_VIDEO_FRAME_MAP_FLAG_NO_REF)) {
    GST_ELEMENT_ERROR(self, STREAM, FAILED, ("the picture cannot be written, so it gets no privacy mask"), (NULL));
    return GST_FLOW_ERROR;
  }
  refresh(self, masks, generation);
  mask_draw(self->drawing, &frame);
  gst_video_frame_unmap(&frame);
  return GST_FLOW_OK;
}

/* A frame is marked after it was drawn into; without masks in force it stays unmarked, and the sink refuses it. */
static GstFlowReturn privacy_mask_transform(GstBaseTransform *base, GstBuffer *buffer)
{
  PrivacyMask *self = (PrivacyMask *)base;
  guint64 generation;
  MaskSet *masks = channel_masks(self->channel, &generation);
  if (!masks)
    return GST_FLOW_OK;
  GstFlowReturn result = mask_set_is_empty(masks) ? GST_FLOW_OK : draw(self, masks, generation, buffer);
  mask_set_unref(masks);
  if (result == GST_FLOW_OK)
    mask_meta_add(buffer, generation);
  return result;
}

static void privacy_mask_class_init(PrivacyMaskClass *class)
{
  GstElementClass *element = GST_ELEMENT_CLASS(class);
  GstBaseTransformClass *base = GST_BASE_TRANSFORM_CLASS(class);
  element_properties_install(G_OBJECT_CLASS(class), properties);
  GstCaps *caps = gst_caps_from_string(GST_VIDEO_CAPS_MAKE("{ I420, NV12, YV12, NV21, Y42B, YUY2, UYVY, GRAY8 }"));
  gst_element_class_add_pad_template(element, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template(element, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref(caps);
  gst_element_class_set_static_metadata(element, "Privacy masks", "Filter/Video", "Hides parts of a camera's picture",
                                        "Vedette");
  base->start = privacy_mask_start;
  base->stop = privacy_mask_stop;
  base->transform_ip = privacy_mask_transform;
  base->transform_ip_on_passthrough = FALSE;
  class->set_info = privacy_mask_set_info;
}

static void privacy_mask_init(PrivacyMask *self)
{
  gst_base_transform_set_in_place(GST_BASE_TRANSFORM(self), TRUE);
}
