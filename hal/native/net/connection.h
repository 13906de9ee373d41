/* The sending side of a TCP connection: whole blocks in order, a bounded queue, no waiting. */
#pragma once
#include "frames/block.h"
#include "runtime/js.h"

typedef struct Connection Connection;

typedef enum { WRITE_DONE, WRITE_FULL, WRITE_CLOSED } WriteResult;

/* The connection works on a dup of `fd`, a TCP or Unix-domain stream socket. With `websocket` each block is sent as one
 * binary message. `on_error` is called once with a text. Returns NULL, errno set, when the descriptor is not usable. */
Connection *connection_new(int fd, gsize queue_limit, gboolean websocket, JsCallback *on_error);
Connection *connection_ref(Connection *connection);
void connection_unref(Connection *connection);
/* Writes media. WRITE_FULL: the queue has no room, nothing of the block was sent. */
WriteResult connection_write_media(Connection *connection, Block *block);
/* Writes RTSP replies and RTCP, which have a reserve beyond the queue's limit. An overflow closes the connection. */
WriteResult connection_write_control(Connection *connection, Block *block);
gsize connection_queued(Connection *connection);
gsize connection_limit(const Connection *connection);
void connection_close(Connection *connection);
