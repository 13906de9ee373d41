/* Trials of pipelines: a driver that hangs stops only the thread of its trial. */
#include "trial.h"

#include "driver-controls.h"

#include <gst/gst.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

/* Low priority, inherited by the trial's streaming threads: streams come first. */
#define NICENESS 10

typedef struct {
  char *launch;
  guint seconds;
  JsCallback *done;
} Trial;

typedef struct {
  char *reason;   /* NULL after a buffer */
  char *controls; /* NULL without a driver */
} Outcome;

static void on_buffer(GstElement *sink, GstBuffer *buffer, GstPad *pad, gpointer unused)
{
  (void)buffer;
  (void)pad;
  (void)unused;
  gst_element_post_message(sink, gst_message_new_application(GST_OBJECT(sink), gst_structure_new_empty("buffer")));
}

/* Returns NULL for a buffer, else the reason of the failure. Frees the message. */
static char *judge(GstMessage *message)
{
  char *reason = NULL;
  if (!message)
    return g_strdup("it delivers nothing in time");
  if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
    GError *error = NULL;
    gst_message_parse_error(message, &error, NULL);
    reason = g_strdup_printf("%s: %s", GST_OBJECT_NAME(GST_MESSAGE_SRC(message)), error->message);
    g_error_free(error);
  } else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS) {
    reason = g_strdup("it ends without a frame");
  }
  gst_message_unref(message);
  return reason;
}

static char *controls_of(GstElement *pipeline)
{
  GstElement *encoder = gst_bin_get_by_name(GST_BIN(pipeline), "encoder");
  if (!encoder)
    return NULL;
  char *controls = driver_controls_read(encoder);
  gst_object_unref(encoder);
  return controls;
}

static Outcome play(GstElement *pipeline, guint seconds)
{
  GstElement *sink = gst_bin_get_by_name(GST_BIN(pipeline), "sink");
  if (!sink)
    return (Outcome){ g_strdup("no element sink"), NULL };
  g_object_set(sink, "signal-handoffs", TRUE, "sync", FALSE, NULL);
  g_signal_connect(sink, "handoff", G_CALLBACK(on_buffer), NULL);
  GstBus *bus = gst_element_get_bus(pipeline);
  gst_element_set_state(pipeline, GST_STATE_PLAYING);
  char *reason = judge(gst_bus_timed_pop_filtered(bus, seconds * GST_SECOND,
                                                  GST_MESSAGE_ERROR | GST_MESSAGE_EOS | GST_MESSAGE_APPLICATION));
  char *controls = reason ? NULL : controls_of(pipeline);
  gst_element_set_state(pipeline, GST_STATE_NULL);
  gst_object_unref(bus);
  gst_object_unref(sink);
  return (Outcome){ reason, controls };
}

static size_t build_outcome(napi_env env, gpointer data, napi_value *argv)
{
  Outcome *outcome = data;
  argv[0] = js_from_text(env, outcome->reason ? outcome->reason : "");
  if (outcome->controls)
    argv[1] = js_from_text(env, outcome->controls);
  return outcome->controls ? 2 : 1;
}

static void release_outcome(gpointer data)
{
  Outcome *outcome = data;
  g_free(outcome->reason);
  g_free(outcome->controls);
  g_free(outcome);
}

/* An encoder's trial leaves 12 MiB of free memory in its thread's arena: they are given back to the system. */
static void give_back(void)
{
#ifdef __GLIBC__
  malloc_trim(0);
#endif
}

static gpointer run(gpointer data)
{
  Trial *trial = data;
  GError *error = NULL;
  setpriority(PRIO_PROCESS, (id_t)gettid(), NICENESS);
  GstElement *pipeline = gst_parse_launch_full(trial->launch, NULL, GST_PARSE_FLAG_FATAL_ERRORS, &error);
  Outcome *outcome = g_new0(Outcome, 1);
  if (pipeline && GST_IS_BIN(pipeline))
    *outcome = play(pipeline, trial->seconds);
  else
    outcome->reason = g_strdup(error ? error->message : "not a pipeline");
  g_clear_error(&error);
  if (pipeline)
    gst_object_unref(pipeline);
  give_back();
  js_post(trial->done, build_outcome, outcome, release_outcome);
  js_callback_unref(trial->done);
  g_free(trial->launch);
  g_free(trial);
  return NULL;
}

void trial_start(const char *launch, guint seconds, JsCallback *done)
{
  Trial *trial = g_new(Trial, 1);
  *trial = (Trial){ g_strdup(launch), seconds, js_callback_ref(done) };
  g_thread_unref(g_thread_new("trial", run, trial));
}
