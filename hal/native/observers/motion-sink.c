/* motionsink: analyses the motion in the pictures of a channel, and tells each record to JavaScript. */
#include <gst/base/gstbasesink.h>

#include "analysed-picture.h"
#include "analysis/record.h"
#include "elements/element-properties.h"
#include "elements/elements.h"
#include "ignored-parts.h"
#include "mailbox.h"
#include "pipelines/frame-pace.h"
#include "pipelines/pipeline-watch.h"
#include "runtime/monotonic.h"
#include "runtime/wall-clock.h"

/* Time for which the first pictures of a camera may change as a whole. */
#define START_HOLD (2 * NS_PER_SECOND)

typedef struct {
  GstBaseSink parent;
  char *name; /* of the channel */
  char *map;
  char *ignored;
  gint wide, sensitivity;
  double rate;
  guint hold;      /* milliseconds, as written last */
  gint64 holding;  /* ns that the analysis was not told of yet; guarded by the object lock */
  gint changed;    /* 1 when settings were written; atomic */
  /* Of the streaming thread, while started. */
  Channel *channel;
  Mailbox *mailbox;
  GstVideoInfo info;
  Analysis *analysis;
  IgnoredParts parts;
  FramePace pace;
  gboolean lost;
  AnalysisRecord record;
  guint8 bytes[ANALYSIS_BYTES_MOST];
} MotionSink;

typedef GstBaseSinkClass MotionSinkClass;

static void settings_changed(GstElement *element)
{
  g_atomic_int_set(&((MotionSink *)element)->changed, 1);
}

static void hold_changed(GstElement *element)
{
  MotionSink *self = (MotionSink *)element;
  GST_OBJECT_LOCK(self);
  self->holding = MAX(self->holding, self->hold * NS_PER_MS);
  GST_OBJECT_UNLOCK(self);
}

#define AT(member) G_STRUCT_OFFSET(MotionSink, member)

static const PropertyRow properties[] = {
  { "channel", PROPERTY_TEXT, AT(name), .blurb = "channel whose pictures these are; reports as NAME/motion" },
  { "map", PROPERTY_TEXT, AT(map), .blurb = "from shares of the captured picture to this one, as of privacymask",
    .changed = settings_changed },
  { "ignored", PROPERTY_TEXT, AT(ignored), .blurb = "a(dddd): parts of the picture that are not looked at",
    .changed = settings_changed },
  { "wide", PROPERTY_INT, AT(wide), 256, 320, 320, "width of the analysed picture, 320 or 256" },
  { "sensitivity", PROPERTY_INT, AT(sensitivity), 0, 100, 60, "how small a difference counts",
    .changed = settings_changed },
  { "rate", PROPERTY_DOUBLE, AT(rate), 0, 240, 0, "pictures a second that are analysed, 0 for all" },
  { "hold", PROPERTY_UINT, AT(hold), 0, 600000, 0, "milliseconds from the next picture on in which the whole picture changes",
    .changed = hold_changed },
  { NULL },
};

G_DEFINE_TYPE(MotionSink, motion_sink, GST_TYPE_BASE_SINK)

static gboolean motion_sink_start(GstBaseSink *base)
{
  MotionSink *self = (MotionSink *)base;
  if (!self->name || (self->wide != 320 && self->wide != 256)) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("the properties channel and wide are not set"), (NULL));
    return FALSE;
  }
  self->channel = channel_get(self->name);
  self->mailbox = mailbox_new(MAIL_MOTION, self->name);
  self->pace = (FramePace){ 0 };
  self->lost = FALSE;
  GST_OBJECT_LOCK(self); /* a pipeline is used again */
  self->holding = 0;
  GST_OBJECT_UNLOCK(self);
  return TRUE;
}

static gboolean motion_sink_stop(GstBaseSink *base)
{
  MotionSink *self = (MotionSink *)base;
  g_clear_pointer(&self->channel, channel_unref);
  g_clear_pointer(&self->mailbox, mailbox_unref);
  g_clear_pointer(&self->analysis, analysis_free);
  return TRUE;
}

static GstStateChangeReturn motion_sink_change_state(GstElement *element, GstStateChange change)
{
  MotionSink *self = (MotionSink *)element;
  if (change == GST_STATE_CHANGE_NULL_TO_READY && self->name) {
    char *reports = g_strconcat(self->name, "/motion", NULL);
    pipeline_watch(element, reports);
    g_free(reports);
  }
  return GST_ELEMENT_CLASS(motion_sink_parent_class)->change_state(element, change);
}

/* Pictures of another size begin anew. */
static gboolean motion_sink_set_caps(GstBaseSink *base, GstCaps *caps)
{
  MotionSink *self = (MotionSink *)base;
  GstVideoInfo info;
  if (!gst_video_info_from_caps(&info, caps))
    return FALSE;
  gboolean same = self->analysis && GST_VIDEO_INFO_WIDTH(&info) == GST_VIDEO_INFO_WIDTH(&self->info) &&
                  GST_VIDEO_INFO_HEIGHT(&info) == GST_VIDEO_INFO_HEIGHT(&self->info);
  self->info = info;
  if (same)
    return TRUE;
  analysis_free(self->analysis);
  self->analysis = analysis_new(GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info), self->wide);
  if (!self->analysis) {
    GST_ELEMENT_ERROR(self, STREAM, FORMAT, ("pictures of this size cannot be analysed"), (NULL));
    return FALSE;
  }
  analysis_hold(self->analysis, START_HOLD);
  settings_changed(GST_ELEMENT(self));
  return TRUE;
}

/* Takes what was written since the picture before. */
static void take_settings(MotionSink *self)
{
  GST_OBJECT_LOCK(self);
  gint64 holding = self->holding;
  self->holding = 0;
  if (g_atomic_int_compare_and_exchange(&self->changed, 1, 0)) {
    analysis_set_sensitivity(self->analysis, self->sensitivity);
    ignored_parts_read(&self->parts, self->ignored, self->map);
  }
  GST_OBJECT_UNLOCK(self);
  if (holding > 0)
    analysis_hold(self->analysis, holding);
  ignored_parts_follow(&self->parts, self->channel, self->name, GST_VIDEO_INFO_WIDTH(&self->info),
                       GST_VIDEO_INFO_HEIGHT(&self->info), self->analysis);
}

static GstFlowReturn analyse(MotionSink *self, GstBuffer *buffer, gint64 time)
{
  GstVideoFrame frame;
  if (!gst_video_frame_map(&frame, &self->info, buffer, GST_MAP_READ)) {
    GST_ELEMENT_ERROR(self, STREAM, FAILED, ("the picture cannot be read"), (NULL));
    return GST_FLOW_ERROR;
  }
  AnalysisPicture picture = analysed_picture_of(&frame);
  take_settings(self);
  analysis_take(self->analysis, &picture, time, &self->record);
  gst_video_frame_unmap(&frame);
  self->record.wall = wall_clock_at(time);
  mailbox_post(self->mailbox, self->bytes, analysis_write(&self->record, self->bytes));
  return GST_FLOW_OK;
}

static GstFlowReturn motion_sink_render(GstBaseSink *base, GstBuffer *buffer)
{
  MotionSink *self = (MotionSink *)base;
  guint64 running = gst_segment_to_running_time(&base->segment, GST_FORMAT_TIME, GST_BUFFER_PTS(buffer));
  if (!self->analysis)
    return GST_FLOW_NOT_NEGOTIATED;
  /* A frame from before the start has the time of the start, and not that of its capture. */
  if (self->lost || !GST_CLOCK_TIME_IS_VALID(running) || running == 0)
    return GST_FLOW_OK;
  gint64 time = (gint64)(running + gst_element_get_base_time(GST_ELEMENT(base)));
  return frame_pace_is_due(&self->pace, self->rate, time) ? analyse(self, buffer, time) : GST_FLOW_OK;
}

static void set_lost(MotionSink *self, gboolean lost)
{
  if (lost && !self->lost)
    mailbox_lose(self->mailbox);
  if (!lost && self->lost && self->analysis)
    analysis_hold(self->analysis, START_HOLD);
  self->lost = lost;
}

static gboolean motion_sink_event(GstBaseSink *base, GstEvent *event)
{
  const GstStructure *told = gst_event_get_structure(event);
  gboolean on;
  if (GST_EVENT_TYPE(event) == GST_EVENT_CUSTOM_DOWNSTREAM && gst_structure_has_name(told, SUBSTITUTE_EVENT) &&
      gst_structure_get_boolean(told, "on", &on))
    set_lost((MotionSink *)base, on);
  return GST_BASE_SINK_CLASS(motion_sink_parent_class)->event(base, event);
}

static void motion_sink_class_init(MotionSinkClass *class)
{
  element_properties_install(G_OBJECT_CLASS(class), properties);
  GST_ELEMENT_CLASS(class)->change_state = motion_sink_change_state;
  GstCaps *caps = gst_caps_from_string(GST_VIDEO_CAPS_MAKE(ANALYSED_FORMATS));
  gst_element_class_add_pad_template(GST_ELEMENT_CLASS(class),
                                     gst_pad_template_new("sink", GST_PAD_SINK, GST_PAD_ALWAYS, caps));
  gst_caps_unref(caps);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Motion sink", "Sink/Video",
                                        "Finds what moves in the pictures of a camera", "Vedette");
  class->start = motion_sink_start;
  class->stop = motion_sink_stop;
  class->set_caps = motion_sink_set_caps;
  class->event = motion_sink_event;
  class->render = motion_sink_render;
}

static void motion_sink_init(MotionSink *self)
{
  gst_base_sink_set_sync(GST_BASE_SINK(self), FALSE);
  gst_base_sink_set_async_enabled(GST_BASE_SINK(self), FALSE);
  gst_base_sink_set_last_sample_enabled(GST_BASE_SINK(self), FALSE);
}
