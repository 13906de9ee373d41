/* UDP readers: packets of a port are posted to JavaScript. */
#pragma once
#include "runtime/js.h"

typedef struct UdpReader UdpReader;

/* Reads `fd` until udp_reader_close; `on_packet` gets packet, address, port. Returns NULL when `fd` cannot be watched. */
UdpReader *udp_reader_new(int fd, JsCallback *on_packet);
/* Stops reading; call it before the descriptor is closed. NULL is allowed. */
void udp_reader_close(UdpReader *reader);
