/* One thread that waits for descriptors: flushes slow TCP connections, reads RTCP. Where waiting fails, which only a
 * descriptor closed by somebody else can cause, the process ends with a message. */
#pragma once
#include <glib.h>
#include <sys/epoll.h>

typedef struct {
  gpointer object;
  gpointer (*ref)(gpointer object);
  void (*unref)(gpointer object);
  void (*ready)(gpointer object, guint32 events);
} ReactorClient;

/* Watches `fd` from now on (events may be 0 at first); the reactor holds a reference. Returns an id, 0 on failure. */
guint64 reactor_add(int fd, guint32 events, const ReactorClient *client);
void reactor_change(guint64 id, int fd, guint32 events);
/* After it, `ready` may still be running once, but does not start again. To be called before the descriptor is closed. */
void reactor_remove(guint64 id, int fd);
