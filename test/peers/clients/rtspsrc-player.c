// A player as applications build it on GStreamer: rtspsrc sets one stream of the session up, its pad is linked when it appears.
// Usage: rtspsrc-player URI USER PASSWORD PROTOCOLS MEDIA CHAIN   e.g. rtsp://192.0.2.1/a admin secret udp video "rtph264depay ! ..."
//        rtspsrc-player --version
// A sink named `frames` in the chain tells each whole picture as a line; other chains write to standard output themselves.
// What goes wrong stands on standard error, warnings too, and ends it with status 1. SIGINT ends it as a user would.
#include <glib-unix.h>
#include <gst/gst.h>
#include <stdio.h>

typedef struct {
  GMainLoop *loop;
  GstElement *chain;
  const char *media;
  gboolean began; // with a whole picture
  int status;
} Player;

static gboolean has_media(const GstCaps *caps, const char *media) {
  return g_strcmp0(gst_structure_get_string(gst_caps_get_structure(caps, 0), "media"), media) == 0;
}

// Only what is wanted is SET UP: the camera then sends nothing else.
static gboolean select_stream(GstElement *source, guint number, GstCaps *caps, Player *player) {
  (void)source, (void)number;
  return has_media(caps, player->media);
}

static void pad_added(GstElement *source, GstPad *pad, Player *player) {
  (void)source;
  GstPad *entry = gst_element_get_static_pad(player->chain, "sink");
  GstPadLinkReturn linked = gst_pad_link(pad, entry);
  if (linked != GST_PAD_LINK_OK) fprintf(stderr, "ERROR: cannot link: %s\n", gst_pad_link_get_name(linked));
  gst_object_unref(entry);
}

// Who joins a group that is playing gets the rest of a GOP first: pictures before the first whole one are left out.
static void tell_frame(GstElement *sink, GstBuffer *buffer, GstPad *pad, Player *player) {
  (void)sink, (void)pad;
  gboolean broken = GST_BUFFER_FLAG_IS_SET(buffer, GST_BUFFER_FLAG_CORRUPTED);
  player->began |= !broken;
  if (broken && player->began) fprintf(stderr, "ERROR: a broken picture\n");
  if (!broken) printf("frame %" GST_TIME_FORMAT "\n", GST_TIME_ARGS(GST_BUFFER_PTS(buffer)));
}

static void complain(Player *player, GstMessage *message) {
  GError *error = NULL;
  char *detail = NULL;
  gboolean fatal = GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR;
  if (fatal) gst_message_parse_error(message, &error, &detail);
  else gst_message_parse_warning(message, &error, &detail);
  fprintf(stderr, "%s: %s: %s (%s)\n", fatal ? "ERROR" : "WARNING", GST_OBJECT_NAME(message->src), error->message, detail);
  g_error_free(error);
  g_free(detail);
  if (fatal) player->status = 1;
  if (fatal) g_main_loop_quit(player->loop);
}

static gboolean on_message(GstBus *bus, GstMessage *message, gpointer player) {
  (void)bus;
  if (GST_MESSAGE_TYPE(message) & (GST_MESSAGE_ERROR | GST_MESSAGE_WARNING)) complain(player, message);
  if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS) g_main_loop_quit(((Player *)player)->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean interrupted(gpointer player) {
  g_main_loop_quit(((Player *)player)->loop);
  return G_SOURCE_CONTINUE;
}

// The camera's certificate is its own: nobody else vouches for it.
static GstElement *make_source(char **words, Player *player) {
  GstElement *source = gst_element_factory_make("rtspsrc", "camera");
  if (source == NULL) return NULL;
  g_object_set(source, "location", words[1], "user-id", words[2], "user-pw", words[3], "latency", 200, "tls-validation-flags", 0, NULL);
  gst_util_set_object_arg(G_OBJECT(source), "protocols", words[4]);
  g_signal_connect(source, "select-stream", G_CALLBACK(select_stream), player);
  g_signal_connect(source, "pad-added", G_CALLBACK(pad_added), player);
  return source;
}

static GstElement *make_chain(const char *text, Player *player) {
  GError *error = NULL;
  GstElement *chain = gst_parse_bin_from_description(text, TRUE, &error);
  if (error != NULL) fprintf(stderr, "ERROR: %s\n", error->message);
  g_clear_error(&error);
  GstElement *frames = chain == NULL ? NULL : gst_bin_get_by_name(GST_BIN(chain), "frames");
  if (frames == NULL) return chain;
  g_object_set(frames, "signal-handoffs", TRUE, NULL);
  g_signal_connect(frames, "handoff", G_CALLBACK(tell_frame), player);
  gst_object_unref(frames);
  return chain;
}

static int play(char **words) {
  Player player = {.loop = g_main_loop_new(NULL, FALSE), .media = words[5]};
  player.chain = make_chain(words[6], &player);
  GstElement *source = make_source(words, &player);
  if (source == NULL || player.chain == NULL) return 1;
  GstElement *pipeline = gst_pipeline_new("player");
  gst_bin_add_many(GST_BIN(pipeline), source, player.chain, NULL);
  GstBus *bus = gst_element_get_bus(pipeline);
  gst_bus_add_watch(bus, on_message, &player);
  gst_object_unref(bus);
  g_unix_signal_add(SIGINT, interrupted, &player);
  gst_element_set_state(pipeline, GST_STATE_PLAYING);
  g_main_loop_run(player.loop);
  gst_element_set_state(pipeline, GST_STATE_NULL);
  gst_object_unref(pipeline);
  g_main_loop_unref(player.loop);
  return player.status;
}

int main(int count, char **words) {
  gst_init(&count, &words);
  setvbuf(stdout, NULL, _IOLBF, 0);
  if (count == 2 && g_str_equal(words[1], "--version")) return printf("%s\n", gst_version_string()) < 0;
  if (count == 7) return play(words);
  fprintf(stderr, "usage: rtspsrc-player URI USER PASSWORD PROTOCOLS MEDIA CHAIN\n");
  return 2;
}
