/* Marks over the virtual scene: clock and counter for people, a strip of blocks for programs. */
#pragma once
#include "scene-picture.h"

void scene_rectangle(const ScenePicture *picture, gint x, gint y, gint width, gint height, const guint8 yuv[3]);
void scene_text(const ScenePicture *picture, gint x, gint y, gint scale, const char *text);
/* Draws 32 blocks along the bottom edge, black for 0 and white for 1: 1, 0, the counter's low 24 bits, and in 6 bits how
 * many of them are 1. */
void scene_strip(const ScenePicture *picture, guint32 counter);
