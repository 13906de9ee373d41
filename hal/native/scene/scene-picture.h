/* Pictures of the virtual scene, in I420. */
#pragma once
#include <glib.h>

typedef struct {
  guint8 *plane[3];
  gint stride[3];
  gint width;
  gint height;
} ScenePicture;
