/* onvifjpegpay: JPEG over RTP (RFC 2435), with ONVIF's header extension for pictures that RFC 2435 cannot describe. */
#include <gst/rtp/gstrtpbasepayload.h>
#include <gst/rtp/gstrtpbuffer.h>
#include <string.h>

#include "elements/elements.h"
#include "jpeg-picture.h"

#define PAYLOAD_TYPE 26
#define HEADER 8
#define RESTART_HEADER 4
#define TABLES_HEADER 4
#define MAX_BLOCKS 255 /* of 8 pixels: 2040 */
#define Q_IN_BAND 255  /* the tables are in every picture and may differ in each (RFC 2435 3.1.8) */
#define FIRST_EXTENSION 0xFFD8

typedef GstRTPBasePayload JpegPayloader;
typedef GstRTPBasePayloadClass JpegPayloaderClass;

/* Header parts that all packets of a picture share. */
typedef struct {
  JpegPicture picture;
  guint8 header[HEADER + RESTART_HEADER];
  gsize header_size;
  guint8 tables[TABLES_HEADER + 2 * 128];
  gsize tables_size;
  GByteArray *extension; /* NULL when RFC 2435 suffices */
} Frame;

G_DEFINE_TYPE(JpegPayloader, jpeg_payloader, GST_TYPE_RTP_BASE_PAYLOAD)

static GstStaticPadTemplate sink_template =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS("image/jpeg"));
static GstStaticPadTemplate source_template = GST_STATIC_PAD_TEMPLATE(
    "src", GST_PAD_SRC, GST_PAD_ALWAYS,
    GST_STATIC_CAPS("application/x-rtp,media=video,payload=26,clock-rate=90000,encoding-name=JPEG"));

/* The type of RFC 2435 4.1: 0 for 4:2:2, 1 for 4:2:0, -1 for others. */
static gint type_of(const JpegPicture *picture)
{
  gboolean chroma = picture->components == 3 && picture->sampling[1] == 0x11 && picture->sampling[2] == 0x11 &&
                    picture->selector[1] == picture->selector[2];
  return !chroma ? -1 : picture->sampling[0] == 0x21 ? 0 : picture->sampling[0] == 0x22 ? 1 : -1;
}

static gboolean fits(const JpegPicture *picture)
{
  return (picture->width + 7) / 8 <= MAX_BLOCKS && (picture->height + 7) / 8 <= MAX_BLOCKS;
}

static void write_header(Frame *frame)
{
  const JpegPicture *picture = &frame->picture;
  gboolean size = fits(picture);
  frame->header_size = HEADER;
  frame->header[4] = (guint8)MAX(type_of(picture), 0);
  frame->header[5] = Q_IN_BAND;
  frame->header[6] = (guint8)(size ? (picture->width + 7) / 8 : 0);
  frame->header[7] = (guint8)(size ? (picture->height + 7) / 8 : 0);
  if (!picture->restart_interval)
    return;
  /* Restart header (RFC 2435 3.1.7): all bits set, as packets are not cut at restart intervals. */
  const guint8 restart[] = { (guint8)(picture->restart_interval >> 8), (guint8)picture->restart_interval, 0xFF, 0xFF };
  frame->header[4] |= 64;
  memcpy(frame->header + HEADER, restart, sizeof restart);
  frame->header_size += RESTART_HEADER;
}

/* Quantization tables of luma and chroma (RFC 2435 3.1.8). */
static gboolean write_tables(Frame *frame)
{
  const JpegPicture *picture = &frame->picture;
  guint8 *at = frame->tables + TABLES_HEADER;
  guint8 precision = 0;
  for (guint i = 0; i < MIN(picture->components, 2u); i++) {
    guint table = picture->selector[i];
    gsize size = picture->quant_16bit[table] ? 128 : 64;
    if (!picture->quant[table])
      return FALSE;
    memcpy(at, picture->quant[table], size);
    precision |= (guint8)(picture->quant_16bit[table] << i);
    at += size;
  }
  frame->tables_size = (gsize)(at - frame->tables);
  gsize length = frame->tables_size - TABLES_HEADER;
  const guint8 start[TABLES_HEADER] = { 0, precision, (guint8)(length >> 8), (guint8)length };
  memcpy(frame->tables, start, sizeof start);
  return TRUE;
}

/* Header segments of the picture; fill bytes stand before SOS, never behind it. */
static void write_extension(Frame *frame)
{
  const JpegPicture *picture = &frame->picture;
  static const guint8 fill[] = { 0xFF, 0xFF, 0xFF };
  if (fits(picture) && type_of(picture) >= 0 && picture->standard_huffman)
    return;
  frame->extension = g_byte_array_new();
  for (guint i = 0; i < picture->segments; i++)
    g_byte_array_append(frame->extension, picture->segment[i].bytes, (guint)picture->segment[i].size);
  guint rest = (guint)((frame->extension->len + picture->scan_header.size) % 4);
  g_byte_array_append(frame->extension, fill, (4 - rest) % 4);
  g_byte_array_append(frame->extension, picture->scan_header.bytes, (guint)picture->scan_header.size);
}

static GstBuffer *make_packet(Frame *frame, gsize offset, gsize mtu)
{
  GByteArray *extension = offset == 0 ? frame->extension : NULL;
  gsize around = 12 + (extension ? 4 + extension->len : 0);
  gsize head = frame->header_size + (offset == 0 ? frame->tables_size : 0);
  if (around + head >= mtu)
    return NULL;
  gsize size = MIN(frame->picture.scan_size - offset, mtu - around - head);
  GstBuffer *packet = gst_rtp_buffer_new_allocate((guint)(head + size), 0, 0);
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  gst_rtp_buffer_map(packet, GST_MAP_READWRITE, &rtp);
  if (extension && gst_rtp_buffer_set_extension_data(&rtp, FIRST_EXTENSION, (guint16)(extension->len / 4))) {
    guint16 bits;
    gpointer data;
    guint words;
    gst_rtp_buffer_get_extension_data(&rtp, &bits, &data, &words);
    memcpy(data, extension->data, extension->len);
  }
  guint8 *at = gst_rtp_buffer_get_payload(&rtp);
  memcpy(at, frame->header, frame->header_size);
  at[1] = (guint8)(offset >> 16);
  at[2] = (guint8)(offset >> 8);
  at[3] = (guint8)offset;
  at += frame->header_size;
  if (offset == 0)
    memcpy(at, frame->tables, frame->tables_size);
  memcpy(at + (offset == 0 ? frame->tables_size : 0), frame->picture.scan + offset, size);
  gst_rtp_buffer_set_marker(&rtp, offset + size == frame->picture.scan_size);
  gst_rtp_buffer_unmap(&rtp);
  return packet;
}

static gsize scan_octets(Frame *frame, GstBuffer *packet, gsize offset)
{
  GstRTPBuffer rtp = GST_RTP_BUFFER_INIT;
  gst_rtp_buffer_map(packet, GST_MAP_READ, &rtp);
  gsize size = gst_rtp_buffer_get_payload_len(&rtp);
  gst_rtp_buffer_unmap(&rtp);
  return size - frame->header_size - (offset == 0 ? frame->tables_size : 0);
}

/* Returns NULL when the headers alone do not fit into a packet. */
static GstBufferList *make_packets(JpegPayloader *self, Frame *frame, GstBuffer *picture)
{
  GstBufferList *list = gst_buffer_list_new();
  for (gsize offset = 0; offset < frame->picture.scan_size;) {
    GstBuffer *packet = make_packet(frame, offset, GST_RTP_BASE_PAYLOAD_MTU(self));
    if (!packet) {
      gst_buffer_list_unref(list);
      return NULL;
    }
    GST_BUFFER_PTS(packet) = GST_BUFFER_PTS(picture);
    offset += scan_octets(frame, packet, offset);
    gst_buffer_list_add(list, packet);
  }
  return list;
}

static GstFlowReturn jpeg_payloader_handle_buffer(GstRTPBasePayload *self, GstBuffer *buffer)
{
  Frame frame = { 0 };
  GstMapInfo map;
  GstBufferList *list = NULL;
  if (!gst_buffer_map(buffer, &map, GST_MAP_READ)) {
    gst_buffer_unref(buffer);
    return GST_FLOW_ERROR;
  }
  if (jpeg_picture_parse(&frame.picture, map.data, map.size) && frame.picture.scan_size < 1 << 24 &&
      write_tables(&frame)) {
    write_header(&frame);
    write_extension(&frame);
    list = make_packets(self, &frame, buffer);
  }
  gst_buffer_unmap(buffer, &map);
  gst_buffer_unref(buffer);
  if (frame.extension)
    g_byte_array_unref(frame.extension);
  if (list)
    return gst_rtp_base_payload_push_list(self, list);
  GST_ELEMENT_ERROR(self, STREAM, FORMAT, ("this picture cannot be sent by RTP"), (NULL));
  return GST_FLOW_ERROR;
}

static gboolean jpeg_payloader_set_caps(GstRTPBasePayload *self, GstCaps *caps)
{
  (void)caps;
  gst_rtp_base_payload_set_options(self, "video", FALSE, "JPEG", 90000);
  return gst_rtp_base_payload_set_outcaps(self, NULL);
}

static void jpeg_payloader_class_init(JpegPayloaderClass *class)
{
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &sink_template);
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &source_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "ONVIF JPEG payloader", "Codec/Payloader/Network/RTP",
                                        "RFC 2435 with ONVIF's extension beyond 2040 pixels", "Vedette");
  class->set_caps = jpeg_payloader_set_caps;
  class->handle_buffer = jpeg_payloader_handle_buffer;
}

static void jpeg_payloader_init(JpegPayloader *self)
{
  GST_RTP_BASE_PAYLOAD_PT(self) = PAYLOAD_TYPE;
}
