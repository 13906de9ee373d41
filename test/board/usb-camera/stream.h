/* Video stream of the camera: its negotiation and its payloads. */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include "usbip.h"

/* Bytes of the structure that host and camera negotiate with (UVC 1.1, table 4-75). */
enum { PROBE_BYTES = 34, BULK_PAYLOAD = 16384, ISO_PACKET = 3072, MOST_STREAM_DATA = MOST_PACKETS * ISO_PACKET };

typedef enum { PICTURES_WHOLE, PICTURES_BROKEN, PICTURES_CUT, PICTURES_FROZEN } Health;

void stream_configure(bool isochronous);
void stream_set_health(Health health);
/* Answers a request of the streaming interface as `controls_request` does. A commitment starts a bulk camera. */
int stream_request(int request, int selector, uint8_t *data);
void stream_start(bool on);
/* Milliseconds until the next picture is due; -1 without one. */
int stream_wait(void);
/* Begins the next picture if it is due. Returns whether a picture is on its way. */
bool stream_due(void);
/* Fills a transfer with a part of the picture. Returns the length of its data. */
uint32_t stream_fill(Transfer *transfer, uint8_t *data);
