/* A picture in I420, as everything that draws or changes it gets it. */
#pragma once
#include <glib.h>

typedef struct {
  guint8 *plane[3];
  gint stride[3];
  gint width;
  gint height;
} ScenePicture;
