/* The reactor's epoll descriptor is closed under it. It ends with 0 when the reactor just goes on, or stops in silence. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "runtime/reactor.h"

static gpointer keep(gpointer object)
{
  return object;
}

static void let_go(gpointer object)
{
  (void)object;
}

static void on_ready(gpointer object, guint32 events)
{
  char byte;
  (void)events;
  (void)!read(*(int *)object, &byte, 1);
}

static void close_epoll(void)
{
  char path[64], target[64];
  for (int fd = 3; fd < 1024; fd++) {
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(path, target, sizeof target - 1);
    if (size > 0 && strstr((target[size] = 0, target), "eventpoll"))
      close(fd);
  }
}

int main(void)
{
  int pipe_ends[2];
  if (pipe2(pipe_ends, O_CLOEXEC) < 0 || !reactor_add(pipe_ends[0], EPOLLIN, &(ReactorClient){ &pipe_ends[0], keep, let_go, on_ready }))
    return 1;
  g_usleep(50 * 1000);
  close_epoll();
  (void)!write(pipe_ends[1], "x", 1);
  g_usleep(5 * G_USEC_PER_SEC);
  return 0;
}
