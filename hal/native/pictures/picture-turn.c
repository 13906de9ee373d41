/* pictureturn: turns pictures clockwise, then mirrors them from left to right. */
#include <gst/video/gstvideofilter.h>

#include "elements/element-properties.h"
#include "elements/elements.h"
#include "turn-plane.h"

typedef struct {
  GstVideoFilter parent;
  gint degrees;
  gboolean mirror;
} PictureTurn;

typedef GstVideoFilterClass PictureTurnClass;

static const PropertyRow properties[] = {
  { "degrees", PROPERTY_INT, G_STRUCT_OFFSET(PictureTurn, degrees), 0, 270, 0, "clockwise turn: 0, 90, 180 or 270" },
  { "mirror", PROPERTY_BOOLEAN, G_STRUCT_OFFSET(PictureTurn, mirror), .blurb = "mirrors from left to right after the turn" },
  { NULL },
};

G_DEFINE_TYPE(PictureTurn, picture_turn, GST_TYPE_VIDEO_FILTER)

static gboolean is_quarter(const PictureTurn *self)
{
  return self->degrees == 90 || self->degrees == 270;
}

static void swap_sides(GstStructure *structure)
{
  const GValue *width = gst_structure_get_value(structure, "width");
  const GValue *height = gst_structure_get_value(structure, "height");
  if (width && height) {
    GValue wide = G_VALUE_INIT, high = G_VALUE_INIT;
    g_value_init(&wide, G_VALUE_TYPE(width));
    g_value_init(&high, G_VALUE_TYPE(height));
    g_value_copy(width, &wide);
    g_value_copy(height, &high);
    gst_structure_take_value(structure, "width", &high);
    gst_structure_take_value(structure, "height", &wide);
  }
  gint numerator, denominator;
  if (gst_structure_get_fraction(structure, "pixel-aspect-ratio", &numerator, &denominator))
    gst_structure_set(structure, "pixel-aspect-ratio", GST_TYPE_FRACTION, denominator, numerator, NULL);
}

/* The same in both directions: a quarter turn swaps width and height. */
static GstCaps *picture_turn_transform_caps(GstBaseTransform *base, GstPadDirection direction, GstCaps *caps,
                                            GstCaps *filter)
{
  (void)direction;
  GstCaps *turned = gst_caps_copy(caps);
  if (is_quarter((PictureTurn *)base))
    for (guint i = 0; i < gst_caps_get_size(turned); i++)
      swap_sides(gst_caps_get_structure(turned, i));
  if (!filter)
    return turned;
  GstCaps *common = gst_caps_intersect_full(filter, turned, GST_CAPS_INTERSECT_FIRST);
  gst_caps_unref(turned);
  return common;
}

static GstFlowReturn picture_turn_transform(GstVideoFilter *filter, GstVideoFrame *from, GstVideoFrame *to)
{
  const PictureTurn *self = (PictureTurn *)filter;
  Turn turn = turn_of(self->degrees, self->mirror);
  for (guint plane = 0; plane < GST_VIDEO_FRAME_N_PLANES(to); plane++) {
    /* The component of a plane's number is in that plane, in all these formats; chroma of NV12 stands in pairs. */
    gsize bytes = (gsize)GST_VIDEO_FRAME_COMP_PSTRIDE(to, plane);
    turn_plane(turn,
               (TurnPlane){ GST_VIDEO_FRAME_PLANE_DATA(from, plane), (gsize)GST_VIDEO_FRAME_PLANE_STRIDE(from, plane) },
               (TurnPlane){ GST_VIDEO_FRAME_PLANE_DATA(to, plane), (gsize)GST_VIDEO_FRAME_PLANE_STRIDE(to, plane) },
               (gsize)GST_VIDEO_FRAME_COMP_WIDTH(to, plane), (gsize)GST_VIDEO_FRAME_COMP_HEIGHT(to, plane), bytes);
  }
  return GST_FLOW_OK;
}

static void picture_turn_class_init(PictureTurnClass *class)
{
  GstElementClass *element = GST_ELEMENT_CLASS(class);
  element_properties_install(G_OBJECT_CLASS(class), properties);
  GstCaps *caps = gst_caps_from_string(GST_VIDEO_CAPS_MAKE("{ I420, NV12, YV12, NV21, GRAY8 }"));
  gst_element_class_add_pad_template(element, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template(element, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref(caps);
  gst_element_class_set_static_metadata(element, "Picture turn", "Filter/Video", "Turns and mirrors pictures", "Vedette");
  GST_BASE_TRANSFORM_CLASS(class)->transform_caps = picture_turn_transform_caps;
  class->transform_frame = picture_turn_transform;
}

static void picture_turn_init(PictureTurn *self)
{
  (void)self;
}
