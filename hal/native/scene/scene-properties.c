/* The table of properties. */
#include "scene-properties.h"

typedef struct {
  const char *name;
  const char *text;
  gsize offset;
  double minimum, maximum, initial;
} Property;

#define VIEW(member) G_STRUCT_OFFSET(SceneControls, view.member)
#define SETTING(member) G_STRUCT_OFFSET(SceneControls, settings.member)

static const Property properties[] = {
  { "pan", "left -1 to right 1", VIEW(pan), -1, 1, 0 },
  { "tilt", "down -1 to up 1", VIEW(tilt), -1, 1, 0 },
  { "zoom", "magnification", VIEW(zoom), 1, 8, 1 },
  { "brightness", "50 is neutral", SETTING(brightness), 0, 100, 50 },
  { "contrast", "50 is neutral", SETTING(contrast), 0, 100, 50 },
  { "saturation", "50 is neutral", SETTING(saturation), 0, 100, 50 },
  { "sharpness", "50 is neutral", SETTING(sharpness), 0, 100, 50 },
  { "exposure-auto", "0 or 1", SETTING(exposure_auto), 0, 1, 1 },
  { "exposure-time", "us", SETTING(exposure_time), 20, 100000, 10000 },
  { "exposure-gain", "dB", SETTING(exposure_gain), 0, 36, 0 },
  { "window-left", "metered part of the width", SETTING(window_left), 0, 1, 0 },
  { "window-top", "metered part of the height", SETTING(window_top), 0, 1, 0 },
  { "window-right", "metered part of the width", SETTING(window_right), 0, 1, 1 },
  { "window-bottom", "metered part of the height", SETTING(window_bottom), 0, 1, 1 },
  { "white-balance-auto", "0 or 1", SETTING(white_balance_auto), 0, 1, 1 },
  { "white-balance-red", "percent", SETTING(white_balance_red), 50, 200, 100 },
  { "white-balance-blue", "percent", SETTING(white_balance_blue), 50, 200, 100 },
  { "backlight-compensation", "0 is off", SETTING(backlight_compensation), 0, 100, 0 },
  { "wide-dynamic-range", "0 is off", SETTING(wide_dynamic_range), 0, 100, 0 },
  { "defogging", "0 is off", SETTING(defogging), 0, 100, 0 },
  { "focus-auto", "0 or 1", SETTING(focus_auto), 0, 1, 1 },
  { "focus", "500 is sharp", SETTING(focus), 0, 1000, 500 },
  { "infrared-filter", "0 in, 1 out, 2 automatic", SETTING(infrared_filter), 0, 2, 0 },
  { "light", "lux", SETTING(light), 0, 200000, 500 },
  { "infrared", "lux", SETTING(infrared), 0, 200000, 0 },
};

void scene_properties_install(GObjectClass *class)
{
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++) {
    const Property *each = &properties[i];
    g_object_class_install_property(class, i + 1,
                                    g_param_spec_double(each->name, each->name, each->text, each->minimum,
                                                        each->maximum, each->initial,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  }
}

SceneControls scene_properties_initial(void)
{
  SceneControls controls;
  for (guint i = 0; i < G_N_ELEMENTS(properties); i++)
    G_STRUCT_MEMBER(double, &controls, properties[i].offset) = properties[i].initial;
  return controls;
}

void scene_properties_set(SceneControls *controls, guint id, const GValue *value)
{
  G_STRUCT_MEMBER(double, controls, properties[id - 1].offset) = g_value_get_double(value);
}

void scene_properties_get(const SceneControls *controls, guint id, GValue *value)
{
  g_value_set_double(value, G_STRUCT_MEMBER(double, controls, properties[id - 1].offset));
}
