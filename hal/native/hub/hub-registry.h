/* Open hubs by name: how a sink element of a launch string finds its stream. */
#pragma once
#include "hub.h"

/* A new hub under its name; a newer one takes the name over. */
Hub *hub_open(const char *name, guint32 clock_rate, gboolean single, JsCallback *on_caps);
/* The open hub of that name with a reference, or NULL. */
Hub *hub_find(const char *name);
/* Frees the name and ends all subscribers with BYE. To be called before the last reference goes. */
void hub_retire(Hub *hub);
