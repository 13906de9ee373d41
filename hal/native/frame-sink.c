/* framesink: publishes frames on the channel named by its property. */
#include <gst/base/gstbasesink.h>

#include "channel.h"
#include "elements.h"
#include "monotonic.h"
#include "pipeline-watch.h"

typedef struct {
  GstBaseSink parent;
  char *name;
  Channel *channel; /* while started */
  GstCaps *caps;
} FrameSink;

typedef GstBaseSinkClass FrameSinkClass;

enum { PROPERTY_CHANNEL = 1 };

GType frame_sink_get_type(void);
G_DEFINE_TYPE(FrameSink, frame_sink, GST_TYPE_BASE_SINK)

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static gboolean frame_sink_start(GstBaseSink *base)
{
  FrameSink *self = (FrameSink *)base;
  if (!self->name) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("no channel"), (NULL));
    return FALSE;
  }
  pipeline_watch(GST_ELEMENT(self), self->name);
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
  channel_publish(self->channel, self->caps, buffer, time);
  return GST_FLOW_OK;
}

static void frame_sink_set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  FrameSink *self = (FrameSink *)object;
  if (id != PROPERTY_CHANNEL) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    return;
  }
  g_free(self->name);
  self->name = g_value_dup_string(value);
  /* Named before it starts: a device that cannot be opened fails earlier than the start of a sink. */
  if (self->name)
    pipeline_watch(GST_ELEMENT(self), self->name);
}

static void frame_sink_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROPERTY_CHANNEL)
    g_value_set_string(value, ((FrameSink *)object)->name);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void frame_sink_finalize(GObject *object)
{
  g_free(((FrameSink *)object)->name);
  G_OBJECT_CLASS(frame_sink_parent_class)->finalize(object);
}

static void frame_sink_class_init(FrameSinkClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  object->set_property = frame_sink_set_property;
  object->get_property = frame_sink_get_property;
  object->finalize = frame_sink_finalize;
  g_object_class_install_property(object, PROPERTY_CHANNEL,
                                  g_param_spec_string("channel", "channel", "where the frames are published", NULL,
                                                      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
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

gboolean frame_sink_register(void)
{
  return gst_element_register(NULL, "framesink", GST_RANK_NONE, frame_sink_get_type());
}
