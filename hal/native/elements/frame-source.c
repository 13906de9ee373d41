/* framesrc: a live source of the frames of a channel, at most at a given frame rate. */
#include <gst/base/gstpushsrc.h>

#include "pipelines/channel.h"
#include "element-properties.h"
#include "elements.h"
#include "runtime/monotonic.h"
#include "pipelines/frame-pace.h"
#include "pipelines/pipeline-watch.h"

typedef struct {
  GstPushSrc parent;
  char *name;
  char *reports; /* name of its pipeline's, where the sink is not ours */
  guint depth;
  double rate; /* frames per second, 0 for all */
  double lead; /* seconds by which what follows is late */
  Channel *channel;
  ChannelReader *reader; /* both while started */
  GstCaps *seen;         /* caps of the last frame as published */
  FramePace pace;
  gboolean tells;      /* substitutes are told */
  gboolean substitute; /* told last */
} FrameSource;

typedef GstPushSrcClass FrameSourceClass;

static void watch(GstElement *element)
{
  const char *name = ((FrameSource *)element)->reports;
  if (name)
    pipeline_watch(element, name);
}

static const PropertyRow properties[] = {
  { "channel", PROPERTY_TEXT, G_STRUCT_OFFSET(FrameSource, name), .blurb = "name of the channel whose frames it takes" },
  { "depth", PROPERTY_UINT, G_STRUCT_OFFSET(FrameSource, depth), 1, 1000, 1, "frames that may wait; 1: the newest wins" },
  { "rate", PROPERTY_DOUBLE, G_STRUCT_OFFSET(FrameSource, rate), 0, 1000, 0, "frames per second, 0 for all" },
  { "lead", PROPERTY_DOUBLE, G_STRUCT_OFFSET(FrameSource, lead), 0, 1, 0,
    "seconds the times are set back: delay of the encoder" },
  { "tell-substitutes", PROPERTY_BOOLEAN, G_STRUCT_OFFSET(FrameSource, tells),
    .blurb = "tells by an event which frames are substitutes" },
  { "reports", PROPERTY_TEXT, G_STRUCT_OFFSET(FrameSource, reports),
    .blurb = "name of the pipeline's reports, where its sink has none", .changed = watch },
  { NULL },
};

G_DEFINE_TYPE(FrameSource, frame_source, GST_TYPE_PUSH_SRC)

static GstStaticPadTemplate source_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static gboolean frame_source_start(GstBaseSrc *base)
{
  FrameSource *self = (FrameSource *)base;
  if (!self->name) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("the property channel is not set"), (NULL));
    return FALSE;
  }
  self->pace = (FramePace){ 0 };
  self->substitute = FALSE;
  self->channel = channel_get(self->name);
  self->reader = channel_reader_new(self->channel, self->depth);
  return TRUE;
}

static gboolean frame_source_stop(GstBaseSrc *base)
{
  FrameSource *self = (FrameSource *)base;
  GST_OBJECT_LOCK(self); /* a flush may come from another thread */
  ChannelReader *reader = g_steal_pointer(&self->reader);
  GST_OBJECT_UNLOCK(self);
  channel_reader_free(reader);
  g_clear_pointer(&self->channel, channel_unref);
  gst_caps_replace(&self->seen, NULL);
  return TRUE;
}

/* A source that is not started has no reader. */
static gboolean set_flushing(FrameSource *self, gboolean flushing)
{
  GST_OBJECT_LOCK(self);
  if (self->reader)
    channel_reader_set_flushing(self->reader, flushing);
  GST_OBJECT_UNLOCK(self);
  return TRUE;
}

static gboolean frame_source_unlock(GstBaseSrc *base)
{
  return set_flushing((FrameSource *)base, TRUE);
}

static gboolean frame_source_unlock_stop(GstBaseSrc *base)
{
  return set_flushing((FrameSource *)base, FALSE);
}

/* A picture from just before the start gets the time of the start. Sound would be shifted by that and is dropped. */
static gboolean is_before_start(FrameSource *self, const ChannelFrame *frame)
{
  gint64 own = frame->time - (gint64)(self->lead * (double)NS_PER_SECOND);
  return own < (gint64)gst_element_get_base_time(GST_ELEMENT(self)) &&
         gst_structure_has_name(gst_caps_get_structure(frame->caps, 0), "audio/x-raw");
}

static gboolean negotiate(FrameSource *self, GstCaps *published)
{
  if (self->seen == published || (self->seen && gst_caps_is_equal(self->seen, published)))
    return TRUE;
  gst_caps_replace(&self->seen, published);
  GstCaps *caps = gst_caps_copy(published);
  if (self->rate > 0) {
    gint numerator, denominator;
    gst_util_double_to_fraction(self->rate, &numerator, &denominator);
    gst_caps_set_simple(caps, "framerate", GST_TYPE_FRACTION, numerator, denominator, NULL);
  }
  gboolean accepted = gst_base_src_set_caps(GST_BASE_SRC(self), caps);
  gst_caps_unref(caps);
  return accepted;
}

/* Tells what follows, by an event, whether the frames to come are the camera's or substitutes. */
static void tell_substitute(FrameSource *self, gboolean substitute)
{
  if (!self->tells || substitute == self->substitute)
    return;
  self->substitute = substitute;
  GstStructure *told = gst_structure_new(SUBSTITUTE_EVENT, "on", G_TYPE_BOOLEAN, substitute, NULL);
  gst_pad_push_event(GST_BASE_SRC_PAD(self), gst_event_new_custom(GST_EVENT_CUSTOM_DOWNSTREAM, told));
}

/* Returns a shallow copy with this pipeline's time. The original stays out of its pool as long as the copy exists. */
static GstBuffer *retime(FrameSource *self, GstBuffer *original, gint64 time)
{
  gint64 lead = (gint64)(self->lead * (double)NS_PER_SECOND);
  gint64 own = time - lead - (gint64)gst_element_get_base_time(GST_ELEMENT(self));
  GstBuffer *buffer = gst_buffer_copy(original);
  gst_buffer_add_parent_buffer_meta(buffer, original);
  GST_BUFFER_PTS(buffer) = (GstClockTime)MAX(own, 0);
  GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION(buffer) =
      self->rate > 0 ? (GstClockTime)(NS_PER_SECOND / self->rate) : GST_BUFFER_DURATION(original);
  return buffer;
}

static GstFlowReturn frame_source_create(GstPushSrc *push, GstBuffer **buffer)
{
  FrameSource *self = (FrameSource *)push;
  ChannelFrame frame;
  do {
    if (!channel_reader_wait(self->reader, &frame))
      return GST_FLOW_FLUSHING;
    *buffer = NULL;
    gboolean wanted = !is_before_start(self, &frame) && frame_pace_is_due(&self->pace, self->rate, frame.time);
    gboolean accepted = !wanted || negotiate(self, frame.caps);
    if (wanted && accepted) {
      tell_substitute(self, frame.substitute);
      *buffer = retime(self, frame.buffer, frame.time);
    }
    gst_buffer_unref(frame.buffer);
    gst_caps_unref(frame.caps);
    if (!accepted)
      return GST_FLOW_NOT_NEGOTIATED;
  } while (!*buffer);
  return GST_FLOW_OK;
}

/* Caps are those of the frames: before the first one nothing is negotiated. */
static gboolean frame_source_negotiate(GstBaseSrc *base)
{
  (void)base;
  return TRUE;
}

static void frame_source_class_init(FrameSourceClass *class)
{
  GstBaseSrcClass *base = GST_BASE_SRC_CLASS(class);
  element_properties_install(G_OBJECT_CLASS(class), properties);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &source_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Frame source", "Source",
                                        "Frames of another pipeline of the process", "Vedette");
  base->start = frame_source_start;
  base->stop = frame_source_stop;
  base->unlock = frame_source_unlock;
  base->unlock_stop = frame_source_unlock_stop;
  base->negotiate = frame_source_negotiate;
  class->create = frame_source_create;
}

static void frame_source_init(FrameSource *self)
{
  gst_base_src_set_live(GST_BASE_SRC(self), TRUE);
  gst_base_src_set_format(GST_BASE_SRC(self), GST_FORMAT_TIME);
}
