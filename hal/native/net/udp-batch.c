/* UDP batches: one frame to many receivers, whose messages share buffers and differ in the address only. */
#include "udp-batch.h"

#include <errno.h>
#include <netinet/udp.h>
#include <string.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#define MESSAGES_PER_CALL 512

typedef union {
  char bytes[CMSG_SPACE(sizeof(guint16))];
  struct cmsghdr align;
} SegmentControl;

typedef struct {
  int fd;
  const Frame *frame;
  FrameGroup *groups;
  guint group_count;
  SegmentControl *controls; /* one per group */
  guint pending;
  struct mmsghdr messages[MESSAGES_PER_CALL];
  UdpReceiver *owners[MESSAGES_PER_CALL];
} Batch;

static void write_control(SegmentControl *control, guint16 segment)
{
  struct msghdr message = { .msg_control = control->bytes, .msg_controllen = sizeof control->bytes };
  struct cmsghdr *header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = IPPROTO_UDP;
  header->cmsg_type = UDP_SEGMENT;
  header->cmsg_len = CMSG_LEN(sizeof segment);
  memcpy(CMSG_DATA(header), &segment, sizeof segment);
}

static gboolean refuses_segments(int error)
{
  return error == EIO || error == EINVAL || error == EMSGSIZE || error == EOPNOTSUPP || error == ENOPROTOOPT;
}

/* Sends the packets of a refused message one by one, without UDP_SEGMENT. */
static void send_singly(const Batch *batch, const struct msghdr *refused, UdpReceiver *owner)
{
  for (guint i = 0; i < batch->frame->count; i++) {
    struct iovec *packet = &batch->frame->packet[i];
    const guint8 *start = refused->msg_iov->iov_base;
    if ((guint8 *)packet->iov_base < start || (guint8 *)packet->iov_base >= start + refused->msg_iov->iov_len)
      continue;
    if (sendto(batch->fd, packet->iov_base, packet->iov_len, MSG_DONTWAIT | MSG_NOSIGNAL, refused->msg_name,
               refused->msg_namelen) < 0 &&
        errno == EAGAIN)
      owner->congested = TRUE;
  }
}

/* Handles the message that sendmmsg stopped at; returns how many messages are done with. */
static guint after_error(const Batch *batch, guint at, int error)
{
  UdpReceiver *owner = batch->owners[at];
  const struct msghdr *message = &batch->messages[at].msg_hdr;
  if (error == EINTR)
    return 0;
  if (error == EAGAIN || error == ENOBUFS) {
    owner->congested = TRUE;
    return 1;
  }
  if (message->msg_control && refuses_segments(error)) {
    owner->segments = FALSE;
    send_singly(batch, message, owner);
  }
  return 1; /* other errors, such as ENETUNREACH, concern this receiver only */
}

static void flush(Batch *batch)
{
  guint done = 0;
  while (done < batch->pending) {
    int sent = sendmmsg(batch->fd, batch->messages + done, batch->pending - done, MSG_DONTWAIT | MSG_NOSIGNAL);
    done += sent > 0 ? (guint)sent : after_error(batch, done, errno);
  }
  batch->pending = 0;
}

static void add(Batch *batch, UdpReceiver *owner, struct iovec *data, SegmentControl *control)
{
  if (batch->pending == MESSAGES_PER_CALL)
    flush(batch);
  struct msghdr *message = &batch->messages[batch->pending].msg_hdr;
  *message = (struct msghdr){ .msg_name = (void *)&owner->to->storage,
                              .msg_namelen = owner->to->length,
                              .msg_iov = data,
                              .msg_iovlen = 1 };
  if (control) {
    message->msg_control = control->bytes;
    message->msg_controllen = sizeof control->bytes;
  }
  batch->owners[batch->pending++] = owner;
}

static void add_receiver(Batch *batch, UdpReceiver *receiver)
{
  for (guint i = 0; i < batch->group_count; i++) {
    FrameGroup *group = &batch->groups[i];
    if (group->count == 1 || receiver->segments)
      add(batch, receiver, &group->data, group->count > 1 ? &batch->controls[i] : NULL);
    else
      for (guint packet = group->first; packet < group->first + group->count; packet++)
        add(batch, receiver, &batch->frame->packet[packet], NULL);
  }
}

static void send_groups(UdpPair *pair, UdpReceiver *receivers, guint count, const Frame *frame, FrameGroup *groups,
                        guint group_count)
{
  Batch batch;
  batch.fd = udp_pair_rtp_socket(pair);
  batch.frame = frame;
  batch.groups = groups;
  batch.group_count = group_count;
  batch.pending = 0;
  batch.controls = g_new0(SegmentControl, group_count);
  for (guint i = 0; i < group_count; i++)
    write_control(&batch.controls[i], groups[i].segment);
  for (guint i = 0; i < count; i++)
    add_receiver(&batch, &receivers[i]);
  flush(&batch);
  g_free(batch.controls);
}

void udp_batch_send(UdpPair *pair, UdpReceiver *receivers, guint count, const Frame *frame)
{
  send_groups(pair, receivers, count, frame, frame->group, frame->groups);
}

void udp_batch_send_part(UdpPair *pair, UdpReceiver *receiver, const Frame *frame, guint first, guint count)
{
  FrameGroup *parts = g_new(FrameGroup, frame->groups);
  guint part_count = 0;
  for (guint i = 0; i < frame->groups; i++) {
    const FrameGroup *group = &frame->group[i];
    guint from = MAX(group->first, first), to = MIN(group->first + group->count, first + count);
    if (from >= to)
      continue;
    FrameGroup *part = &parts[part_count++];
    *part = (FrameGroup){ { frame->packet[from].iov_base, 0 }, group->segment, from, to - from };
    for (guint packet = from; packet < to; packet++)
      part->data.iov_len += frame->packet[packet].iov_len;
  }
  send_groups(pair, receiver, 1, frame, parts, part_count);
  g_free(parts);
}
