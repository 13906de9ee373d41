// Types shared by the files of the RTSP load client.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

enum { READ_SIZE = 1 << 18 };

typedef struct {
  const char *host, *port, *path, *user, *password;
  bool tcp;
} Target;

typedef struct {
  int rtsp, rtp, rtcp;          // sockets; rtp and rtcp are -1 over TCP
  uint8_t *buffer;              // undigested bytes of the RTSP connection
  size_t held;
  char session[128];
  double played, first_key;     // seconds, monotonic; 0 = not yet
  bool any;
  uint16_t next;                // sequence number expected next
  uint64_t packets, lost, octets;
} Client;

double now_seconds(void);

// Plays one stream; prints the reason and returns false when the server refuses.
bool client_play(Client *client, const Target *target);

// Takes what has arrived; false when the connection ended.
bool client_read_udp(Client *client);
bool client_read_tcp(Client *client);
void client_packet(Client *client, const uint8_t *packet, size_t size);
