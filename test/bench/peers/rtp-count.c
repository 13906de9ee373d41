// Counts RTP packets, losses and the first key frame of one client.
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "load.h"

enum { BATCH = 64, DATAGRAM = 2048 };

// RFC 6184: an IDR slice or a parameter set, alone, in a STAP-A or as the first fragment of an FU-A.
static bool starts_key_frame(const uint8_t *nal, size_t size) {
  if (size < 4) return false;
  int type = nal[0] & 0x1f;
  if (type == 24) type = nal[3] & 0x1f;
  if (type == 28) type = (nal[1] & 0x80) ? nal[1] & 0x1f : 0;
  return type == 5 || type == 7;
}

void client_packet(Client *client, const uint8_t *packet, size_t size) {
  if (size < 12 || (packet[0] >> 6) != 2) return;
  uint16_t sequence = (uint16_t)(packet[2] << 8 | packet[3]);
  if (client->any) {
    int16_t gap = (int16_t)(sequence - client->next);
    // A jump beyond RFC 3550's MAX_DROPOUT is a restarted sequence, not loss.
    if (gap > 0 && gap < 3000) client->lost += (uint64_t)gap;
  }
  client->any = true;
  client->next = (uint16_t)(sequence + 1);
  client->packets++;
  client->octets += size;
  if (client->first_key == 0 && starts_key_frame(packet + 12, size - 12)) client->first_key = now_seconds();
}

bool client_read_udp(Client *client) {
  static uint8_t data[BATCH][DATAGRAM];
  struct iovec parts[BATCH];
  struct mmsghdr messages[BATCH];
  memset(messages, 0, sizeof messages);
  for (int i = 0; i < BATCH; i++) {
    parts[i] = (struct iovec){data[i], DATAGRAM};
    messages[i].msg_hdr = (struct msghdr){.msg_iov = &parts[i], .msg_iovlen = 1};
  }
  int count = recvmmsg(client->rtp, messages, BATCH, MSG_DONTWAIT, NULL);
  for (int i = 0; i < count; i++) client_packet(client, data[i], messages[i].msg_len);
  return true;
}

bool client_read_tcp(Client *client) {
  ssize_t got = recv(client->rtsp, client->buffer + client->held, READ_SIZE - client->held, MSG_DONTWAIT);
  if (got == 0 || (got < 0 && errno != EAGAIN)) return false;
  if (got > 0) client->held += (size_t)got;
  size_t at = 0;
  while (client->held - at >= 4 && client->buffer[at] == '$') {
    size_t size = (size_t)(client->buffer[at + 2] << 8 | client->buffer[at + 3]);
    if (client->held - at < 4 + size) break;
    if (client->buffer[at + 1] == 0) client_packet(client, client->buffer + at + 4, size);
    at += 4 + size;
  }
  memmove(client->buffer, client->buffer + at, client->held - at);
  client->held -= at;
  return true;
}
