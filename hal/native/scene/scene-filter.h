/* Focus and sharpness of the virtual camera. `scratch` holds one byte for each pixel. */
#pragma once
#include "scene-picture.h"

/* Each pixel becomes the mean of the square around it, luma and chroma alike. */
void scene_blur(const ScenePicture *picture, gint radius, guint8 *scratch);
/* -1 soft to 1 sharp; luma only. */
void scene_sharpen(const ScenePicture *picture, double amount, guint8 *scratch);
