/* speakersink: the virtual speaker plays in real time into a WAV file and writes its level into a JSON file. */
#include <gst/audio/audio.h>
#include <gst/base/gstbasesink.h>
#include <math.h>

#include "runtime/deadline.h"
#include "element-properties.h"
#include "elements.h"
#include "runtime/monotonic.h"
#include "wav-file.h"

#define METER_NS (200 * NS_PER_MS)
/* After so long without sound the level is silence. */
#define FADE_NS NS_PER_SECOND
#define SILENCE_DBFS (-100.0)

typedef struct {
  GstBaseSink parent;
  char *location; /* without suffix */
  guint max_seconds;
  GstAudioInfo info;
  WavFile *file;
  GMutex lock;     /* guards all below */
  guint64 buffers; /* since the start */
  gint64 heard;    /* when the last one was played */
  gboolean fading; /* a deadline is set */
  double squares;  /* since the last reading of the meter, as all below; full scale is 1 */
  double peak;
  guint64 samples;
  gint64 read;
} SpeakerSink;

typedef GstBaseSinkClass SpeakerSinkClass;

static const PropertyRow properties[] = {
  { "location", PROPERTY_TEXT, G_STRUCT_OFFSET(SpeakerSink, location), .blurb = "files to write, without suffix" },
  { "max-seconds", PROPERTY_UINT, G_STRUCT_OFFSET(SpeakerSink, max_seconds), 1, 3600, 60,
    "length at which a file is full" },
  { NULL },
};

G_DEFINE_TYPE(SpeakerSink, speaker_sink, GST_TYPE_BASE_SINK)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE(
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("audio/x-raw,format=S16LE,layout=interleaved,channels=1,rate=[8000,48000]"));

static double decibels(double amplitude)
{
  return amplitude > 0 ? MAX(20 * log10(amplitude), SILENCE_DBFS) : SILENCE_DBFS;
}

/* Formats a number for JSON, whatever the locale. */
static char *number(double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup(g_ascii_formatd(text, sizeof text, "%.2f", value));
}

/* Lock held. */
static void forget(SpeakerSink *self)
{
  self->squares = self->peak = 0;
  self->samples = 0;
}

/* Lock held. */
static void show_level(SpeakerSink *self)
{
  char *path = g_strconcat(self->location, ".json", NULL);
  char *rms = number(decibels(self->samples ? sqrt(self->squares / (double)self->samples) : 0));
  char *peak = number(decibels(self->peak));
  char *text = g_strdup_printf("{\"rms\":%s,\"peak\":%s,\"packets\":%" G_GUINT64_FORMAT "}\n", rms, peak, self->buffers);
  GError *error = NULL;
  if (!g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_ONLY_EXISTING,
                                0600, &error))
    GST_ELEMENT_WARNING(self, RESOURCE, WRITE, ("%s", error->message), (NULL));
  g_clear_error(&error);
  g_free(path);
  g_free(rms);
  g_free(peak);
  g_free(text);
  forget(self);
  self->read = monotonic_ns();
}

static void fade(gpointer object);

/* Lock held. */
static void fade_later(SpeakerSink *self)
{
  if (!self->fading)
    deadline_add(self->heard + FADE_NS, fade, gst_object_ref(self), gst_object_unref);
  self->fading = TRUE;
}

/* Deadline of the level: writes silence when nothing was played since, else checks again later. */
static void fade(gpointer object)
{
  SpeakerSink *self = object;
  g_mutex_lock(&self->lock);
  self->fading = FALSE;
  if (monotonic_ns() - self->heard < FADE_NS) {
    fade_later(self);
  } else {
    forget(self);
    show_level(self);
  }
  g_mutex_unlock(&self->lock);
}

static void show_now(SpeakerSink *self)
{
  g_mutex_lock(&self->lock);
  show_level(self);
  g_mutex_unlock(&self->lock);
}

static gboolean speaker_sink_start(GstBaseSink *base)
{
  SpeakerSink *self = (SpeakerSink *)base;
  if (!self->location) {
    GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("no location to write to"), (NULL));
    return FALSE;
  }
  self->buffers = 0;
  show_now(self);
  return TRUE;
}

static gboolean speaker_sink_stop(GstBaseSink *base)
{
  SpeakerSink *self = (SpeakerSink *)base;
  g_clear_pointer(&self->file, wav_file_close);
  show_now(self);
  return TRUE;
}

static gboolean speaker_sink_set_caps(GstBaseSink *base, GstCaps *caps)
{
  SpeakerSink *self = (SpeakerSink *)base;
  if (!gst_audio_info_from_caps(&self->info, caps))
    return FALSE;
  char *path = g_strconcat(self->location, ".wav", NULL);
  g_clear_pointer(&self->file, wav_file_close);
  self->file = wav_file_open(path, (guint)self->info.rate, self->max_seconds);
  if (!self->file)
    GST_ELEMENT_ERROR(self, RESOURCE, OPEN_WRITE, ("cannot write %s", path), (NULL));
  g_free(path);
  return self->file != NULL;
}

/* Lock held. */
static void measure(SpeakerSink *self, const gint16 *samples, gsize count)
{
  for (gsize i = 0; i < count; i++) {
    double value = GINT16_FROM_LE(samples[i]) / 32768.0;
    self->squares += value * value;
    self->peak = MAX(self->peak, fabs(value));
  }
  self->samples += count;
  self->buffers++;
  self->heard = monotonic_ns();
  fade_later(self);
}

/* Adds samples to the level. Returns whether it is due to be written. */
static gboolean meter(SpeakerSink *self, const gint16 *samples, gsize count)
{
  g_mutex_lock(&self->lock);
  measure(self, samples, count);
  gboolean due = self->heard - self->read >= METER_NS;
  g_mutex_unlock(&self->lock);
  return due;
}

static GstFlowReturn speaker_sink_render(GstBaseSink *base, GstBuffer *buffer)
{
  SpeakerSink *self = (SpeakerSink *)base;
  GstMapInfo map;
  if (!self->file || !gst_buffer_map(buffer, &map, GST_MAP_READ))
    return GST_FLOW_ERROR;
  const gint16 *samples = (const gint16 *)(const void *)map.data;
  gboolean written = wav_file_write(self->file, samples, map.size / 2);
  gboolean due = meter(self, samples, map.size / 2);
  gst_buffer_unmap(buffer, &map);
  if (due) {
    written &= wav_file_sync(self->file); /* the WAV file has the sound before the level shows it */
    show_now(self);
  }
  if (written)
    return GST_FLOW_OK;
  GST_ELEMENT_ERROR(self, RESOURCE, WRITE, ("the sound file cannot be written"), (NULL));
  return GST_FLOW_ERROR;
}

static void speaker_sink_finalize(GObject *object)
{
  SpeakerSink *self = (SpeakerSink *)object;
  element_properties_free(object);
  g_mutex_clear(&self->lock);
  G_OBJECT_CLASS(speaker_sink_parent_class)->finalize(object);
}

static void speaker_sink_class_init(SpeakerSinkClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  element_properties_install(object, properties);
  object->finalize = speaker_sink_finalize;
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &sink_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Virtual speaker", "Sink/Audio",
                                        "Plays into a WAV file and a level meter", "Vedette");
  class->start = speaker_sink_start;
  class->stop = speaker_sink_stop;
  class->set_caps = speaker_sink_set_caps;
  class->render = speaker_sink_render;
}

static void speaker_sink_init(SpeakerSink *self)
{
  g_mutex_init(&self->lock);
  gst_base_sink_set_async_enabled(GST_BASE_SINK(self), FALSE);
  gst_base_sink_set_last_sample_enabled(GST_BASE_SINK(self), FALSE);
}
