// Byte streams of the RTSP clients: TCP and TLS, never blocking, waited for by poll. Certificates are not checked: cameras sign their own.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include "load.h"

enum { PATIENCE = 10000 };  // ms

static bool wait_for(int fd, short what) {
  struct pollfd poller = {.fd = fd, .events = what};
  return poll(&poller, 1, PATIENCE) == 1;
}

bool stream_wait(const Stream *stream) {
  return (stream->tls != NULL && SSL_pending(stream->tls) > 0) || wait_for(stream->fd, POLLIN);
}

static bool wait_for_tls(const Stream *stream, int result) {
  int error = SSL_get_error(stream->tls, result);
  if (error == SSL_ERROR_WANT_READ) return wait_for(stream->fd, POLLIN);
  return error == SSL_ERROR_WANT_WRITE && wait_for(stream->fd, POLLOUT);
}

static bool start_tls(Stream *stream) {
  static SSL_CTX *context;
  if (context == NULL) context = SSL_CTX_new(TLS_client_method());
  stream->tls = SSL_new(context);
  SSL_set_fd(stream->tls, stream->fd);
  for (int result; (result = SSL_connect(stream->tls)) != 1;)
    if (!wait_for_tls(stream, result)) return false;
  return true;
}

bool stream_connect(Stream *stream, const Target *target) {
  struct addrinfo *found = NULL;
  *stream = (Stream){.fd = -1};
  if (getaddrinfo(target->host, target->port, &(struct addrinfo){.ai_socktype = SOCK_STREAM}, &found) != 0) return false;
  stream->fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int size = 1 << 20;
  setsockopt(stream->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  bool done = connect(stream->fd, found->ai_addr, found->ai_addrlen) == 0;
  freeaddrinfo(found);
  if (done) fcntl(stream->fd, F_SETFL, O_NONBLOCK);
  if (done && (!target->transport->tls || start_tls(stream))) return true;
  fprintf(stderr, "no %sconnection to port %s\n", done ? "TLS " : "", target->port);
  return false;
}

static ssize_t send_some(Stream *stream, const void *bytes, size_t size) {
  if (stream->tls != NULL) {
    int result = SSL_write(stream->tls, bytes, (int)size);
    return result > 0 ? result : wait_for_tls(stream, result) ? 0 : -1;
  }
  ssize_t sent = send(stream->fd, bytes, size, MSG_NOSIGNAL);
  if (sent >= 0) return sent;
  return errno == EAGAIN && wait_for(stream->fd, POLLOUT) ? 0 : -1;
}

bool stream_send(Stream *stream, const void *bytes, size_t size) {
  for (size_t done = 0; done < size;) {
    ssize_t sent = send_some(stream, (const uint8_t *)bytes + done, size - done);
    if (sent < 0) return false;
    done += (size_t)sent;
  }
  return true;
}

ssize_t stream_read(Stream *stream, void *to, size_t size) {
  if (stream->tls == NULL) {
    ssize_t got = recv(stream->fd, to, size, 0);
    return got >= 0 ? got : errno == EAGAIN ? -1 : 0;
  }
  size_t got = 0;
  // TLS hands out one record a call: all that are there, or the poller would not tell of the rest.
  for (int result; got < size; got += (size_t)result) {
    if ((result = SSL_read(stream->tls, (uint8_t *)to + got, (int)(size - got))) > 0) continue;
    if (got > 0) break;
    return SSL_get_error(stream->tls, result) == SSL_ERROR_WANT_READ ? -1 : 0;
  }
  return (ssize_t)got;
}

bool stream_read_head(Stream *stream, char *head, size_t size) {
  for (size_t held = 0; held < size - 1;) {
    ssize_t got = stream_read(stream, head + held, 1);
    if (got == 0 || (got < 0 && !stream_wait(stream))) return false;
    if (got < 0) continue;
    head[++held] = 0;
    if (held >= 4 && strcmp(head + held - 4, "\r\n\r\n") == 0) return true;
  }
  return false;
}

void stream_close(Stream *stream) {
  if (stream->tls != NULL) SSL_free(stream->tls);
  if (stream->fd >= 0) close(stream->fd);
  *stream = (Stream){.fd = -1};
}
