// Counts RTP packets, losses and the first key frame of one client.
#include "load.h"

// RFC 6184: an IDR slice or a parameter set, alone, in a STAP-A or as the first fragment of an FU-A.
static bool starts_key_frame(const uint8_t *nal, size_t size) {
  if (size < 4) return false;
  int type = nal[0] & 0x1f;
  if (type == 24) type = nal[3] & 0x1f;
  if (type == 28) type = (nal[1] & 0x80) ? nal[1] & 0x1f : 0;
  return type == 5 || type == 7;
}

void count_packet(Client *client, const uint8_t *packet, size_t size, int64_t arrival) {
  (void)arrival;
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
