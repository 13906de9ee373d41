/* voicesrc: the virtual microphone, a live source of 20 ms buffers. */
#include <gst/audio/audio.h>
#include <gst/base/gstpushsrc.h>

#include "elements/elements.h"
#include "runtime/monotonic.h"
#include "voice.h"

#define BUFFERS_PER_SECOND 50
#define LATE_NS (200 * NS_PER_MS)
#define CLOCK_STEP_NS (2 * NS_PER_MS)

typedef struct {
  GstPushSrc parent;
  GstAudioInfo info;
  Voice *voice;
  gint64 next;        /* running time of the next buffer, -1 before the first */
  gint64 wall_offset; /* from CLOCK_MONOTONIC to wall time as last used */
  gboolean stepped;   /* the last reading of the clocks differed from it */
} VoiceSource;

typedef GstPushSrcClass VoiceSourceClass;

G_DEFINE_TYPE(VoiceSource, voice_source, GST_TYPE_PUSH_SRC)

static GstStaticPadTemplate source_template = GST_STATIC_PAD_TEMPLATE(
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("audio/x-raw,format=" GST_AUDIO_NE(S16) ",layout=interleaved,channels=1,rate=[8000,48000]"));

static GstCaps *voice_source_fixate(GstBaseSrc *base, GstCaps *caps)
{
  caps = gst_caps_make_writable(caps);
  gst_structure_fixate_field_nearest_int(gst_caps_get_structure(caps, 0), "rate", 48000);
  return GST_BASE_SRC_CLASS(voice_source_parent_class)->fixate(base, caps);
}

static gboolean voice_source_set_caps(GstBaseSrc *base, GstCaps *caps)
{
  VoiceSource *self = (VoiceSource *)base;
  if (!gst_audio_info_from_caps(&self->info, caps))
    return FALSE;
  g_clear_pointer(&self->voice, voice_free);
  self->voice = voice_new(self->info.rate);
  gst_base_src_set_blocksize(base, (guint)(self->info.rate / BUFFERS_PER_SECOND * self->info.bpf));
  return TRUE;
}

static gboolean voice_source_start(GstBaseSrc *base)
{
  VoiceSource *self = (VoiceSource *)base;
  self->next = -1;
  self->wall_offset = wall_offset_ns();
  return TRUE;
}

static gboolean voice_source_stop(GstBaseSrc *base)
{
  g_clear_pointer(&((VoiceSource *)base)->voice, voice_free);
  return TRUE;
}

/* Samples exist when they were heard: the base class waits for the end of the buffer. */
static void voice_source_get_times(GstBaseSrc *base, GstBuffer *buffer, GstClockTime *start, GstClockTime *end)
{
  (void)base;
  *start = GST_BUFFER_PTS(buffer) + GST_BUFFER_DURATION(buffer);
  *end = *start;
}

/* A single differing reading means that the thread was preempted, two that the clock was set. */
static gint64 wall_offset(VoiceSource *self)
{
  gint64 read = wall_offset_ns();
  gboolean differs = ABS(read - self->wall_offset) > CLOCK_STEP_NS;
  if (differs && self->stepped)
    self->wall_offset = read;
  self->stepped = differs;
  return self->wall_offset;
}

static GstFlowReturn voice_source_fill(GstPushSrc *push, GstBuffer *buffer)
{
  VoiceSource *self = (VoiceSource *)push;
  gint64 period = NS_PER_SECOND / BUFFERS_PER_SECOND;
  gint64 base = (gint64)gst_element_get_base_time(GST_ELEMENT(self));
  gint64 now = monotonic_ns() - base;
  GstMapInfo map;
  if (self->next < 0 || now - self->next > LATE_NS) { /* time that a busy machine missed is skipped */
    self->next = MAX(now, 0);
    GST_BUFFER_FLAG_SET(buffer, GST_BUFFER_FLAG_DISCONT);
  }
  if (!gst_buffer_map(buffer, &map, GST_MAP_WRITE))
    return GST_FLOW_ERROR;
  voice_speak(self->voice, (gint16 *)(void *)map.data, (guint)(map.size / sizeof(gint16)),
              self->next + base + wall_offset(self));
  gst_buffer_unmap(buffer, &map);
  GST_BUFFER_PTS(buffer) = (GstClockTime)self->next;
  GST_BUFFER_DTS(buffer) = GST_CLOCK_TIME_NONE;
  GST_BUFFER_DURATION(buffer) = (GstClockTime)period;
  self->next += period;
  return GST_FLOW_OK;
}

static void voice_source_class_init(VoiceSourceClass *class)
{
  GstBaseSrcClass *base = GST_BASE_SRC_CLASS(class);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &source_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Virtual microphone", "Source/Audio",
                                        "Made speech with a beep at each full second", "Vedette");
  base->fixate = voice_source_fixate;
  base->set_caps = voice_source_set_caps;
  base->start = voice_source_start;
  base->stop = voice_source_stop;
  base->get_times = voice_source_get_times;
  class->fill = voice_source_fill;
}

static void voice_source_init(VoiceSource *self)
{
  gst_base_src_set_live(GST_BASE_SRC(self), TRUE);
  gst_base_src_set_format(GST_BASE_SRC(self), GST_FORMAT_TIME);
}
