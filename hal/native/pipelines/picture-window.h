/* Windows: the part of a camera's picture that its streams show, by the name of the camera's channel. */
#pragma once
#include <glib.h>

/* Shares of the picture, from its upper left corner; the whole picture is 0, 0, 1, 1. */
typedef struct {
  double left;
  double top;
  double width;
  double height;
} PictureWindow;

/* Sets the window of a channel, for the next frame; what lies beyond the picture is moved into it. */
void picture_window_set(const char *channel, const PictureWindow *window);
/* Returns the window of a channel, the whole picture when none is set. */
PictureWindow picture_window_get(const char *channel);
