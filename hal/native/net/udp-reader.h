/* What arrives on one of our UDP ports, on its way to JavaScript. */
#pragma once
#include "runtime/js.h"

typedef struct UdpReader UdpReader;

/* Reads `fd` until udp_reader_close; `on_packet` gets packet, address, port. NULL when it cannot be watched. */
UdpReader *udp_reader_new(int fd, JsCallback *on_packet);
/* To be called before the descriptor is closed; NULL is allowed. */
void udp_reader_close(UdpReader *reader);
