/* A frame under a receiver's key. */
#pragma once
#include "frame.h"

/* The frame as SRTP packets: made once per context and key, then the same for all. A new reference; NULL when the
 * context refuses. Callers hold the hub's lock. */
Frame *frame_secured(Frame *frame, SrtpContext *context);
