/* Blur and sharpening of the virtual scene. `scratch` holds one byte for each pixel. */
#pragma once
#include "scene-picture.h"

/* Replaces each pixel by the mean of the square around it, in luma and chroma. */
void scene_blur(const ScenePicture *picture, gint radius, guint8 *scratch);
/* Changes luma only; `amount` is -1 (soft) to 1 (sharp). */
void scene_sharpen(const ScenePicture *picture, double amount, guint8 *scratch);

/* Moments of one exposure. */
#define SCENE_MOMENTS 8

typedef struct {
  gint left, top, right, bottom; /* pixels */
} SceneBox;

/* Draws a box at its places in the moments of an exposure: opaque where it always was, mixed with the picture elsewhere. */
void scene_smear(const ScenePicture *picture, const SceneBox boxes[SCENE_MOMENTS], const guint8 yuv[3]);
