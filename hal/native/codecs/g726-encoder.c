/* g726enc: G.726 in 20 ms buffers. The first codeword is in the low bits of an octet (RFC 3551 4.5.4). */
#include <gst/audio/audio.h>
#include <gst/audio/gstaudioencoder.h>
#include <spandsp.h>

#include "elements/element-properties.h"
#include "elements/elements.h"

#define SAMPLES 160 /* 20 ms, a whole number of octets at each bit rate */
#define MAX_OCTETS (SAMPLES * 5 / 8)

typedef struct {
  GstAudioEncoder parent;
  gint bitrate; /* bit/s */
  g726_state_t *state;
} G726Encoder;

typedef GstAudioEncoderClass G726EncoderClass;

static const PropertyRow properties[] = {
  { "bitrate", PROPERTY_INT, G_STRUCT_OFFSET(G726Encoder, bitrate), 16000, 40000, 32000,
    "bit/s: 16000, 24000, 32000 or 40000" },
  { NULL },
};

G_DEFINE_TYPE(G726Encoder, g726_encoder, GST_TYPE_AUDIO_ENCODER)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE(
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("audio/x-raw,format=" GST_AUDIO_NE(S16) ",layout=interleaved,channels=1,rate=8000"));
static GstStaticPadTemplate source_template = GST_STATIC_PAD_TEMPLATE(
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("audio/x-adpcm,layout=g726,channels=1,rate=8000,bitrate={16000,24000,32000,40000}"));

static gboolean g726_encoder_set_format(GstAudioEncoder *base, GstAudioInfo *info)
{
  G726Encoder *self = (G726Encoder *)base;
  g_clear_pointer(&self->state, g726_free);
  self->state = g726_init(NULL, self->bitrate, G726_ENCODING_LINEAR, G726_PACKING_RIGHT);
  gst_audio_encoder_set_frame_samples_min(base, SAMPLES);
  gst_audio_encoder_set_frame_samples_max(base, SAMPLES);
  gst_audio_encoder_set_frame_max(base, 1);
  GstCaps *caps = gst_caps_new_simple("audio/x-adpcm", "layout", G_TYPE_STRING, "g726", "channels", G_TYPE_INT,
                                      info->channels, "rate", G_TYPE_INT, info->rate, "bitrate", G_TYPE_INT,
                                      self->bitrate, NULL);
  gboolean accepted = self->state && gst_audio_encoder_set_output_format(base, caps);
  gst_caps_unref(caps);
  return accepted;
}

static gboolean g726_encoder_stop(GstAudioEncoder *base)
{
  g_clear_pointer(&((G726Encoder *)base)->state, g726_free);
  return TRUE;
}

static GstFlowReturn g726_encoder_handle_frame(GstAudioEncoder *base, GstBuffer *input)
{
  G726Encoder *self = (G726Encoder *)base;
  GstMapInfo map;
  guint8 octets[MAX_OCTETS];
  if (!input || !gst_buffer_map(input, &map, GST_MAP_READ))
    return GST_FLOW_OK; /* end of the stream: less than 20 ms are dropped */
  gint samples = (gint)MIN(map.size / sizeof(gint16), SAMPLES);
  gint size = g726_encode(self->state, octets, (const gint16 *)(const void *)map.data, samples);
  gst_buffer_unmap(input, &map);
  GstBuffer *output = gst_audio_encoder_allocate_output_buffer(base, (gsize)size);
  gst_buffer_fill(output, 0, octets, (gsize)size);
  return gst_audio_encoder_finish_frame(base, output, samples);
}

static void g726_encoder_class_init(G726EncoderClass *class)
{
  element_properties_install(G_OBJECT_CLASS(class), properties);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &sink_template);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &source_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "G.726 encoder", "Codec/Encoder/Audio",
                                        "ADPCM of ITU-T G.726 in short buffers", "Vedette");
  class->set_format = g726_encoder_set_format;
  class->stop = g726_encoder_stop;
  class->handle_frame = g726_encoder_handle_frame;
}

static void g726_encoder_init(G726Encoder *self)
{
  (void)self;
}
