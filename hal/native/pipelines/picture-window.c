/* Windows of the cameras' pictures. */
#include "picture-window.h"

static GMutex lock;
static GHashTable *windows; /* channel -> PictureWindow, other than the whole picture; guarded by lock */

static const PictureWindow whole = { 0, 0, 1, 1 };

/* Smallest window: a picture of 16 pixels has one pixel of it left. */
#define SMALLEST (1.0 / 16)

static PictureWindow inside(const PictureWindow *window)
{
  double width = CLAMP(window->width, SMALLEST, 1), height = CLAMP(window->height, SMALLEST, 1);
  return (PictureWindow){ CLAMP(window->left, 0, 1 - width), CLAMP(window->top, 0, 1 - height), width, height };
}

static gboolean is_whole(const PictureWindow *window)
{
  return window->left <= 0 && window->top <= 0 && window->width >= 1 && window->height >= 1;
}

void picture_window_set(const char *channel, const PictureWindow *wanted)
{
  PictureWindow window = inside(wanted);
  g_mutex_lock(&lock);
  if (!windows)
    windows = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  if (is_whole(&window))
    g_hash_table_remove(windows, channel);
  else
    g_hash_table_replace(windows, g_strdup(channel), g_memdup2(&window, sizeof window));
  g_mutex_unlock(&lock);
}

PictureWindow picture_window_get(const char *channel)
{
  g_mutex_lock(&lock);
  const PictureWindow *found = windows ? g_hash_table_lookup(windows, channel) : NULL;
  PictureWindow window = found ? *found : whole;
  g_mutex_unlock(&lock);
  return window;
}
