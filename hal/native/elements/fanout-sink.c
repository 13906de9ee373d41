/* rtpfanoutsink: hands payloaded RTP to the hub named by its property. */
#include <gst/base/gstbasesink.h>

#include "element-properties.h"
#include "elements.h"
#include "hub/hub-registry.h"
#include "runtime/monotonic.h"
#include "pipelines/pipeline-watch.h"

#define CACHE_BYTES (8 * 1024 * 1024)

typedef struct {
  GstBaseSink parent;
  char *name;
  guint cache_ms;
  Hub *hub; /* while started */
} FanoutSink;

typedef GstBaseSinkClass FanoutSinkClass;

static const PropertyRow properties[] = {
  { "hub", PROPERTY_TEXT, G_STRUCT_OFFSET(FanoutSink, name), .blurb = "name of the stream" },
  { "cache-ms", PROPERTY_UINT, G_STRUCT_OFFSET(FanoutSink, cache_ms), 0, 60000, 200,
    "age up to which a new receiver starts with the last key frame" },
  { NULL },
};

G_DEFINE_TYPE(FanoutSink, fanout_sink, GST_TYPE_BASE_SINK)

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS("application/x-rtp"));

static gboolean fanout_sink_start(GstBaseSink *base)
{
  FanoutSink *self = (FanoutSink *)base;
  StreamCache cache = { self->cache_ms * NS_PER_MS, CACHE_BYTES };
  self->hub = hub_find(self->name);
  if (!self->hub) {
    GST_ELEMENT_ERROR(self, RESOURCE, NOT_FOUND, ("no hub '%s'", self->name), (NULL));
    return FALSE;
  }
  pipeline_watch(GST_ELEMENT(self), self->name);
  hub_attach(self->hub, GST_ELEMENT(self), &cache);
  return TRUE;
}

static gboolean fanout_sink_stop(GstBaseSink *base)
{
  FanoutSink *self = (FanoutSink *)base;
  if (self->hub) {
    hub_detach(self->hub, GST_ELEMENT(self));
    hub_unref(self->hub);
  }
  self->hub = NULL;
  return TRUE;
}

static gboolean fanout_sink_set_caps(GstBaseSink *base, GstCaps *caps)
{
  hub_set_caps(((FanoutSink *)base)->hub, caps);
  return TRUE;
}

static gint64 capture_time(gpointer sink, GstBuffer *buffer)
{
  const GstBaseSink *base = sink;
  guint64 running = gst_segment_to_running_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  if (!GST_CLOCK_TIME_IS_VALID(running))
    return monotonic_ns();
  return (gint64)(running + gst_element_get_base_time(GST_ELEMENT(base)));
}

static GstFlowReturn fanout_sink_render(GstBaseSink *base, GstBuffer *buffer)
{
  hub_push(((FanoutSink *)base)->hub, buffer, capture_time(base, buffer));
  return GST_FLOW_OK;
}

static GstFlowReturn fanout_sink_render_list(GstBaseSink *base, GstBufferList *list)
{
  hub_push_list(((FanoutSink *)base)->hub, list, capture_time, base);
  return GST_FLOW_OK;
}

static void fanout_sink_class_init(FanoutSinkClass *class)
{
  element_properties_install(G_OBJECT_CLASS(class), properties);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &sink_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "RTP fan-out sink", "Sink/Network",
                                        "Sends one RTP stream to many receivers", "Vedette");
  class->start = fanout_sink_start;
  class->stop = fanout_sink_stop;
  class->set_caps = fanout_sink_set_caps;
  class->render = fanout_sink_render;
  class->render_list = fanout_sink_render_list;
}

static void fanout_sink_init(FanoutSink *self)
{
  gst_base_sink_set_sync(GST_BASE_SINK(self), FALSE);
  gst_base_sink_set_async_enabled(GST_BASE_SINK(self), FALSE);
  gst_base_sink_set_last_sample_enabled(GST_BASE_SINK(self), FALSE);
}
