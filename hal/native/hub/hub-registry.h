/* Registry of open hubs by name, in which a sink element finds its hub. */
#pragma once
#include "hub.h"

/* Makes a hub and registers its name; a newer hub takes the name over. */
Hub *hub_open(const char *name, guint32 clock_rate, gboolean single, JsCallback *on_caps);
/* Returns the open hub of that name, a new reference, or NULL. */
Hub *hub_find(const char *name);
/* Frees the name and ends all subscribers with BYE. Call it before the last reference is dropped. */
void hub_retire(Hub *hub);
