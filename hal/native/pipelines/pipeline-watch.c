/* Pipeline reports: a bus with a synchronous handler needs no polling thread, and its queue stays empty. */
#include <string.h>

#include "pipeline-watch.h"

static GMutex lock;
static JsCallback *listener; /* guarded by lock */
/* Name -> GWeakRef of the pipeline that last played under it; names are tokens of a board, so they are few. */
static GHashTable *pipelines; /* guarded by lock */

typedef struct {
  char *name;
  const char *kind;
  char *text;
} Report;

void pipeline_watch_listen(JsCallback *new_listener)
{
  g_mutex_lock(&lock);
  js_callback_unref(listener);
  listener = js_callback_ref(new_listener);
  g_mutex_unlock(&lock);
}

static size_t build_report(napi_env env, gpointer data, napi_value *argv)
{
  const Report *report = data;
  argv[0] = js_from_text(env, report->name);
  argv[1] = js_from_text(env, report->kind);
  argv[2] = js_from_text(env, report->text);
  return 3;
}

static void release_report(gpointer data)
{
  Report *report = data;
  g_free(report->name);
  g_free(report->text);
  g_free(report);
}

static void post_report(const char *name, const char *kind, char *text)
{
  Report *report = g_new(Report, 1);
  *report = (Report){ g_strdup(name), kind, text };
  g_mutex_lock(&lock);
  JsCallback *target = js_callback_ref(listener);
  g_mutex_unlock(&lock);
  if (target)
    js_post(target, build_report, report, release_report);
  else
    release_report(report);
  js_callback_unref(target);
}

static char *error_text(GstMessage *message)
{
  GError *error = NULL;
  gchar *debug = NULL;
  gst_message_parse_error(message, &error, &debug);
  /* The first line is a place in GStreamer's source; the rest names devices and system errors. */
  char *rest = debug ? strchr(debug, '\n') : NULL;
  const char *detail = rest ? g_strstrip(rest) : "";
  char *text = g_strdup_printf(detail[0] ? "%s: %s (%s)" : "%s: %s", GST_OBJECT_NAME(GST_MESSAGE_SRC(message)),
                               error->message, detail);
  g_error_free(error);
  g_free(debug);
  return text;
}

static GstBusSyncReply on_message(GstBus *bus, GstMessage *message, gpointer name)
{
  (void)bus;
  if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR)
    post_report(name, "error", error_text(message));
  else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS)
    post_report(name, "eos", g_strdup("end of stream"));
  gst_message_unref(message);
  return GST_BUS_DROP;
}

static void free_weak(gpointer weak)
{
  g_weak_ref_clear(weak);
  g_free(weak);
}

/* A pipeline plays under one name: its former names are removed. */
static gboolean is_pipeline(gpointer name, gpointer weak, gpointer pipeline)
{
  (void)name;
  gpointer object = g_weak_ref_get(weak);
  if (object)
    g_object_unref(object);
  return object == NULL || object == pipeline;
}

static void remember(const char *name, GstObject *pipeline)
{
  GWeakRef *weak = g_new0(GWeakRef, 1);
  g_weak_ref_init(weak, pipeline);
  g_mutex_lock(&lock);
  if (!pipelines)
    pipelines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_weak);
  g_hash_table_foreach_remove(pipelines, is_pipeline, pipeline);
  g_hash_table_replace(pipelines, g_strdup(name), weak);
  g_mutex_unlock(&lock);
}

GstElement *pipeline_watched(const char *name)
{
  g_mutex_lock(&lock);
  GWeakRef *weak = pipelines ? g_hash_table_lookup(pipelines, name) : NULL;
  GstElement *pipeline = weak ? g_weak_ref_get(weak) : NULL;
  g_mutex_unlock(&lock);
  return pipeline;
}

void pipeline_watch(GstElement *element, const char *name)
{
  GstObject *object = gst_object_ref(element);
  while (object && !GST_IS_PIPELINE(object)) {
    GstObject *parent = gst_object_get_parent(object);
    gst_object_unref(object);
    object = parent;
  }
  if (!object)
    return;
  GstBus *bus = gst_pipeline_get_bus(GST_PIPELINE(object));
  gst_bus_set_sync_handler(bus, on_message, g_strdup(name), g_free);
  gst_object_unref(bus);
  remember(name, object);
  gst_object_unref(object);
}
