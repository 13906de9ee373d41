// The transports of the RTSP clients by name: a new one is a row here and at most a framing.
#include <string.h>
#include "load.h"

static const Transport transports[] = {
    {"udp", &plain_framing, false, true, false},
    {"multicast", &plain_framing, false, true, true},
    {"tcp", &plain_framing, false, false, false},
    {"websocket", &websocket_framing, false, false, false},
    {"http", &tunnel_framing, false, false, false},
    {"rtsps", &plain_framing, true, false, false},
    {"wss", &websocket_framing, true, false, false},
    {"https", &tunnel_framing, true, false, false},
};

const Transport *transport_find(const char *name) {
  for (size_t i = 0; i < sizeof transports / sizeof *transports; i++)
    if (strcmp(transports[i].name, name) == 0) return &transports[i];
  return NULL;
}
