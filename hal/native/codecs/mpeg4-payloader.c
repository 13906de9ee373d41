/* vedettemp4vpay: MPEG-4 part 2 over RTP (RFC 6416). Each picture is sent at once; rtpmp4vpay waits for the next. */
#include <gst/rtp/gstrtpbasepayload.h>
#include <gst/rtp/gstrtpbuffer.h>
#include <string.h>

#include "elements/elements.h"
#include "mpeg4-headers.h"

#define PAYLOAD_TYPE 96
#define RTP_HEADER 12

typedef struct {
  GstRTPBasePayload parent;
  GBytes *headers; /* of the present sequence, NULL before the first */
} Mpeg4Payloader;

typedef GstRTPBasePayloadClass Mpeg4PayloaderClass;

G_DEFINE_TYPE(Mpeg4Payloader, mpeg4_payloader, GST_TYPE_RTP_BASE_PAYLOAD)

static GstStaticPadTemplate sink_template = GST_STATIC_PAD_TEMPLATE(
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS("video/mpeg,mpegversion=4,systemstream=false"));
static GstStaticPadTemplate source_template = GST_STATIC_PAD_TEMPLATE(
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("application/x-rtp,media=video,payload=[96,127],clock-rate=90000,encoding-name=MP4V-ES"));

/* New headers go into the caps for the session description (RFC 6416 5.1). Returns FALSE when the caps are refused. */
static gboolean learn(Mpeg4Payloader *self, const guint8 *bytes, gsize size)
{
  if (size == 0 || (self->headers && g_bytes_get_size(self->headers) == size &&
                    memcmp(g_bytes_get_data(self->headers, NULL), bytes, size) == 0))
    return TRUE;
  g_clear_pointer(&self->headers, g_bytes_unref);
  self->headers = g_bytes_new(bytes, size);
  GString *config = g_string_sized_new(2 * size);
  for (gsize i = 0; i < size; i++)
    g_string_append_printf(config, "%02x", bytes[i]);
  char level[4];
  g_snprintf(level, sizeof level, "%u", mpeg4_profile_level(bytes, size));
  gboolean taken = gst_rtp_base_payload_set_outcaps(GST_RTP_BASE_PAYLOAD(self), "profile-level-id", G_TYPE_STRING,
                                                    level, "config", G_TYPE_STRING, config->str, NULL);
  g_string_free(config, TRUE);
  return taken;
}

static GstBuffer *make_packet(const guint8 *bytes, gsize size, const GstBuffer *picture, gboolean last)
{
  GstBuffer *packet = gst_rtp_buffer_new_allocate((guint)size, 0, 0);
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp);
  memcpy(gst_rtp_buffer_get_payload(&rtp), bytes, size);
  gst_rtp_buffer_set_marker(&rtp, last);
  gst_rtp_buffer_unmap(&rtp);
  GST_BUFFER_PTS(packet) = GST_BUFFER_PTS(picture);
  return packet;
}

/* Cuts `bytes` wherever a packet is full (RFC 6416 5.2, case f). Only a key picture's first packet has no delta flag. */
static GstBufferList *make_packets(Mpeg4Payloader *self, const GByteArray *bytes, const GstBuffer *picture, gboolean key)
{
  GstBufferList *list = gst_buffer_list_new();
  gsize most = MAX(GST_RTP_BASE_PAYLOAD_MTU(self), RTP_HEADER + 1) - RTP_HEADER;
  for (gsize at = 0; at < bytes->len; at += most) {
    gsize size = MIN(most, bytes->len - at);
    GstBuffer *packet = make_packet(bytes->data + at, size, picture, at + size == bytes->len);
    if (!key || at > 0)
      GST_BUFFER_FLAG_SET(packet, GST_BUFFER_FLAG_DELTA_UNIT);
    gst_buffer_list_add(list, packet);
  }
  return list;
}

/* Returns the packets of a picture. A key picture gets the headers before it when the encoder writes them only once. */
static GstBufferList *pay(Mpeg4Payloader *self, GstBuffer *picture, const GstMapInfo *map, gsize header_size)
{
  gboolean key = mpeg4_is_key(map->data, map->size);
  GByteArray *bytes = g_byte_array_sized_new((guint)map->size + 256);
  if (key && header_size == 0)
    g_byte_array_append(bytes, g_bytes_get_data(self->headers, NULL), (guint)g_bytes_get_size(self->headers));
  g_byte_array_append(bytes, map->data, (guint)map->size);
  GstBufferList *list = make_packets(self, bytes, picture, key);
  g_byte_array_unref(bytes);
  return list;
}

static GstFlowReturn mpeg4_payloader_handle_buffer(GstRTPBasePayload *base, GstBuffer *buffer)
{
  Mpeg4Payloader *self = (Mpeg4Payloader *)base;
  GstMapInfo map;
  GstBufferList *list = NULL;
  if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) {
    gst_buffer_unref(buffer);
    return GST_FLOW_ERROR;
  }
  gsize header_size = mpeg4_header_size(map.data, map.size);
  gboolean taken = learn(self, map.data, header_size);
  if (taken && self->headers && map.size > 0)
    list = pay(self, buffer, &map, header_size);
  gst_buffer_unmap(buffer, &map);
  gst_buffer_unref(buffer);
  if (!taken)
    return GST_FLOW_NOT_NEGOTIATED;
  /* Pictures before the first headers cannot be decoded. */
  return list ? gst_rtp_base_payload_push_list(base, list) : GST_FLOW_OK;
}

/* A demultiplexer or an encoder may put headers into the caps. */
static gboolean mpeg4_payloader_set_caps(GstRTPBasePayload *base, GstCaps *caps)
{
  const GValue *value = gst_structure_get_value(gst_caps_get_structure(caps, 0), "codec_data");
  GstBuffer *buffer = value ? gst_value_get_buffer(value) : NULL;
  GstMapInfo map;
  gst_rtp_base_payload_set_options(base, "video", TRUE, "MP4V-ES", 90000);
  if (!buffer || !gst_buffer_map(buffer, &map, GST_MAP_READ))
    return TRUE;
  gboolean taken = learn((Mpeg4Payloader *)base, map.data, mpeg4_header_size(map.data, map.size));
  gst_buffer_unmap(buffer, &map);
  return taken;
}

static GstStateChangeReturn mpeg4_payloader_change_state(GstElement *element, GstStateChange change)
{
  GstStateChangeReturn result = GST_ELEMENT_CLASS(mpeg4_payloader_parent_class)->change_state(element, change);
  if (change == GST_STATE_CHANGE_PAUSED_TO_READY)
    g_clear_pointer(&((Mpeg4Payloader *)element)->headers, g_bytes_unref);
  return result;
}

static void mpeg4_payloader_class_init(Mpeg4PayloaderClass *class)
{
  GstElementClass *element = GST_ELEMENT_CLASS(class);
  gst_element_class_add_static_pad_template(element, &sink_template);
  gst_element_class_add_static_pad_template(element, &source_template);
  gst_element_class_set_static_metadata(element, "MPEG-4 video payloader", "Codec/Payloader/Network/RTP",
                                        "RFC 6416, one picture at a time", "Vedette");
  element->change_state = mpeg4_payloader_change_state;
  class->set_caps = mpeg4_payloader_set_caps;
  class->handle_buffer = mpeg4_payloader_handle_buffer;
}

/* The base class sends caps before the headers are known: they describe no stream and are dropped. */
static GstPadProbeReturn hold_back(GstPad *pad, GstPadProbeInfo *info, gpointer unused)
{
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT(info);
  GstCaps *caps;
  (void)pad;
  (void)unused;
  if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS)
    return GST_PAD_PROBE_OK;
  gst_event_parse_caps(event, &caps);
  return gst_structure_has_field(gst_caps_get_structure(caps, 0), "config") ? GST_PAD_PROBE_OK : GST_PAD_PROBE_DROP;
}

static void mpeg4_payloader_init(Mpeg4Payloader *self)
{
  gst_pad_add_probe(GST_RTP_BASE_PAYLOAD_SRCPAD(self), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, hold_back, NULL, NULL);
  GST_RTP_BASE_PAYLOAD_PT(self) = PAYLOAD_TYPE;
}
