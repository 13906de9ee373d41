/* One thread that waits for descriptors: it flushes slow TCP connections and reads RTCP. When waiting fails, the process
 * ends with a message: only code that closed a descriptor of others can cause that. */
#pragma once
#include <glib.h>
#include <sys/epoll.h>

typedef struct {
  gpointer object;
  gpointer (*ref)(gpointer object);
  void (*unref)(gpointer object);
  void (*ready)(gpointer object, guint32 events);
} ReactorClient;

/* Watches `fd` for events (0 for none yet) and keeps a reference to the client's object. Returns an id, 0 on failure. */
guint64 reactor_add(int fd, guint32 events, const ReactorClient *client);
void reactor_change(guint64 id, int fd, guint32 events);
/* Ends watching; call it before the descriptor is closed. `ready` may still be running, but does not start again. */
void reactor_remove(guint64 id, int fd);
