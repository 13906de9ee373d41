/* The sending side of a TCP connection. */
#include "connection.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runtime/live.h"
#include "runtime/reactor.h"

#define CONTROL_RESERVE (256 * 1024)
#define GATHER 64
/* Kernel buffer of a slow reader: enough for 40 Mbit/s at 50 ms, little enough for a live picture. */
#define SEND_BUFFER (256 * 1024)

/* The unsent rest of a block. */
typedef struct {
  Block *block;
  struct iovec data;
} Chunk;

struct Connection {
  gint refs;
  GMutex lock;
  int fd; /* -1 once closed or failed */
  gboolean websocket;
  guint64 watch;
  GQueue queue; /* of Chunk */
  gsize queued;
  gsize limit;
  JsCallback *on_error; /* NULL once closed or failed, so that JavaScript's objects can be collected */
};

/* Parts of a closed connection that are freed without its lock. */
typedef struct {
  int fd; /* -1 for none */
  JsCallback *on_error;
} Remains;

static const Remains no_remains = { -1, NULL };

static void chunk_free(gpointer data)
{
  Chunk *chunk = data;
  block_unref(chunk->block);
  g_free(chunk);
}

Connection *connection_ref(Connection *c)
{
  g_atomic_int_inc(&c->refs);
  return c;
}

void connection_unref(Connection *c)
{
  if (!g_atomic_int_dec_and_test(&c->refs))
    return;
  g_queue_clear_full(&c->queue, chunk_free);
  js_callback_unref(c->on_error);
  g_mutex_clear(&c->lock);
  live_died(LIVE_CONNECTIONS);
  g_free(c);
}

/* Lock held. Closes the connection; let_go frees what is returned. */
static Remains detach(Connection *c)
{
  Remains remains = { c->fd, c->on_error };
  c->fd = -1;
  c->on_error = NULL;
  c->queued = 0;
  g_queue_clear_full(&c->queue, chunk_free);
  return remains;
}

/* Lock not held. Posts the reason, if there is one. */
static void let_go(Connection *c, Remains remains, const char *reason)
{
  if (reason)
    js_post_text(remains.on_error, reason);
  js_callback_unref(remains.on_error);
  if (remains.fd < 0)
    return;
  reactor_remove(c->watch, remains.fd);
  close(remains.fd);
}

static struct iovec wire_bytes(const Connection *c, Block *block)
{
  gsize head = c->websocket ? block->head_size : 0;
  return (struct iovec){ block->bytes - head, block->size + head };
}

static void advance(struct iovec *data, gsize sent)
{
  data->iov_base = (guint8 *)data->iov_base + sent;
  data->iov_len -= sent;
}

static void enqueue(Connection *c, Block *block, struct iovec data)
{
  Chunk *chunk = g_new(Chunk, 1);
  *chunk = (Chunk){ block_ref(block), data };
  if (g_queue_is_empty(&c->queue))
    reactor_change(c->watch, c->fd, EPOLLOUT);
  g_queue_push_tail(&c->queue, chunk);
  c->queued += data.iov_len;
}

static void consume(Connection *c, gsize sent)
{
  c->queued -= sent;
  while (sent > 0) {
    Chunk *chunk = g_queue_peek_head(&c->queue);
    if (sent < chunk->data.iov_len) {
      advance(&chunk->data, sent);
      return;
    }
    sent -= chunk->data.iov_len;
    chunk_free(g_queue_pop_head(&c->queue));
  }
}

/* Lock held. Sends queued chunks until the kernel's buffer is full. Returns 0, or an errno that ends the connection. */
static int flush(Connection *c)
{
  while (!g_queue_is_empty(&c->queue)) {
    struct iovec gather[GATHER];
    struct msghdr message = { .msg_iov = gather };
    for (GList *item = c->queue.head; item && message.msg_iovlen < GATHER; item = item->next)
      gather[message.msg_iovlen++] = ((Chunk *)item->data)->data;
    ssize_t sent = sendmsg(c->fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent < 0)
      return errno == EAGAIN ? 0 : errno;
    consume(c, (gsize)sent);
  }
  reactor_change(c->watch, c->fd, 0);
  return 0;
}

static void on_ready(gpointer object, guint32 events)
{
  Connection *c = object;
  Remains remains = no_remains;
  int error = 0;
  g_mutex_lock(&c->lock);
  if (c->fd >= 0) {
    error = events & (EPOLLERR | EPOLLHUP) ? EPIPE : flush(c);
    if (error)
      remains = detach(c);
  }
  g_mutex_unlock(&c->lock);
  let_go(c, remains, error ? g_strerror(error) : NULL);
}

/* Lock held. Sends what the kernel takes at once, queues the rest. Returns 0 or an errno. */
static int send_or_queue(Connection *c, Block *block)
{
  struct iovec data = wire_bytes(c, block);
  while (g_queue_is_empty(&c->queue) && data.iov_len > 0) {
    ssize_t sent = send(c->fd, data.iov_base, data.iov_len, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR)
      continue;
    if (sent < 0 && errno != EAGAIN)
      return errno;
    if (sent < 0)
      break;
    advance(&data, (gsize)sent);
  }
  if (data.iov_len > 0)
    enqueue(c, block, data);
  return 0;
}

static WriteResult write_block(Connection *c, Block *block, gsize limit, gboolean overflow_is_error)
{
  Remains remains = no_remains;
  const char *reason = NULL;
  WriteResult result = WRITE_DONE;
  g_mutex_lock(&c->lock);
  if (c->fd < 0) {
    result = WRITE_CLOSED;
  } else if (c->queued > 0 && c->queued + block->size > limit) {
    result = WRITE_FULL;
    if (overflow_is_error)
      reason = "the peer does not read";
  } else {
    int error = send_or_queue(c, block);
    if (error)
      reason = g_strerror(error);
  }
  if (reason) {
    remains = detach(c);
    result = WRITE_CLOSED;
  }
  g_mutex_unlock(&c->lock);
  let_go(c, remains, reason);
  return result;
}

WriteResult connection_write_media(Connection *c, Block *block)
{
  return write_block(c, block, c->limit, FALSE);
}

WriteResult connection_write_control(Connection *c, Block *block)
{
  return write_block(c, block, c->limit + CONTROL_RESERVE, TRUE);
}

gsize connection_queued(Connection *c)
{
  g_mutex_lock(&c->lock);
  gsize queued = c->queued;
  g_mutex_unlock(&c->lock);
  return queued;
}

gsize connection_limit(const Connection *c)
{
  return c->limit;
}

void connection_close(Connection *c)
{
  g_mutex_lock(&c->lock);
  if (c->fd >= 0)
    flush(c);
  Remains remains = detach(c);
  g_mutex_unlock(&c->lock);
  let_go(c, remains, NULL);
}

static gpointer ref_object(gpointer object)
{
  return connection_ref(object);
}

static void unref_object(gpointer object)
{
  connection_unref(object);
}

Connection *connection_new(int fd, gsize queue_limit, gboolean websocket, JsCallback *on_error)
{
  int own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (own < 0)
    return NULL;
  int on = 1, size = SEND_BUFFER;
  /* Both options may fail: a Unix-domain socket has only the first. */
  setsockopt(own, SOL_SOCKET, SO_SNDBUF, &size, sizeof size);
  /* A frame is one write: its last segment must not wait for an acknowledgement. */
  setsockopt(own, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  Connection *c = g_new0(Connection, 1);
  live_born(LIVE_CONNECTIONS);
  c->refs = 1;
  c->fd = own;
  c->limit = queue_limit;
  c->websocket = websocket;
  c->on_error = js_callback_ref(on_error);
  g_mutex_init(&c->lock);
  g_queue_init(&c->queue);
  g_mutex_lock(&c->lock); /* on_ready must not run before the id is known */
  c->watch = reactor_add(own, 0, &(ReactorClient){ c, ref_object, unref_object, on_ready });
  g_mutex_unlock(&c->lock);
  if (c->watch)
    return c;
  close(own);
  c->fd = -1;
  connection_unref(c);
  return NULL;
}
