/* The sending side of a TCP connection: whole blocks in order, a bounded queue, never a wait. */
#pragma once
#include "frames/block.h"
#include "runtime/js.h"

typedef struct Connection Connection;

typedef enum { WRITE_DONE, WRITE_FULL, WRITE_CLOSED } WriteResult;

/* Works on a dup of `fd`, a TCP or Unix-domain stream socket. `websocket`: each block leaves as one binary message.
 * `on_error` is called once with a text. NULL (errno set) when the descriptor is not usable. */
Connection *connection_new(int fd, gsize queue_limit, gboolean websocket, JsCallback *on_error);
Connection *connection_ref(Connection *connection);
void connection_unref(Connection *connection);
/* Media: WRITE_FULL when the block does not fit in the queue; nothing of it was sent then. */
WriteResult connection_write_media(Connection *connection, Block *block);
/* Control (RTSP replies, RTCP): may use a reserve beyond the bound; overflow is an error of the connection. */
WriteResult connection_write_control(Connection *connection, Block *block);
gsize connection_queued(Connection *connection);
gsize connection_limit(const Connection *connection);
void connection_close(Connection *connection);
