/* What is drawn over the scene: clock and counter for people, a strip of blocks for machines. */
#pragma once
#include "scene-picture.h"

void scene_rectangle(const ScenePicture *picture, gint x, gint y, gint width, gint height, const guint8 yuv[3]);
void scene_text(const ScenePicture *picture, gint x, gint y, gint scale, const char *text);
/* 32 blocks along the bottom edge, black 0 and white 1: 1, 0, 24 bits of the counter, 6 bits number of ones in them. */
void scene_strip(const ScenePicture *picture, guint32 counter);
