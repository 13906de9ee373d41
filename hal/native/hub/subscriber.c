/* Subscribers: one receiver of a stream each. Their state is guarded by the stream's lock. */
#include "subscriber.h"

#include "net/outlet.h"
#include "net/rtcp.h"
#include "runtime/live.h"
#include "runtime/monotonic.h"
#include "runtime/wall-clock.h"

#define REPORT_INTERVAL (5 * NS_PER_SECOND)
#define HELD_MAX_BYTES (8 * 1024 * 1024)
#define HELD_MAX_FRAMES 600
/* Held-back frames are sent in portions that fit into a receiver's socket buffer. */
#define PORTION_BYTES (96 * 1024)

typedef enum { STATE_IDLE, STATE_WAITING, STATE_HOLDING, STATE_PLAYING, STATE_CLOSED } State;

struct Subscriber {
  gint refs;
  Stream *stream;
  Outlet outlet;
  State state;
  JsCallback *on_play;
  FrameQueue held;
  gint64 next_report;
};

typedef struct {
  guint16 sequence;
  guint32 rtp_time;
  double wall_ms;
} PlayPoint;

Subscriber *subscriber_new(Stream *stream, const Target *target)
{
  Subscriber *s = g_new0(Subscriber, 1);
  live_born(LIVE_SUBSCRIBERS);
  s->refs = 2; /* of the caller and of the stream's list */
  s->stream = stream_ref(stream);
  outlet_init(&s->outlet, target);
  frame_queue_init(&s->held);
  stream_enter(stream);
  g_ptr_array_add(stream->subscribers, s);
  stream_leave(stream);
  return s;
}

void subscriber_unref(Subscriber *s)
{
  if (!g_atomic_int_dec_and_test(&s->refs))
    return;
  js_callback_unref(s->on_play);
  stream_unref(s->stream);
  live_died(LIVE_SUBSCRIBERS);
  g_free(s);
}

static void send_report(Subscriber *s, gboolean bye)
{
  guint8 packet[RTCP_MAX_SIZE];
  gint64 now = monotonic_ns();
  SenderReport report = { .ssrc = s->stream->ssrc,
                          .rtp_time = rtp_clock_at(&s->stream->clock, now),
                          .wall_ns = wall_clock_at(now),
                          .packets = (guint32)s->outlet.counters.packets,
                          .octets = (guint32)s->outlet.counters.octets };
  s->next_report = now + REPORT_INTERVAL;
  target_send_rtcp(&s->outlet.target, packet, rtcp_write(packet, &report, bye));
}

static void hold(Subscriber *s, Frame *frame)
{
  if (frame_queue_length(&s->held) >= HELD_MAX_FRAMES || s->held.bytes + frame->packets->size > HELD_MAX_BYTES) {
    outlet_leave_out(&s->outlet);
    return;
  }
  frame_queue_push(&s->held, frame);
}

static void send_portion(Subscriber *s)
{
  gsize sent = 0;
  Frame *frame;
  while (sent < PORTION_BYTES && (frame = frame_queue_pop(&s->held))) {
    sent += frame->packets->size;
    if (!s->outlet.lost || frame->key) {
      s->outlet.lost = FALSE;
      outlet_send(&s->outlet, frame);
    } else {
      outlet_leave_out(&s->outlet);
    }
    frame_unref(frame);
  }
}

/* Frames were left out: asks for a key frame once the receiver has caught up. */
static void ask_for_recovery(Subscriber *s)
{
  if (!target_is_behind(&s->outlet.target))
    stream_want_recovery(s->stream);
}

static size_t build_point(napi_env env, gpointer data, napi_value *argv)
{
  const PlayPoint *point = data;
  argv[0] = js_from_number(env, point->sequence);
  argv[1] = js_from_number(env, point->rtp_time);
  argv[2] = js_from_number(env, point->wall_ms);
  return 3;
}

static void tell_point(Subscriber *s, guint64 index, guint32 rtp_time, gint64 time)
{
  PlayPoint *point = g_new(PlayPoint, 1);
  *point = (PlayPoint){ (guint16)index, rtp_time, (double)wall_clock_at(time) / NS_PER_MS };
  js_post(s->on_play, build_point, point, g_free);
  g_clear_pointer(&s->on_play, js_callback_unref); /* called once; a reference would keep JavaScript's objects alive */
}

/* Posts the present point of a playing receiver: its first held frame, else the next packet and now. */
static void tell_present_point(Subscriber *s)
{
  const Frame *held = frame_queue_first(&s->held);
  gint64 now = monotonic_ns();
  RtpHeader next = stream_next(s->stream, now);
  if (held)
    tell_point(s, held->index, held->rtp_time, held->time);
  else
    tell_point(s, next.index, next.rtp_time, now);
}

static void reach_play_point(Subscriber *s, const Frame *frame)
{
  s->state = STATE_HOLDING;
  s->outlet.lost = FALSE;
  tell_point(s, frame->index, frame->rtp_time, frame->time);
}

/* Returns whether the frame is to be sent now; otherwise it was held or dropped. */
static gboolean admit(Subscriber *s, Frame *frame)
{
  if (s->state == STATE_WAITING && frame->key)
    reach_play_point(s, frame);
  if (s->state != STATE_HOLDING && s->state != STATE_PLAYING)
    return FALSE;
  if (s->state == STATE_PLAYING && monotonic_ns() >= s->next_report)
    send_report(s, FALSE);
  if (s->outlet.lost && !frame->key) {
    outlet_leave_out(&s->outlet);
    ask_for_recovery(s);
    return FALSE;
  }
  s->outlet.lost = FALSE;
  if (s->state == STATE_PLAYING && !frame_queue_first(&s->held))
    return TRUE;
  hold(s, frame);
  if (s->state == STATE_PLAYING)
    send_portion(s);
  return FALSE;
}

void subscribers_send(GPtrArray *subscribers, Frame *frame)
{
  GPtrArray *staged = g_ptr_array_sized_new(subscribers->len);
  for (guint i = 0; i < subscribers->len; i++) {
    Subscriber *s = g_ptr_array_index(subscribers, i);
    if (admit(s, frame) && outlet_stage(&s->outlet, frame))
      g_ptr_array_add(staged, &s->outlet);
  }
  outlets_flush(staged);
  g_ptr_array_unref(staged);
}

static void wait_for_key_frame(Subscriber *s)
{
  frame_queue_clear(&s->held);
  s->state = STATE_WAITING;
  const GList *recent = stream_recent(s->stream);
  if (!recent)
    stream_want_key_frame(s->stream);
  for (; recent; recent = recent->next)
    admit(s, recent->data);
}

void subscriber_play(Subscriber *s, JsCallback *on_play)
{
  stream_enter(s->stream);
  if (s->state != STATE_CLOSED) {
    js_callback_unref(s->on_play);
    s->on_play = js_callback_ref(on_play);
    if (s->state == STATE_PLAYING)
      tell_present_point(s);
    else
      wait_for_key_frame(s);
  }
  stream_leave(s->stream);
}

static gboolean is_rival(const Subscriber *s, const Subscriber *other)
{
  return other != s && target_same_receiver(&s->outlet.target, &other->outlet.target);
}

/* Whether another subscriber of the stream has the same UDP receiver. */
static gboolean has_rival(const Subscriber *s)
{
  const GPtrArray *all = s->stream->subscribers;
  for (guint i = 0; i < all->len; i++)
    if (is_rival(s, g_ptr_array_index(all, i)))
      return TRUE;
  return FALSE;
}

static void stop(Subscriber *s)
{
  s->state = STATE_IDLE;
  frame_queue_clear(&s->held);
  outlet_stop(&s->outlet);
}

/* Other subscribers of the same UDP receiver stop: a client that comes back with its ports gets each packet once. */
static void take_receiver_over(const Subscriber *s)
{
  const GPtrArray *all = s->stream->subscribers;
  for (guint i = 0; i < all->len; i++) {
    Subscriber *other = g_ptr_array_index(all, i);
    if (other->state == STATE_PLAYING && is_rival(s, other))
      stop(other);
  }
}

void subscriber_start(Subscriber *s)
{
  stream_enter(s->stream);
  if (s->state == STATE_HOLDING) {
    s->state = STATE_PLAYING;
    take_receiver_over(s);
    send_report(s, FALSE);
    send_portion(s);
  }
  stream_leave(s->stream);
}

void subscriber_pause(Subscriber *s)
{
  stream_enter(s->stream);
  if (s->state != STATE_CLOSED)
    stop(s);
  stream_leave(s->stream);
}

void subscriber_end(Subscriber *s)
{
  if (s->state == STATE_CLOSED)
    return;
  if (s->state == STATE_PLAYING && !has_rival(s))
    send_report(s, TRUE); /* with a rival, BYE would end the stream for its client */
  s->state = STATE_CLOSED;
  g_clear_pointer(&s->on_play, js_callback_unref);
  frame_queue_clear(&s->held);
  outlet_clear(&s->outlet);
  g_ptr_array_remove_fast(s->stream->subscribers, s);
  subscriber_unref(s);
}

void subscriber_close(Subscriber *s)
{
  stream_enter(s->stream);
  subscriber_end(s);
  stream_leave(s->stream);
}

SubscriberCounters subscriber_counters(Subscriber *s)
{
  stream_enter(s->stream);
  SubscriberCounters counters = s->outlet.counters;
  stream_leave(s->stream);
  return counters;
}
