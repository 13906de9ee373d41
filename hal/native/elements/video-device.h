/* V4L2 devices: streaming with mapped buffers. */
#pragma once
#include <glib.h>

typedef struct VideoDevice VideoDevice;

typedef struct {
  const char *path;
  const char *fourcc;
  guint width;
  guint height;
  guint numerator; /* pictures per second; 0 leaves the rate as it is */
  guint denominator;
} VideoDeviceWish;

typedef struct {
  const guint8 *data;
  gsize size;
  gint64 time; /* CLOCK_MONOTONIC ns of the capture */
  guint index;
} VideoDevicePicture;

typedef enum { PICTURE_TAKEN, PICTURE_DAMAGED, PICTURE_CANCELLED, PICTURE_FAILED } PictureResult;

/* Sets the format and starts streaming. Returns NULL with `error` (free with g_free) when the device refuses. */
VideoDevice *video_device_open(const VideoDeviceWish *wish, char **error);
void video_device_close(VideoDevice *device);
/* Bytes of a row of the first plane, 0 for encoded pictures. */
guint video_device_stride(const VideoDevice *device);
/* Waits for a picture. PICTURE_TAKEN and PICTURE_DAMAGED must be given back before the next. */
PictureResult video_device_take(VideoDevice *device, VideoDevicePicture *picture, char **error);
gboolean video_device_give_back(VideoDevice *device, const VideoDevicePicture *picture, char **error);
/* Waiting ends with PICTURE_CANCELLED until this is cleared; any thread may call it. */
void video_device_set_cancelled(VideoDevice *device, gboolean cancelled);
