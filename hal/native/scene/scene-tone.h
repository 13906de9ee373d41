/* Tone of the virtual camera: brightness and colour by look-up tables. */
#pragma once
#include "scene-picture.h"

/* Exponent between stored values and linear light. */
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
/* Changes the picture in one pass over each plane. */
void scene_tone_apply(SceneTone *tone, const ToneInput *input, const ScenePicture *picture);
