/* Brightness and colour of the virtual camera, as look-up tables. */
#pragma once
#include "scene-picture.h"

/* Of linear light against what a picture stores. */
#define GAMMA 2.2

typedef struct {
  double exposure;   /* 1: as drawn; so are contrast, saturation, red and blue */
  double brightness; /* 0: as drawn; so are the last three */
  double contrast;
  double saturation;
  double red;
  double blue;
  double backlight;
  double dynamic_range;
  double defogging;
} ToneInput;

typedef struct SceneTone SceneTone;

SceneTone *scene_tone_new(void);
void scene_tone_free(SceneTone *tone);
/* One pass over each plane that changes. */
void scene_tone_apply(SceneTone *tone, const ToneInput *input, const ScenePicture *picture);
