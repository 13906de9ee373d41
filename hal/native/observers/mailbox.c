/* Mailboxes: one post to JavaScript is under way at a time; what comes meanwhile replaces what waits. */
#include "mailbox.h"

#include "runtime/live.h"

struct Mailbox {
  gatomicrefcount refs;
  MailKind kind;
  char *name;
  GMutex lock; /* guards all below */
  gboolean posted;
  gboolean lost;
  GBytes *newest;
};

static GMutex listeners_lock;
static JsCallback *listeners[MAIL_KINDS]; /* guarded by listeners_lock */

void mailbox_listen(MailKind kind, JsCallback *listener)
{
  g_mutex_lock(&listeners_lock);
  JsCallback *before = listeners[kind];
  listeners[kind] = js_callback_ref(listener);
  g_mutex_unlock(&listeners_lock);
  js_callback_unref(before);
}

Mailbox *mailbox_new(MailKind kind, const char *name)
{
  Mailbox *mailbox = g_new0(Mailbox, 1);
  g_atomic_ref_count_init(&mailbox->refs);
  mailbox->kind = kind;
  mailbox->name = g_strdup(name);
  g_mutex_init(&mailbox->lock);
  live_born(LIVE_MAILBOXES);
  return mailbox;
}

void mailbox_unref(Mailbox *mailbox)
{
  if (!mailbox || !g_atomic_ref_count_dec(&mailbox->refs))
    return;
  g_clear_pointer(&mailbox->newest, g_bytes_unref);
  g_mutex_clear(&mailbox->lock);
  g_free(mailbox->name);
  g_free(mailbox);
  live_died(LIVE_MAILBOXES);
}

static void release(gpointer mailbox)
{
  mailbox_unref(mailbox);
}

static size_t build(napi_env env, gpointer data, napi_value *argv)
{
  Mailbox *mailbox = data;
  g_mutex_lock(&mailbox->lock);
  GBytes *newest = g_steal_pointer(&mailbox->newest);
  gboolean lost = mailbox->lost;
  mailbox->lost = mailbox->posted = FALSE;
  g_mutex_unlock(&mailbox->lock);
  argv[0] = js_from_text(env, mailbox->name);
  napi_get_boolean(env, lost, &argv[1]);
  if (!newest)
    return 2;
  napi_create_buffer_copy(env, g_bytes_get_size(newest), g_bytes_get_data(newest, NULL), NULL, &argv[2]);
  g_bytes_unref(newest);
  return 3;
}

/* Posts the mailbox unless a post is under way already. */
static void post(Mailbox *mailbox, gboolean under_way)
{
  if (under_way)
    return;
  g_mutex_lock(&listeners_lock);
  JsCallback *listener = js_callback_ref(listeners[mailbox->kind]);
  g_mutex_unlock(&listeners_lock);
  g_atomic_ref_count_inc(&mailbox->refs);
  if (listener)
    js_post(listener, build, mailbox, release);
  else
    mailbox_unref(mailbox);
  js_callback_unref(listener);
}

void mailbox_post(Mailbox *mailbox, const guint8 *bytes, gsize size)
{
  GBytes *newest = g_bytes_new(bytes, size);
  g_mutex_lock(&mailbox->lock);
  GBytes *before = mailbox->newest;
  gboolean under_way = mailbox->posted;
  mailbox->newest = newest;
  mailbox->posted = TRUE;
  g_mutex_unlock(&mailbox->lock);
  g_clear_pointer(&before, g_bytes_unref);
  post(mailbox, under_way);
}

void mailbox_lose(Mailbox *mailbox)
{
  g_mutex_lock(&mailbox->lock);
  GBytes *before = g_steal_pointer(&mailbox->newest);
  gboolean under_way = mailbox->posted;
  mailbox->lost = mailbox->posted = TRUE;
  g_mutex_unlock(&mailbox->lock);
  g_clear_pointer(&before, g_bytes_unref);
  post(mailbox, under_way);
}
