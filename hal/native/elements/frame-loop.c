/* frameloop: keeps the encoded frames of a clip and repeats them in real time, as a camera that encodes would. */
#include <gst/gst.h>

#include "element-properties.h"
#include "elements.h"
#include "runtime/monotonic.h"

#define MAX_BYTES (256 * 1024 * 1024)

typedef struct {
  GstElement parent;
  GstPad *sink;
  GstPad *source;
  double rate;
  GMutex lock; /* guards all below */
  GCond changed;
  GPtrArray *frames; /* of GstBuffer */
  gsize bytes;
  gboolean playing;
  gboolean stopping;
  guint at;
  gint64 next; /* CLOCK_MONOTONIC ns, 0 before the first */
} FrameLoop;

typedef GstElementClass FrameLoopClass;

static const PropertyRow properties[] = {
  { "rate", PROPERTY_DOUBLE, G_STRUCT_OFFSET(FrameLoop, rate), 0.1, 240, 30, "frames per second" },
  { NULL },
};

G_DEFINE_TYPE(FrameLoop, frame_loop, GST_TYPE_ELEMENT)

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);
static GstStaticPadTemplate source_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

/* Waits until the next frame is due. Returns a new reference to it, or NULL when stopping. */
static GstBuffer *next_frame(FrameLoop *self)
{
  GstBuffer *frame = NULL;
  g_mutex_lock(&self->lock);
  while (!self->stopping && !self->playing)
    g_cond_wait(&self->changed, &self->lock);
  if (!self->next || monotonic_ns() - self->next > NS_PER_SECOND)
    self->next = monotonic_ns();
  while (!self->stopping && monotonic_ns() < self->next)
    g_cond_wait_until(&self->changed, &self->lock, (self->next + 999) / 1000);
  if (!self->stopping) {
    GstClockTime base = gst_element_get_base_time(GST_ELEMENT(self));
    frame = gst_buffer_copy(g_ptr_array_index(self->frames, self->at));
    GST_BUFFER_PTS(frame) = (GstClockTime)MAX(self->next - (gint64)base, 0);
    GST_BUFFER_DTS(frame) = GST_BUFFER_PTS(frame);
    GST_BUFFER_DURATION(frame) = (GstClockTime)(NS_PER_SECOND / self->rate);
    self->next += (gint64)(NS_PER_SECOND / self->rate);
    self->at = (self->at + 1) % self->frames->len;
  }
  g_mutex_unlock(&self->lock);
  return frame;
}

static void run(gpointer data)
{
  FrameLoop *self = data;
  GstBuffer *frame = next_frame(self);
  GstFlowReturn result = frame ? gst_pad_push(self->source, frame) : GST_FLOW_FLUSHING;
  if (result == GST_FLOW_OK)
    return;
  gst_pad_pause_task(self->source);
  if (result != GST_FLOW_FLUSHING)
    GST_ELEMENT_FLOW_ERROR(self, result);
}

static GstFlowReturn frame_loop_chain(GstPad *pad, GstObject *parent, GstBuffer *buffer)
{
  FrameLoop *self = (FrameLoop *)parent;
  (void)pad;
  g_mutex_lock(&self->lock);
  self->bytes += gst_buffer_get_size(buffer);
  gboolean fits = self->bytes <= MAX_BYTES;
  g_ptr_array_add(self->frames, buffer);
  g_mutex_unlock(&self->lock);
  if (fits)
    return GST_FLOW_OK;
  GST_ELEMENT_ERROR(self, RESOURCE, NO_SPACE_LEFT, ("the clip is too long"), (NULL));
  return GST_FLOW_ERROR;
}

static void begin(FrameLoop *self)
{
  GstSegment segment;
  if (self->frames->len == 0) {
    GST_ELEMENT_ERROR(self, STREAM, DECODE, ("the clip has no frames"), (NULL));
    return;
  }
  gst_segment_init(&segment, GST_FORMAT_TIME);
  gst_pad_push_event(self->source, gst_event_new_segment(&segment));
  gst_pad_start_task(self->source, run, self, NULL);
}

/* The rate of the loop takes the place of the clip's own, which a file without a container does not tell. */
static gboolean push_caps(FrameLoop *self, GstEvent *event)
{
  GstCaps *caps;
  gst_event_parse_caps(event, &caps);
  caps = gst_caps_copy(caps);
  gst_caps_set_simple(caps, "framerate", GST_TYPE_FRACTION, (gint)(self->rate * 1000 + 0.5), 1000, NULL);
  gst_event_unref(event);
  event = gst_event_new_caps(caps);
  gst_caps_unref(caps);
  return gst_pad_push_event(self->source, event);
}

static gboolean frame_loop_event(GstPad *pad, GstObject *parent, GstEvent *event)
{
  FrameLoop *self = (FrameLoop *)parent;
  GstEventType type = GST_EVENT_TYPE(event);
  if (type == GST_EVENT_CAPS)
    return push_caps(self, event);
  if (type != GST_EVENT_EOS && type != GST_EVENT_SEGMENT)
    return gst_pad_event_default(pad, parent, event);
  gst_event_unref(event);
  if (type == GST_EVENT_EOS)
    begin(self);
  return TRUE;
}

static void reset(FrameLoop *self)
{
  g_mutex_lock(&self->lock);
  g_ptr_array_set_size(self->frames, 0);
  self->bytes = 0;
  self->at = 0;
  self->next = 0;
  self->playing = self->stopping = FALSE;
  g_mutex_unlock(&self->lock);
}

static void set_flag(FrameLoop *self, gboolean *flag)
{
  g_mutex_lock(&self->lock);
  *flag = TRUE;
  g_cond_signal(&self->changed);
  g_mutex_unlock(&self->lock);
}

static GstStateChangeReturn frame_loop_change_state(GstElement *element, GstStateChange change)
{
  FrameLoop *self = (FrameLoop *)element;
  if (change == GST_STATE_CHANGE_PAUSED_TO_PLAYING)
    set_flag(self, &self->playing);
  if (change == GST_STATE_CHANGE_PAUSED_TO_READY)
    set_flag(self, &self->stopping);
  GstStateChangeReturn result = GST_ELEMENT_CLASS(frame_loop_parent_class)->change_state(element, change);
  if (change == GST_STATE_CHANGE_PAUSED_TO_READY) {
    gst_pad_stop_task(self->source);
    reset(self);
  }
  return result;
}

static void frame_loop_finalize(GObject *object)
{
  FrameLoop *self = (FrameLoop *)object;
  g_ptr_array_unref(self->frames);
  g_mutex_clear(&self->lock);
  g_cond_clear(&self->changed);
  G_OBJECT_CLASS(frame_loop_parent_class)->finalize(object);
}

static void frame_loop_class_init(FrameLoopClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  element_properties_install(object, properties);
  object->finalize = frame_loop_finalize;
  gst_element_class_add_static_pad_template(class, &sink_template);
  gst_element_class_add_static_pad_template(class, &source_template);
  gst_element_class_set_static_metadata(class, "Frame loop", "Filter", "Plays a clip for ever in real time",
                                        "Vedette");
  class->change_state = frame_loop_change_state;
}

static void release_frame(gpointer buffer)
{
  gst_buffer_unref(buffer);
}

static void frame_loop_init(FrameLoop *self)
{
  self->frames = g_ptr_array_new_with_free_func(release_frame);
  g_mutex_init(&self->lock);
  g_cond_init(&self->changed);
  self->sink = gst_pad_new_from_static_template(&sink_template, "sink");
  self->source = gst_pad_new_from_static_template(&source_template, "src");
  gst_pad_set_chain_function(self->sink, frame_loop_chain);
  gst_pad_set_event_function(self->sink, frame_loop_event);
  gst_element_add_pad(GST_ELEMENT(self), self->sink);
  gst_element_add_pad(GST_ELEMENT(self), self->source);
}
