/* Imaging of the virtual camera: its controls change the picture by automatic functions, tone and focus. */
#pragma once
#include "scene.h"

/* Settings are all numbers, so that one table describes them; switches are 0 and 1. */
typedef struct {
  double brightness; /* 0..100, 50 is neutral; the next three have the same range */
  double contrast;
  double saturation;
  double sharpness;
  double exposure_auto;
  double exposure_time; /* us; the value in force while exposure is automatic */
  double exposure_gain; /* dB; as exposure_time */
  double iris;          /* dB of attenuation; as exposure_time */
  double min_time;      /* limits of the automatic exposure, in the same units */
  double max_time;
  double min_gain;
  double max_gain;
  double low_noise;   /* 1: the exposure may be longer than a frame, before gain is raised */
  double window_left; /* part of the picture in which exposure is metered, 0..1 */
  double window_top;
  double window_right;
  double window_bottom;
  double white_balance_auto;
  double white_balance_red; /* percent of the right gain */
  double white_balance_blue;
  double backlight_compensation; /* 0..100, 0 is off; the next three have the same range */
  double wide_dynamic_range;
  double defogging;
  double noise_reduction;
  double focus_auto;
  double focus; /* 0..1000; what is in force while it is automatic */
  double infrared_filter; /* 0 in the way, 1 out of it, 2 automatic */
  double light;           /* lux that people see */
  double infrared;        /* as many lux, but seen with the filter out of the way only */
} SceneSettings;

typedef struct SceneImaging SceneImaging;

SceneImaging *scene_imaging_new(void);
void scene_imaging_free(SceneImaging *imaging);
/* Runs the automatic functions for one frame; writes exposure, gain and focus when they are automatic. */
void scene_imaging_regulate(SceneImaging *imaging, SceneSettings *settings, const ScenePicture *picture,
                            double period_us);
/* Applies the settings to the picture; neutral ones cost nothing. */
void scene_imaging_apply(SceneImaging *imaging, const SceneSettings *settings, const ScenePicture *picture);
