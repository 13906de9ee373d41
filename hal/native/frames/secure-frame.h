/* Frames protected by SRTP. */
#pragma once
#include "frame.h"

/* Returns the frame as SRTP packets, a new reference: made once for each context and key. NULL when the context refuses.
 * Callers hold the stream's lock. */
Frame *frame_secured(Frame *frame, SrtpContext *context);
