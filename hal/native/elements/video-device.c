/* V4L2 devices: streaming with mapped buffers. Descriptors and mappings stay in this file: a closed device is free. */
#include "video-device.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "runtime/monotonic.h"

#define BUFFERS 4

struct VideoDevice {
  gint fd;
  gint cancel; /* eventfd */
  guint type;  /* enum v4l2_buf_type */
  guint stride;
  guint count;
  struct {
    guint8 *data;
    gsize size;
  } mapped[BUFFERS];
};

static gint call(gint fd, gulong request, void *argument)
{
  gint result;
  do
    result = ioctl(fd, request, argument);
  while (result < 0 && errno == EINTR);
  return result;
}

/* Sets the error text and returns FALSE. */
static gboolean refused(char **error, const char *what)
{
  *error = g_strdup_printf("%s: %s", what, g_strerror(errno));
  return FALSE;
}

static gboolean is_multi_planar(const VideoDevice *device)
{
  return device->type == V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE;
}

static gboolean find_type(VideoDevice *device, char **error)
{
  struct v4l2_capability capability = { 0 };
  if (call(device->fd, VIDIOC_QUERYCAP, &capability) < 0)
    return refused(error, "it does not say what it is");
  guint can = capability.capabilities & V4L2_CAP_DEVICE_CAPS ? capability.device_caps : capability.capabilities;
  device->type =
      can & V4L2_CAP_VIDEO_CAPTURE_MPLANE ? V4L2_BUF_TYPE_VIDEO_CAPTURE_MPLANE : V4L2_BUF_TYPE_VIDEO_CAPTURE;
  return TRUE;
}

static gboolean set_format(VideoDevice *device, const VideoDeviceWish *wish, char **error)
{
  const char *c = wish->fourcc;
  guint fourcc = strlen(c) == 4 ? v4l2_fourcc(c[0], c[1], c[2], c[3]) : 0;
  struct v4l2_format format = { .type = device->type };
  gboolean planes = is_multi_planar(device);
  if (planes)
    format.fmt.pix_mp = (struct v4l2_pix_format_mplane){ .width = wish->width, .height = wish->height,
                                                         .pixelformat = fourcc, .num_planes = 1 };
  else
    format.fmt.pix =
        (struct v4l2_pix_format){ .width = wish->width, .height = wish->height, .pixelformat = fourcc };
  if (call(device->fd, VIDIOC_S_FMT, &format) < 0)
    return refused(error, "it refuses the format");
  guint width = planes ? format.fmt.pix_mp.width : format.fmt.pix.width;
  guint height = planes ? format.fmt.pix_mp.height : format.fmt.pix.height;
  guint given = planes ? format.fmt.pix_mp.pixelformat : format.fmt.pix.pixelformat;
  device->stride = planes ? format.fmt.pix_mp.plane_fmt[0].bytesperline : format.fmt.pix.bytesperline;
  if (width == wish->width && height == wish->height && given == fourcc)
    return TRUE;
  *error = g_strdup_printf("it offers the format and then gives %ux%u", width, height);
  return FALSE;
}

/* Devices that cannot set a rate keep the one they have. */
static gboolean set_rate(VideoDevice *device, const VideoDeviceWish *wish, char **error)
{
  struct v4l2_streamparm parameters = { .type = device->type };
  if (wish->numerator == 0)
    return TRUE;
  parameters.parm.capture.timeperframe = (struct v4l2_fract){ wish->denominator, wish->numerator };
  if (call(device->fd, VIDIOC_S_PARM, &parameters) < 0 && errno != ENOTTY && errno != EINVAL)
    return refused(error, "it refuses the rate");
  return TRUE;
}

static void describe(VideoDevice *device, struct v4l2_buffer *buffer, struct v4l2_plane *plane)
{
  memset(buffer, 0, sizeof *buffer);
  memset(plane, 0, sizeof *plane);
  buffer->type = device->type;
  buffer->memory = V4L2_MEMORY_MMAP;
  if (!is_multi_planar(device))
    return;
  buffer->m.planes = plane;
  buffer->length = 1;
}

static gboolean queue(VideoDevice *device, guint index, char **error)
{
  struct v4l2_buffer buffer;
  struct v4l2_plane plane;
  describe(device, &buffer, &plane);
  buffer.index = index;
  return call(device->fd, VIDIOC_QBUF, &buffer) == 0 || refused(error, "it takes no buffer");
}

static gboolean map(VideoDevice *device, guint index, char **error)
{
  struct v4l2_buffer buffer;
  struct v4l2_plane plane;
  describe(device, &buffer, &plane);
  buffer.index = index;
  if (call(device->fd, VIDIOC_QUERYBUF, &buffer) < 0)
    return refused(error, "it has no buffers");
  gsize size = is_multi_planar(device) ? plane.length : buffer.length;
  off_t offset = is_multi_planar(device) ? plane.m.mem_offset : buffer.m.offset;
  void *data = mmap(NULL, size, PROT_READ, MAP_SHARED, device->fd, offset);
  if (data == MAP_FAILED)
    return refused(error, "its buffers cannot be mapped");
  device->mapped[index].data = data;
  device->mapped[index].size = size;
  return queue(device, index, error);
}

static gboolean start(VideoDevice *device, char **error)
{
  struct v4l2_requestbuffers request = { .count = BUFFERS, .type = device->type, .memory = V4L2_MEMORY_MMAP };
  if (call(device->fd, VIDIOC_REQBUFS, &request) < 0)
    return refused(error, "it gives no buffers");
  device->count = MIN(request.count, BUFFERS);
  for (guint index = 0; index < device->count; index++)
    if (!map(device, index, error))
      return FALSE;
  return call(device->fd, VIDIOC_STREAMON, &device->type) == 0 || refused(error, "it does not start");
}

VideoDevice *video_device_open(const VideoDeviceWish *wish, char **error)
{
  VideoDevice *device = g_new0(VideoDevice, 1);
  device->cancel = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  device->fd = open(wish->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if ((device->fd >= 0 && device->cancel >= 0) ? find_type(device, error) && set_format(device, wish, error) &&
                                                     set_rate(device, wish, error) && start(device, error)
                                               : refused(error, "it cannot be opened"))
    return device;
  video_device_close(device);
  return NULL;
}

void video_device_close(VideoDevice *device)
{
  if (device->fd >= 0)
    call(device->fd, VIDIOC_STREAMOFF, &device->type);
  for (guint index = 0; index < BUFFERS; index++)
    if (device->mapped[index].data)
      munmap(device->mapped[index].data, device->mapped[index].size);
  if (device->fd >= 0)
    close(device->fd);
  if (device->cancel >= 0)
    close(device->cancel);
  g_free(device);
}

guint video_device_stride(const VideoDevice *device)
{
  return device->stride;
}

/* Drivers give monotonic times; a time that cannot be one is replaced by now. */
static gint64 capture_time(const struct v4l2_buffer *buffer)
{
  gint64 now = monotonic_ns();
  gint64 time = buffer->timestamp.tv_sec * NS_PER_SECOND + buffer->timestamp.tv_usec * 1000;
  return time <= now && now - time < NS_PER_SECOND ? time : now;
}

static PictureResult dequeue(VideoDevice *device, VideoDevicePicture *picture, char **error)
{
  struct v4l2_buffer buffer;
  struct v4l2_plane plane;
  describe(device, &buffer, &plane);
  if (call(device->fd, VIDIOC_DQBUF, &buffer) < 0) {
    refused(error, "it delivers no picture");
    return PICTURE_FAILED;
  }
  gsize used = is_multi_planar(device) ? plane.bytesused : buffer.bytesused;
  gsize skipped = is_multi_planar(device) ? plane.data_offset : 0;
  gsize size = device->mapped[buffer.index].size;
  picture->index = buffer.index;
  picture->time = capture_time(&buffer);
  picture->data = device->mapped[buffer.index].data + MIN(skipped, size);
  picture->size = MIN(used, size) - MIN(skipped, MIN(used, size));
  return buffer.flags & V4L2_BUF_FLAG_ERROR || picture->size == 0 ? PICTURE_DAMAGED : PICTURE_TAKEN;
}

PictureResult video_device_take(VideoDevice *device, VideoDevicePicture *picture, char **error)
{
  struct pollfd fds[] = { { device->fd, POLLIN, 0 }, { device->cancel, POLLIN, 0 } };
  do
    if (poll(fds, G_N_ELEMENTS(fds), -1) < 0 && errno != EINTR) {
      refused(error, "it cannot be waited for");
      return PICTURE_FAILED;
    }
  while (!fds[0].revents && !fds[1].revents);
  return fds[1].revents ? PICTURE_CANCELLED : dequeue(device, picture, error);
}

gboolean video_device_give_back(VideoDevice *device, const VideoDevicePicture *picture, char **error)
{
  return queue(device, picture->index, error);
}

void video_device_set_cancelled(VideoDevice *device, gboolean cancelled)
{
  guint64 value = 1;
  gssize done = cancelled ? write(device->cancel, &value, sizeof value) : read(device->cancel, &value, sizeof value);
  (void)done; /* a full counter is cancelled, an empty one is not */
}
