/* Descriptors of the camera. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

enum { VIDEO_ENDPOINT = 1, STATUS_ENDPOINT = 2 };

/* Writes the descriptor of that type (the high byte of wValue) and index. Returns its length, -1 for none. `serial` is the last digit
 * of the serial number. */
int descriptor(int type, int index, bool isochronous, int serial, uint8_t *data);
