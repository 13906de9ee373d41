/* osdblend: draws texts and images over frames. Frames without any pass untouched. */
#include <gst/video/gstvideofilter.h>
#include <math.h>

#include "elements/element-properties.h"
#include "elements/elements.h"
#include "osd-bitmap.h"
#include "osd-clock.h"
#include "runtime/monotonic.h"

/* Height of a picture in units of a font size, smallest em, and em from which a text has an outline; pixels. */
#define UNITS 1080
#define SMALLEST_EM 10
#define OUTLINED_EM 20
/* Margin of the corners, and most of a text: parts of the picture's height. */
#define MARGIN_PART 40
#define TEXT_PART 3
/* Shapes that differ by less fill the frame; others have borders. */
#define SAME_SHAPE 0.01

typedef struct {
  char *text; /* that the bitmap shows; NULL for an image */
  OsdBitmap *bitmap; /* NULL for nothing */
} Shown;

/* Part of the frame that the picture fills. */
typedef struct {
  gint x, y, width, height;
} Content;

typedef struct {
  GstVideoFilter parent;
  char *text;
  guint picture_width; /* of the source, 0 for that of the frame */
  guint picture_height;
  OsdLayers *layers; /* guarded by the object lock */
  OsdLayers *drawn;  /* of which `shown` is made, as all below in the streaming thread */
  GArray *shown;     /* of Shown */
  PangoContext *context;
} OsdBlend;

typedef GstVideoFilterClass OsdBlendClass;

/* The first value comes before the element is whole. */
static void read_layers(GstElement *element)
{
  OsdBlend *self = (OsdBlend *)element;
  OsdLayers *layers = osd_layers_parse(self->text);
  GST_OBJECT_LOCK(self);
  OsdLayers *before = self->layers;
  self->layers = layers;
  GST_OBJECT_UNLOCK(self);
  g_clear_pointer(&before, osd_layers_unref);
}

static const PropertyRow properties[] = {
  { "layers", PROPERTY_TEXT, G_STRUCT_OFFSET(OsdBlend, text), .blurb = "texts and images, as osd-layers.h tells",
    .changed = read_layers },
  { "picture-width", PROPERTY_UINT, G_STRUCT_OFFSET(OsdBlend, picture_width), 0, 65535, 0, "of the source" },
  { "picture-height", PROPERTY_UINT, G_STRUCT_OFFSET(OsdBlend, picture_height), 0, 65535, 0, "of the source" },
  { NULL },
};

G_DEFINE_TYPE(OsdBlend, osd_blend, GST_TYPE_VIDEO_FILTER)

static void clear_shown(gpointer data)
{
  Shown *shown = data;
  g_free(shown->text);
  g_clear_pointer(&shown->bitmap, osd_bitmap_free);
}

static void forget_drawn(OsdBlend *self)
{
  g_array_set_size(self->shown, 0);
  g_clear_pointer(&self->drawn, osd_layers_unref);
}

static Content content_of(const OsdBlend *self, const GstVideoInfo *info)
{
  gint width = GST_VIDEO_INFO_WIDTH(info), height = GST_VIDEO_INFO_HEIGHT(info);
  Content content = { 0, 0, width, height };
  if (self->picture_width == 0 || self->picture_height == 0)
    return content;
  double ratio = (double)self->picture_width / self->picture_height / ((double)width / height);
  if (ratio > 1 + SAME_SHAPE)
    content.height = (gint)(height / ratio) & ~1;
  else if (ratio < 1 - SAME_SHAPE)
    content.width = (gint)(width * ratio) & ~1;
  content.x = ((width - content.width) / 2) & ~1;
  content.y = ((height - content.height) / 2) & ~1;
  return content;
}

static OsdBitmap *draw_text(OsdBlend *self, const OsdLayer *layer, const char *text, const Content *content)
{
  double em = MAX(SMALLEST_EM, round(layer->size * content->height / UNITS));
  gint margin = content->height / MARGIN_PART;
  if (!self->context)
    self->context = osd_text_context_new();
  OsdGlyphs *glyphs = osd_text_render(self->context, text, em, MAX(16, content->width - 4 * margin),
                                      MAX(SMALLEST_EM + 4, content->height / TEXT_PART));
  OsdBitmap *bitmap = osd_bitmap_from_text(glyphs, layer, glyphs->em < OUTLINED_EM, &GST_VIDEO_FILTER(self)->in_info);
  osd_glyphs_free(glyphs);
  return bitmap;
}

/* A pixel of the image is a pixel of the source's picture; an image larger than half the picture is made to fit into half. */
static OsdBitmap *draw_image(OsdBlend *self, const OsdLayer *layer, const Content *content)
{
  double scale = self->picture_height ? (double)content->height / self->picture_height : 1;
  scale = MIN(scale, MIN(content->width / 2.0 / layer->width, content->height / 2.0 / layer->height));
  gint width = MAX(2, (gint)lround(layer->width * scale)), height = MAX(2, (gint)lround(layer->height * scale));
  return osd_bitmap_from_image(layer, width, height, &GST_VIDEO_FILTER(self)->in_info);
}

static char *text_of(const OsdLayer *layer, gint64 local)
{
  if (*layer->date || *layer->time)
    return osd_clock_text(layer->date, layer->time, local);
  return g_strdup(layer->plain);
}

/* Makes the bitmap of a layer anew where its text is another one. Returns whether it did. */
static gboolean update(OsdBlend *self, const OsdLayer *layer, Shown *shown, const Content *content, gint64 local)
{
  char *text = layer->pixels ? NULL : text_of(layer, local);
  if ((shown->bitmap || !text || !*text) && g_strcmp0(text, shown->text) == 0 && (!layer->pixels || shown->bitmap)) {
    g_free(text);
    return FALSE;
  }
  clear_shown(shown);
  shown->text = text;
  if (layer->pixels)
    shown->bitmap = draw_image(self, layer, content);
  else if (*text)
    shown->bitmap = draw_text(self, layer, text, content);
  return TRUE;
}

static gint inside(gint place, gint size, gint from, gint room)
{
  return CLAMP(place, from, MAX(from, from + room - size)) & ~1;
}

static void place_at(OsdBitmap *bitmap, const OsdLayer *layer, const Content *content, gint *used)
{
  gint margin = (content->height / MARGIN_PART) & ~1, x, y;
  gboolean right = layer->place == OSD_UPPER_RIGHT || layer->place == OSD_LOWER_RIGHT;
  if (layer->place == OSD_CUSTOM) {
    x = content->x + (gint)lround((layer->x + 1) / 2 * content->width);
    y = content->y + (gint)lround((1 - layer->y) / 2 * content->height);
  } else {
    gint stacked = margin + used[layer->place];
    gboolean lower = layer->place == OSD_LOWER_LEFT || layer->place == OSD_LOWER_RIGHT;
    x = content->x + (right ? content->width - margin - bitmap->width : margin);
    y = content->y + (lower ? content->height - stacked - bitmap->height : stacked);
    used[layer->place] += bitmap->height + margin / 4;
  }
  bitmap->x = inside(x, bitmap->width, content->x, content->width);
  bitmap->y = inside(y, bitmap->height, content->y, content->height);
}

/* Brings the bitmaps up to the layers and to the time of a frame; several in a corner are stacked inwards. */
static void refresh(OsdBlend *self, OsdLayers *layers, gint64 local)
{
  Content content = content_of(self, &GST_VIDEO_FILTER(self)->in_info);
  gint used[OSD_PLACES] = { 0 };
  gboolean changed = layers != self->drawn;
  if (changed) {
    forget_drawn(self);
    self->drawn = osd_layers_ref(layers);
    g_array_set_size(self->shown, osd_layers_size(layers));
  }
  for (guint i = 0; i < self->shown->len; i++)
    changed = update(self, osd_layers_get(layers, i), &g_array_index(self->shown, Shown, i), &content, local) || changed;
  for (guint i = 0; changed && i < self->shown->len; i++) {
    Shown *shown = &g_array_index(self->shown, Shown, i);
    if (shown->bitmap)
      place_at(shown->bitmap, osd_layers_get(layers, i), &content, used);
  }
}

/* Returns when a frame was captured, CLOCK_MONOTONIC. */
static gint64 time_of(GstBaseTransform *base, GstBuffer *buffer)
{
  guint64 running = gst_segment_to_running_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  if (!GST_CLOCK_TIME_IS_VALID(running))
    return monotonic_ns();
  return (gint64)(running + gst_element_get_base_time(GST_ELEMENT(base)));
}

static OsdLayers *present_layers(OsdBlend *self)
{
  GST_OBJECT_LOCK(self);
  OsdLayers *layers = self->layers ? osd_layers_ref(self->layers) : NULL;
  GST_OBJECT_UNLOCK(self);
  return layers;
}

static GstFlowReturn osd_blend_transform(GstBaseTransform *base, GstBuffer *buffer)
{
  OsdBlend *self = (OsdBlend *)base;
  OsdLayers *layers = present_layers(self);
  GstVideoFrame frame;
  if (!layers || osd_layers_size(layers) == 0) {
    g_clear_pointer(&layers, osd_layers_unref);
    return GST_FLOW_OK;
  }
  refresh(self, layers, osd_clock_local(time_of(base, buffer)));
  osd_layers_unref(layers);
  /* Others may hold the pixels: the map copies them then. */
  if (!gst_video_frame_map(&frame, &GST_VIDEO_FILTER(self)->in_info, buffer,
                           GST_MAP_READWRITE | (GstMapFlags)GST_VIDEO_FRAME_MAP_FLAG_NO_REF))
    return GST_FLOW_ERROR;
  for (guint i = 0; i < self->shown->len; i++) {
    const Shown *shown = &g_array_index(self->shown, Shown, i);
    if (shown->bitmap)
      osd_bitmap_blend(shown->bitmap, &frame);
  }
  gst_video_frame_unmap(&frame);
  return GST_FLOW_OK;
}

static gboolean osd_blend_set_info(GstVideoFilter *filter, GstCaps *in, GstVideoInfo *in_info, GstCaps *out,
                                   GstVideoInfo *out_info)
{
  (void)in;
  (void)in_info;
  (void)out;
  (void)out_info;
  forget_drawn((OsdBlend *)filter);
  return TRUE;
}

static gboolean osd_blend_stop(GstBaseTransform *base)
{
  OsdBlend *self = (OsdBlend *)base;
  forget_drawn(self);
  g_clear_object(&self->context);
  return TRUE;
}

static void osd_blend_finalize(GObject *object)
{
  OsdBlend *self = (OsdBlend *)object;
  g_array_unref(self->shown);
  g_clear_pointer(&self->layers, osd_layers_unref);
  element_properties_free(object);
  G_OBJECT_CLASS(osd_blend_parent_class)->finalize(object);
}

static void osd_blend_class_init(OsdBlendClass *class)
{
  GstElementClass *element = GST_ELEMENT_CLASS(class);
  element_properties_install(G_OBJECT_CLASS(class), properties);
  G_OBJECT_CLASS(class)->finalize = osd_blend_finalize;
  GstCaps *caps = gst_caps_from_string(GST_VIDEO_CAPS_MAKE("{ I420, NV12, YV12, NV21 }"));
  gst_element_class_add_pad_template(element, gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_element_class_add_pad_template(element, gst_pad_template_new("src", GST_PAD_SRC, GST_PAD_ALWAYS, caps));
  gst_caps_unref(caps);
  gst_element_class_set_static_metadata(element, "On-screen display", "Filter/Video", "Texts and images over pictures",
                                        "Vedette");
  GST_BASE_TRANSFORM_CLASS(class)->stop = osd_blend_stop;
  GST_BASE_TRANSFORM_CLASS(class)->transform_ip = osd_blend_transform;
  GST_BASE_TRANSFORM_CLASS(class)->transform_ip_on_passthrough = FALSE;
  class->set_info = osd_blend_set_info;
}

static void osd_blend_init(OsdBlend *self)
{
  self->shown = g_array_new(FALSE, TRUE, sizeof(Shown));
  g_array_set_clear_func(self->shown, clear_shown);
  gst_base_transform_set_in_place(GST_BASE_TRANSFORM(self), TRUE);
}
