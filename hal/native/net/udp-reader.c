/* UDP readers: packets of a port are posted to JavaScript. */
#include "udp-reader.h"

#include <fcntl.h>
#include <netdb.h>
#include <stdlib.h>
#include <unistd.h>

#include "address.h"
#include "runtime/reactor.h"

#define PACKET_MAX 2048  /* longer packets are dropped */
#define PENDING_MAX 256  /* posted packets that JavaScript has not taken; more are dropped */
#define AT_ONCE 64       /* packets read before other descriptors are served */

struct UdpReader {
  gint refs;
  int fd; /* a dup: reading may go on while the pair closes its own */
  guint64 watch;
  gint *pending; /* shared with posted packets, which must not keep the port bound */
  JsCallback *on_packet;
};

typedef struct {
  gint *pending;
  Address from;
  gsize size;
  guint8 bytes[PACKET_MAX];
} Datagram;

static gpointer reader_ref(gpointer object)
{
  g_atomic_int_inc(&((UdpReader *)object)->refs);
  return object;
}

static void reader_unref(gpointer object)
{
  UdpReader *reader = object;
  if (!g_atomic_int_dec_and_test(&reader->refs))
    return;
  close(reader->fd);
  g_atomic_rc_box_release(reader->pending);
  js_callback_unref(reader->on_packet);
  g_free(reader);
}

static size_t build_datagram(napi_env env, gpointer data, napi_value *argv)
{
  Datagram *datagram = data;
  char host[NI_MAXHOST] = "", service[NI_MAXSERV] = "0";
  getnameinfo((struct sockaddr *)&datagram->from.storage, datagram->from.length, host, sizeof host, service,
              sizeof service, NI_NUMERICHOST | NI_NUMERICSERV);
  napi_create_buffer_copy(env, datagram->size, datagram->bytes, NULL, &argv[0]);
  argv[1] = js_from_text(env, host);
  argv[2] = js_from_number(env, atoi(service));
  return 3;
}

static void datagram_free(gpointer data)
{
  Datagram *datagram = data;
  g_atomic_int_add(datagram->pending, -1);
  g_atomic_rc_box_release(datagram->pending);
  g_free(datagram);
}

static void hand_over(UdpReader *reader, const Datagram *datagram)
{
  Datagram *copy = g_new(Datagram, 1);
  *copy = *datagram;
  copy->pending = g_atomic_rc_box_acquire(reader->pending);
  g_atomic_int_inc(copy->pending);
  js_post(reader->on_packet, build_datagram, copy, datagram_free);
}

static void on_readable(gpointer object, guint32 events)
{
  UdpReader *reader = object;
  Datagram datagram;
  (void)events;
  for (int i = 0; i < AT_ONCE; i++) {
    datagram.from.length = sizeof datagram.from.storage;
    ssize_t size = recvfrom(reader->fd, datagram.bytes, PACKET_MAX, MSG_DONTWAIT | MSG_TRUNC,
                            (struct sockaddr *)&datagram.from.storage, &datagram.from.length);
    if (size < 0)
      return;
    datagram.size = (gsize)size;
    if (size > 0 && size <= PACKET_MAX && g_atomic_int_get(reader->pending) < PENDING_MAX)
      hand_over(reader, &datagram);
  }
}

UdpReader *udp_reader_new(int fd, JsCallback *on_packet)
{
  int own = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  if (own < 0)
    return NULL;
  UdpReader *reader = g_new0(UdpReader, 1);
  reader->refs = 1;
  reader->fd = own;
  reader->pending = g_atomic_rc_box_new0(gint);
  reader->on_packet = js_callback_ref(on_packet);
  reader->watch = reactor_add(own, EPOLLIN, &(ReactorClient){ reader, reader_ref, reader_unref, on_readable });
  if (reader->watch)
    return reader;
  reader_unref(reader);
  return NULL;
}

void udp_reader_close(UdpReader *reader)
{
  if (!reader)
    return;
  reactor_remove(reader->watch, reader->fd);
  reader_unref(reader);
}
