/* Noise of the virtual camera's sensor, as gain shows it. */
#pragma once
#include "scene-picture.h"

typedef struct SceneNoise SceneNoise;

SceneNoise *scene_noise_new(void);
void scene_noise_free(SceneNoise *noise);
/* Adds noise of a standard deviation (steps of luma), another in each frame; 0 costs nothing. */
void scene_noise_add(SceneNoise *noise, const ScenePicture *picture, double deviation, gboolean coloured);
