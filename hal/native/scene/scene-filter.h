/* Blur and sharpening of the virtual scene. `scratch` holds one byte for each pixel. */
#pragma once
#include "scene-picture.h"

/* Replaces each pixel by the mean of the square around it, in luma and chroma. */
void scene_blur(const ScenePicture *picture, gint radius, guint8 *scratch);
/* Changes luma only; `amount` is -1 (soft) to 1 (sharp). */
void scene_sharpen(const ScenePicture *picture, double amount, guint8 *scratch);
