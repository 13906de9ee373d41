/* framesink: publishes frames on the channel named by its property. */
#include <gst/base/gstbasesink.h>

#include "pipelines/channel.h"
#include "element-properties.h"
#include "elements.h"
#include "runtime/monotonic.h"
#include "pipelines/pipeline-watch.h"

typedef struct {
  GstBaseSink parent;
  char *name;
  gboolean substitute;
  Channel *channel; /* while started */
  GstCaps *caps;
} FrameSink;

typedef GstBaseSinkClass FrameSinkClass;

static const PropertyRow properties[] = {
  { "channel", PROPERTY_TEXT, G_STRUCT_OFFSET(FrameSink, name), .blurb = "where the frames are published" },
  { "substitute", PROPERTY_BOOLEAN, G_STRUCT_OFFSET(FrameSink, substitute),
    .blurb = "stands in while the camera delivers nothing; reports as NAME/no-signal" },
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

static gboolean frame_sink_set_caps(GstBaseSink *base, GstCaps *caps)
{
  gst_caps_replace(&((FrameSink *)base)->caps, caps);
  return TRUE;
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
  if (self->substitute)
    channel_substitute(self->channel, self->caps, buffer, time);
  else
    channel_publish(self->channel, self->caps, buffer, time);
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
