/*
 * devicesrc: pictures of a V4L2 device, copied once, so that the device's buffers never wait for an encoder. GStreamer's
 * v4l2src (1.22) leaks a descriptor of the device at each stop: an unplugged camera would come back under another name.
 */
#include <gst/base/gstpushsrc.h>
#include <gst/video/video.h>
#include <string.h>

#include "element-properties.h"
#include "elements.h"
#include "video-device.h"

typedef struct {
  GstPushSrc parent;
  char *path;
  char *fourcc;
  char *caps_text;
  GstCaps *caps; /* NULL where the text is none */
  guint width;
  guint height;
  guint numerator; /* of the pictures per second */
  guint denominator;
  VideoDevice *device; /* while started */
  GstVideoInfo info;   /* of raw pictures */
  gboolean raw;
} DeviceSource;

typedef GstPushSrcClass DeviceSourceClass;

static void parse_caps(GstElement *element)
{
  DeviceSource *self = (DeviceSource *)element;
  gst_clear_caps(&self->caps);
  self->caps = self->caps_text ? gst_caps_from_string(self->caps_text) : NULL;
}

#define NUMBER(member, text) \
  { #member, PROPERTY_UINT, G_STRUCT_OFFSET(DeviceSource, member), 0, G_MAXINT, 0, text }

static const PropertyRow properties[] = {
  { "device", PROPERTY_TEXT, G_STRUCT_OFFSET(DeviceSource, path), .blurb = "path of the device" },
  { "fourcc", PROPERTY_TEXT, G_STRUCT_OFFSET(DeviceSource, fourcc), .blurb = "format the device is set to" },
  { "caps", PROPERTY_TEXT, G_STRUCT_OFFSET(DeviceSource, caps_text), .blurb = "what GStreamer calls that format",
    .changed = parse_caps },
  NUMBER(width, "pixels"),
  NUMBER(height, "pixels"),
  NUMBER(numerator, "of the pictures per second; 0 leaves the rate as it is"),
  NUMBER(denominator, "of the pictures per second"),
  { NULL },
};

G_DEFINE_TYPE(DeviceSource, device_source, GST_TYPE_PUSH_SRC)

static GstStaticPadTemplate source_template =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS_ANY);

static gboolean device_source_start(GstBaseSrc *base)
{
  DeviceSource *self = (DeviceSource *)base;
  char *error = NULL;
  VideoDeviceWish wish = { self->path ? self->path : "", self->fourcc ? self->fourcc : "", self->width,
                           self->height, self->numerator, self->denominator };
  self->raw = self->caps && gst_video_info_from_caps(&self->info, self->caps) &&
              GST_VIDEO_INFO_FORMAT(&self->info) != GST_VIDEO_FORMAT_ENCODED;
  self->device = self->caps ? video_device_open(&wish, &error) : NULL;
  if (self->device)
    return TRUE;
  GST_ELEMENT_ERROR(self, RESOURCE, OPEN_READ, ("%s", error ? error : "no caps"), (NULL));
  g_free(error);
  return FALSE;
}

static gboolean device_source_stop(GstBaseSrc *base)
{
  g_clear_pointer(&((DeviceSource *)base)->device, video_device_close);
  return TRUE;
}

static gboolean device_source_unlock(GstBaseSrc *base)
{
  VideoDevice *device = ((DeviceSource *)base)->device;
  if (device)
    video_device_set_cancelled(device, TRUE);
  return TRUE;
}

static gboolean device_source_unlock_stop(GstBaseSrc *base)
{
  VideoDevice *device = ((DeviceSource *)base)->device;
  if (device)
    video_device_set_cancelled(device, FALSE);
  return TRUE;
}

static GstCaps *device_source_get_caps(GstBaseSrc *base, GstCaps *filter)
{
  DeviceSource *self = (DeviceSource *)base;
  GstCaps *caps = self->caps ? gst_caps_ref(self->caps) : gst_caps_new_any();
  if (!filter)
    return caps;
  GstCaps *both = gst_caps_intersect_full(filter, caps, GST_CAPS_INTERSECT_FIRST);
  gst_caps_unref(caps);
  return both;
}

/* Rows of the device may be longer than those of GStreamer's layout; planes follow each other without a gap. */
static void describe_rows(DeviceSource *self, GstBuffer *buffer)
{
  const GstVideoInfo *info = &self->info;
  gint first = GST_VIDEO_INFO_PLANE_STRIDE(info, 0), stride = (gint)video_device_stride(self->device);
  gsize offsets[GST_VIDEO_MAX_PLANES] = { 0 }, offset = 0;
  gint strides[GST_VIDEO_MAX_PLANES] = { 0 };
  for (guint plane = 0; plane < GST_VIDEO_INFO_N_PLANES(info); plane++) {
    /* Chroma rows are as long as luma rows, or half as long, as in GStreamer's layout of the format. */
    gboolean half = plane > 0 && GST_VIDEO_INFO_PLANE_STRIDE(info, plane) < first * 3 / 4;
    strides[plane] = half ? stride / 2 : stride;
    offsets[plane] = offset;
    offset += (gsize)strides[plane] * (gsize)GST_VIDEO_INFO_COMP_HEIGHT(info, plane);
  }
  if (stride > 0 && (memcmp(strides, info->stride, sizeof strides) || memcmp(offsets, info->offset, sizeof offsets)))
    gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT(info),
                                   (guint)info->width, (guint)info->height, GST_VIDEO_INFO_N_PLANES(info), offsets,
                                   strides);
}

static GstBuffer *copy(DeviceSource *self, const VideoDevicePicture *picture)
{
  GstBuffer *buffer = gst_buffer_new_memdup(picture->data, picture->size);
  gint64 time = picture->time - (gint64)gst_element_get_base_time(GST_ELEMENT(self));
  GST_BUFFER_PTS(buffer) = (GstClockTime)MAX(time, 0);
  if (self->raw)
    describe_rows(self, buffer);
  return buffer;
}

static GstFlowReturn failed(DeviceSource *self, char *error)
{
  GST_ELEMENT_ERROR(self, RESOURCE, READ, ("%s", error), (NULL));
  g_free(error);
  return GST_FLOW_ERROR;
}

static GstFlowReturn device_source_create(GstPushSrc *push, GstBuffer **buffer)
{
  DeviceSource *self = (DeviceSource *)push;
  VideoDevicePicture picture;
  char *error = NULL;
  *buffer = NULL;
  while (!*buffer) {
    PictureResult result = video_device_take(self->device, &picture, &error);
    if (result == PICTURE_CANCELLED)
      return GST_FLOW_FLUSHING;
    if (result == PICTURE_FAILED)
      return failed(self, error);
    if (result == PICTURE_TAKEN && (!self->raw || picture.size >= GST_VIDEO_INFO_SIZE(&self->info)))
      *buffer = copy(self, &picture);
    if (!video_device_give_back(self->device, &picture, &error)) {
      gst_clear_buffer(buffer);
      return failed(self, error);
    }
  }
  return GST_FLOW_OK;
}

static void device_source_finalize(GObject *object)
{
  element_properties_free(object);
  gst_clear_caps(&((DeviceSource *)object)->caps);
  G_OBJECT_CLASS(device_source_parent_class)->finalize(object);
}

static void device_source_class_init(DeviceSourceClass *class)
{
  GObjectClass *object = G_OBJECT_CLASS(class);
  GstBaseSrcClass *base = GST_BASE_SRC_CLASS(class);
  element_properties_install(object, properties);
  object->finalize = device_source_finalize;
  gst_element_class_add_static_pad_template(GST_ELEMENT_CLASS(class), &source_template);
  gst_element_class_set_static_metadata(GST_ELEMENT_CLASS(class), "Device source", "Source/Video",
                                        "Pictures of a V4L2 device", "Vedette");
  base->start = device_source_start;
  base->stop = device_source_stop;
  base->unlock = device_source_unlock;
  base->unlock_stop = device_source_unlock_stop;
  base->get_caps = device_source_get_caps;
  class->create = device_source_create;
}

static void device_source_init(DeviceSource *self)
{
  gst_base_src_set_live(GST_BASE_SRC(self), TRUE);
  gst_base_src_set_format(GST_BASE_SRC(self), GST_FORMAT_TIME);
}
