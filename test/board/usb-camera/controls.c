/* Controls of the camera: as UVC demands, a level is refused (wrong state) while its automatic function is on. */
#include "controls.h"

#include <stdio.h>
#include <string.h>

#include "bytes.h"

enum { ACCEPTED = -1, NO_REASON = 0, WRONG_STATE = 2, OUT_OF_RANGE = 4 };
/* Bits of GET_INFO: readable and settable; a level that the camera changes as well; a control that reports its changes. */
enum { PLAIN = 3, GOVERNED = 11, REPORTED = 27 };
enum { ERROR_CODE_SELECTOR = 2 };

struct Control {
  const char *name;
  int entity, selector, bit, size;
  int minimum, maximum, step, initial, info;
  const char *governor; /* automatic function */
  int manual;           /* value of the governor that frees this level */
  int value, refused;
};

/* The map of the exposure's modes (1 manual, 8 aperture priority) stands in its step, as in UVC. */
static Control controls[] = {
  { "brightness", ENTITY_UNIT, 2, 0, 2, 0, 255, 1, 128, PLAIN, NULL, 0, 0, 0 },
  { "contrast", ENTITY_UNIT, 3, 1, 2, 0, 95, 1, 32, PLAIN, NULL, 0, 0, 0 },
  { "saturation", ENTITY_UNIT, 7, 3, 2, 0, 100, 1, 55, PLAIN, NULL, 0, 0, 0 },
  { "sharpness", ENTITY_UNIT, 8, 4, 2, 0, 6, 1, 3, PLAIN, NULL, 0, 0, 0 },
  { "white_balance_temperature", ENTITY_UNIT, 10, 6, 2, 2800, 6500, 10, 4600, GOVERNED, "white_balance_automatic", 0, 0, 0 },
  { "backlight_compensation", ENTITY_UNIT, 1, 8, 2, 0, 2, 1, 1, PLAIN, NULL, 0, 0, 0 },
  { "gain", ENTITY_UNIT, 4, 9, 2, 0, 100, 1, 0, PLAIN, NULL, 0, 0, 0 },
  { "power_line_frequency", ENTITY_UNIT, 5, 10, 1, 0, 2, 1, 1, PLAIN, NULL, 0, 0, 0 },
  { "white_balance_automatic", ENTITY_UNIT, 11, 12, 1, 0, 1, 1, 1, PLAIN, NULL, 0, 0, 0 },
  { "auto_exposure", ENTITY_TERMINAL, 2, 1, 1, 1, 8, 9, 8, PLAIN, NULL, 0, 0, 0 },
  { "exposure_dynamic_framerate", ENTITY_TERMINAL, 3, 2, 1, 0, 1, 1, 0, PLAIN, NULL, 0, 0, 0 },
  { "exposure_time_absolute", ENTITY_TERMINAL, 4, 3, 4, 3, 2047, 1, 250, GOVERNED, "auto_exposure", 1, 0, 0 },
  { "focus_absolute", ENTITY_TERMINAL, 6, 5, 2, 0, 1023, 1, 0, GOVERNED, "focus_automatic_continuous", 0, 0, 0 },
  { "zoom_absolute", ENTITY_TERMINAL, 11, 9, 2, 100, 400, 1, 100, REPORTED, NULL, 0, 0, 0 },
  { "focus_automatic_continuous", ENTITY_TERMINAL, 8, 17, 1, 0, 1, 1, 1, PLAIN, NULL, 0, 0, 0 },
};
enum { COUNT = sizeof controls / sizeof *controls };

/* Reason of the last refusal, which the host asks for. */
static int last_error;

void controls_reset(void)
{
  for (int i = 0; i < COUNT; i++) {
    controls[i].value = controls[i].initial;
    controls[i].refused = ACCEPTED;
  }
}

uint32_t controls_bits(int entity)
{
  uint32_t bits = 0;
  for (int i = 0; i < COUNT; i++)
    if (controls[i].entity == entity)
      bits |= 1u << controls[i].bit;
  return bits;
}

Control *controls_named(const char *name)
{
  for (int i = 0; i < COUNT; i++)
    if (strcmp(controls[i].name, name) == 0)
      return &controls[i];
  return NULL;
}

int control_value(const Control *control)
{
  return control->value;
}

void control_refuse(Control *control, int code)
{
  control->refused = code;
}

static int refusal_of(const Control *control, int value)
{
  const Control *governor = control->governor ? controls_named(control->governor) : NULL;
  if (control->refused != ACCEPTED)
    return control->refused;
  if (governor && governor->value != control->manual)
    return WRONG_STATE;
  return value < control->minimum || value > control->maximum ? OUT_OF_RANGE : ACCEPTED;
}

static int set(Control *control, const uint8_t *data)
{
  int value = (int)number_at(data, control->size), error = refusal_of(control, value);
  printf("%s %s %d\n", error == ACCEPTED ? "set" : "refused", control->name, value);
  last_error = error == ACCEPTED ? NO_REASON : error;
  if (error != ACCEPTED)
    return -1;
  control->value = value;
  return 0;
}

static int answer(const Control *control, int request, uint8_t *data)
{
  switch (request) {
    case GET_CUR: put_number(data, (uint32_t)control->value, control->size); break;
    case GET_MIN: put_number(data, (uint32_t)control->minimum, control->size); break;
    case GET_MAX: put_number(data, (uint32_t)control->maximum, control->size); break;
    case GET_RES: put_number(data, (uint32_t)control->step, control->size); break;
    case GET_DEF: put_number(data, (uint32_t)control->initial, control->size); break;
    case GET_INFO: put_number(data, (uint32_t)control->info, 1); return 1;
    case GET_LEN: put_number(data, (uint32_t)control->size, 2); return 2;
    default: return -1;
  }
  return control->size;
}

int controls_request(int request, int entity, int selector, uint8_t *data)
{
  if (entity == ENTITY_INTERFACE && selector == ERROR_CODE_SELECTOR && request == GET_CUR) {
    data[0] = (uint8_t)last_error;
    return 1;
  }
  for (int i = 0; i < COUNT; i++)
    if (controls[i].entity == entity && controls[i].selector == selector)
      return request == SET_CUR ? set(&controls[i], data) : answer(&controls[i], request, data);
  return -1;
}

/* Layout of a status packet: UVC 1.5, table 2-1. */
int control_change(Control *control, int value, uint8_t *packet)
{
  const uint8_t head[] = { 1, (uint8_t)control->entity, 0, (uint8_t)control->selector, 0 };
  control->value = value;
  memcpy(packet, head, sizeof head);
  put_number(packet + sizeof head, (uint32_t)value, control->size);
  return (int)sizeof head + control->size;
}
