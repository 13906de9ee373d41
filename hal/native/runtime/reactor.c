/* One epoll thread for the process. Clients are found by id, so that a late event finds no freed memory. */
#include "reactor.h"

#include <errno.h>

static GMutex lock;
static GHashTable *clients; /* guint64 id -> ReactorClient, guarded by lock */
static guint64 last_id;
static int epoll_fd = -1;

static void client_free(gpointer data)
{
  ReactorClient *client = data;
  client->unref(client->object);
  g_free(client);
}

static void dispatch(const struct epoll_event *event)
{
  ReactorClient found = { 0 };
  guint64 id = event->data.u64;
  g_mutex_lock(&lock);
  const ReactorClient *client = g_hash_table_lookup(clients, &id);
  if (client) {
    found = *client;
    found.ref(found.object);
  }
  g_mutex_unlock(&lock);
  if (!found.object)
    return;
  found.ready(found.object, event->events);
  found.unref(found.object);
}

/* The process ends: without the reactor no slow connection is flushed and no RTCP is read. */
static G_GNUC_NORETURN void fail(const char *call)
{
  g_error("the reactor lost its descriptors: %s: %s", call, g_strerror(errno));
}

static gpointer run(gpointer unused)
{
  struct epoll_event events[64];
  (void)unused;
  for (;;) {
    int count = epoll_wait(epoll_fd, events, G_N_ELEMENTS(events), -1);
    if (count < 0 && errno != EINTR)
      fail("epoll_wait");
    for (int i = 0; i < count; i++)
      dispatch(&events[i]);
  }
}

static gboolean ensure_running(void)
{
  if (epoll_fd >= 0)
    return TRUE;
  epoll_fd = epoll_create1(EPOLL_CLOEXEC);
  if (epoll_fd < 0)
    return FALSE;
  clients = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, client_free);
  g_thread_unref(g_thread_new("vedette-reactor", run, NULL));
  return TRUE;
}

guint64 reactor_add(int fd, guint32 events, const ReactorClient *client)
{
  g_mutex_lock(&lock);
  guint64 id = 0;
  if (ensure_running()) {
    struct epoll_event event = { .events = events, .data.u64 = ++last_id };
    ReactorClient *copy = g_memdup2(client, sizeof *client);
    copy->ref(copy->object);
    g_hash_table_insert(clients, g_memdup2(&last_id, sizeof last_id), copy);
    id = last_id;
    if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0) {
      g_hash_table_remove(clients, &id);
      id = 0;
    }
  }
  g_mutex_unlock(&lock);
  return id;
}

void reactor_change(guint64 id, int fd, guint32 events)
{
  struct epoll_event event = { .events = events, .data.u64 = id };
  if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, fd, &event) < 0)
    fail("epoll_ctl");
}

void reactor_remove(guint64 id, int fd)
{
  ReactorClient *client = NULL;
  gpointer key = NULL;
  epoll_ctl(epoll_fd, EPOLL_CTL_DEL, fd, NULL);
  g_mutex_lock(&lock);
  g_hash_table_steal_extended(clients, &id, &key, (gpointer *)&client);
  g_mutex_unlock(&lock);
  g_free(key);
  if (client)
    client_free(client); /* without the lock: this may free the object */
}
