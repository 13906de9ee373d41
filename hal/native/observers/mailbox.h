/* Mailboxes: findings of one source on their way to JavaScript. Only the newest waits, so that a busy thread queues nothing. */
#pragma once
#include <glib.h>

#include "runtime/js.h"

typedef struct Mailbox Mailbox;

/* What the findings tell of; there is one listener for each. */
typedef enum { MAIL_MOTION, MAIL_SOUND, MAIL_KINDS } MailKind;

/* The only listener gets the name of the source, whether its signal was lost since the last call, and the newest finding as a
 * Buffer, undefined when there is none since the loss. */
void mailbox_listen(MailKind kind, JsCallback *listener);

Mailbox *mailbox_new(MailKind kind, const char *name);
/* Any thread may call these three. Nothing is told after the owner's reference is gone but what was posted before. */
void mailbox_post(Mailbox *mailbox, const guint8 *bytes, gsize size);
void mailbox_lose(Mailbox *mailbox);
void mailbox_unref(Mailbox *mailbox);
