/* framesink: publishes frames on the channel named by its property. */
#include <gst/base/gstbasesink.h>

#include "pipelines/channel.h"
#include "pipelines/mask-meta.h"
#include "element-properties.h"
#include "elements.h"
#include "picture-meter.h"
#include "runtime/monotonic.h"
#include "pipelines/pipeline-watch.h"

typedef struct {
  GstBaseSink parent;
  char *name;
  gboolean substitute;
  gboolean derived;
  Channel *channel; /* while started */
  GstCaps *caps;
  FrameGuard guard;
  guint64 generation; /* of the masks in the last frame */
  guint refused;      /* frames since the last that was published */
  gboolean measure;
  char *picture; /* the newest measure */
  gint64 measured_at;
  PictureMeter meter;
  GstVideoInfo info;
  gboolean measurable; /* caps of raw video that can be read */
} FrameSink;

/* Time between two measures. */
#define MEASURE_INTERVAL (NS_PER_SECOND / 2)
/* Frames refused in a row that end the pipeline: a change of the masks costs some few. */
#define MOST_REFUSED 50

typedef GstBaseSinkClass FrameSinkClass;

static const PropertyRow properties[] = {
  { "channel", PROPERTY_TEXT, G_STRUCT_OFFSET(FrameSink, name), .blurb = "where the frames are published" },
  { "substitute", PROPERTY_BOOLEAN, G_STRUCT_OFFSET(FrameSink, substitute),
    .blurb = "stands in while the camera delivers nothing; reports as NAME/no-signal" },
  { "derived", PROPERTY_BOOLEAN, G_STRUCT_OFFSET(FrameSink, derived),
    .blurb = "frames are made of published ones; else pictures need the masks in force" },
  { "measure", PROPERTY_BOOLEAN, G_STRUCT_OFFSET(FrameSink, measure), .blurb = "measures a picture twice a second" },
  { "picture", PROPERTY_TEXT, G_STRUCT_OFFSET(FrameSink, picture),
    .blurb = "the newest measure: darkest/lightest/edges/likeness" },
  { NULL },
};

G_DEFINE_TYPE(FrameSink, frame_sink, GST_TYPE_BASE_SINK)

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static gboolean frame_sink_start(GstBaseSink *base)
{
  FrameSink *self = (FrameSink *)base;
  if (!self->name) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("the property channel is not set"), (NULL));
    return FALSE;
  }
  self->channel = channel_get(self->name);
  self->meter.known = FALSE;
  self->refused = 0;
  /* A pipeline is used again, also for another camera. */
  g_clear_pointer(&self->picture, g_free);
  return TRUE;
}

static gboolean frame_sink_stop(GstBaseSink *base)
{
  FrameSink *self = (FrameSink *)base;
  if (self->channel)
    channel_unref(self->channel);
  self->channel = NULL;
  gst_caps_replace(&self->caps, NULL);
  return TRUE;
}

/* Sinks get ready before sources: a device that cannot be opened, which fails before any start, is reported. */
static GstStateChangeReturn frame_sink_change_state(GstElement *element, GstStateChange change)
{
  FrameSink *self = (FrameSink *)element;
  if (change == GST_STATE_CHANGE_NULL_TO_READY && self->name) {
    char *reports = g_strconcat(self->name, self->substitute ? "/no-signal" : NULL, NULL);
    pipeline_watch(element, reports);
    g_free(reports);
  }
  return GST_ELEMENT_CLASS(frame_sink_parent_class)->change_state(element, change);
}

/* Whatever is a picture of a camera needs its masks; sound and data do not. */
static FrameGuard guard_of(const FrameSink *self, GstCaps *caps)
{
  const char *media = gst_structure_get_name(gst_caps_get_structure(caps, 0));
  if (self->derived)
    return FRAME_FREE;
  if (g_str_equal(media, "video/x-raw"))
    return FRAME_RAW;
  return g_str_has_prefix(media, "video/") || g_str_has_prefix(media, "image/") ? FRAME_ENCODED : FRAME_FREE;
}

static gboolean frame_sink_set_caps(GstBaseSink *base, GstCaps *caps)
{
  FrameSink *self = (FrameSink *)base;
  gst_caps_replace(&self->caps, caps);
  self->guard = guard_of(self, caps);
  self->measurable = self->measure && gst_structure_has_name(gst_caps_get_structure(caps, 0), "video/x-raw") &&
                     gst_video_info_from_caps(&self->info, caps);
  return TRUE;
}

static void measure_picture(FrameSink *self, GstBuffer *buffer)
{
  gint64 now = monotonic_ns();
  PictureMeasure measure;
  if (now - self->measured_at < MEASURE_INTERVAL)
    return;
  self->measured_at = now;
  self->measurable = picture_meter_take(&self->meter, &self->info, buffer, &measure);
  if (!self->measurable)
    return;
  char *text = g_strdup_printf("%.3f/%.3f/%.3f/%.3f", measure.darkest, measure.lightest, measure.edges, measure.likeness);
  GST_OBJECT_LOCK(self);
  char *before = self->picture;
  self->picture = text;
  GST_OBJECT_UNLOCK(self);
  g_free(before);
}

static GstFlowReturn refuse(FrameSink *self)
{
  if (++self->refused < MOST_REFUSED)
    return GST_FLOW_OK;
  self->refused = 0;
  GST_ELEMENT_ERROR(self, STREAM, FAILED,
                    (self->guard == FRAME_RAW ? "the pictures lack the privacy masks in force"
                                              : "encoded pictures cannot get the privacy masks in force"),
                    (NULL));
  return GST_FLOW_ERROR;
}

static GstFlowReturn frame_sink_render(GstBaseSink *base, GstBuffer *buffer)
{
  FrameSink *self = (FrameSink *)base;
  guint64 running = gst_segment_to_running_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  gint64 time = GST_CLOCK_TIME_IS_VALID(running)
                    ? (gint64)(running + gst_element_get_base_time(GST_ELEMENT(base)))
                    : monotonic_ns();
  if (!self->caps)
    return GST_FLOW_NOT_NEGOTIATED;
  if (self->substitute) {
    channel_substitute(self->channel, self->caps, buffer, time);
    return GST_FLOW_OK;
  }
  guint64 generation = mask_meta_generation(buffer);
  gboolean published = channel_publish(self->channel, self->caps, buffer, time, self->guard, generation);
  if (!published)
    return refuse(self);
  self->refused = 0;
  if (generation != self->generation)
    self->meter.known = FALSE; /* other masks are no change of the scene */
  self->generation = generation;
  if (self->measurable)
    measure_picture(self, buffer);
  return GST_FLOW_OK;
}

static void frame_sink_class_init(FrameSinkClass *class)
{
  element_properties_install(G_OBJECT_CLASS(class), properties);
  GST_ELEMENT_CLASS(class)->change_state = frame_sink_change_state;
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &sink_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Frame sink", "Sink",
                                        "Publishes frames to other pipelines of the process", "Vedette");
  class->start = frame_sink_start;
  class->stop = frame_sink_stop;
  class->set_caps = frame_sink_set_caps;
  class->render = frame_sink_render;
}

static void frame_sink_init(FrameSink *self)
{
  gst_base_sink_set_sync(GST_BASE_SINK(self), FALSE);
  gst_base_sink_set_async_enabled(GST_BASE_SINK(self), FALSE);
  gst_base_sink_set_last_sample_enabled(GST_BASE_SINK(self), FALSE);
}
