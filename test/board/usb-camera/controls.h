/* Controls of the camera's terminal and of its processing unit. */
#pragma once
#include <stdint.h>

enum { ENTITY_INTERFACE = 0, ENTITY_TERMINAL = 1, ENTITY_UNIT = 2 };

/* Requests of the class (UVC 1.5, table A-8). */
enum { SET_CUR = 0x01, GET_CUR = 0x81, GET_MIN = 0x82, GET_MAX = 0x83, GET_RES = 0x84, GET_LEN = 0x85, GET_INFO = 0x86, GET_DEF = 0x87 };

typedef struct Control Control;

/* Puts all controls to their initial values. */
void controls_reset(void);
/* Returns the bit map of an entity's controls for its descriptor. */
uint32_t controls_bits(int entity);
/* Answers a request: writes its data, or takes them. Returns their length, -1 for a request that is refused. */
int controls_request(int request, int entity, int selector, uint8_t *data);
/* Returns NULL for an unknown name. */
Control *controls_named(const char *name);
int control_value(const Control *control);
/* Refuses all settings of a control with a code of UVC (0 none, 2 wrong state, 3 power, 4 range); -1 accepts them again. */
void control_refuse(Control *control, int code);
/* Changes a value as the camera does by itself, and fills the status packet about it. Returns the length of the packet. */
int control_change(Control *control, int value, uint8_t *packet);
