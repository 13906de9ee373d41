// When each frame was taken by the camera and when its packets arrived.
#pragma once
#include "load.h"

typedef struct FrameTimes FrameTimes;

FrameTimes *frame_times_new(void);
void frame_times_free(FrameTimes *times);

// Callbacks of a Client whose context is a FrameTimes; count_packet is called too.
void frame_times_packet(Client *client, const uint8_t *packet, size_t size, int64_t arrival);
void frame_times_report(Client *client, const uint8_t *packet, size_t size);

// JSON of the whole: latency from capture to the first and the last packet of a frame, deviation of the distance of
// frames from the distance of their captures, all in ms; frames before the mark do not count.
void frame_times_mark(FrameTimes *times);
void frame_times_print(const FrameTimes *times, const Client *client);

// Longest time without a packet that starts a frame since the last call, up to now, ms.
double frame_times_longest_gap(FrameTimes *times);
size_t frame_times_count(const FrameTimes *times);
