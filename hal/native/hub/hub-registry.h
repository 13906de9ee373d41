/* Open hubs by name: how a sink element of a launch string finds its stream. */
#pragma once
#include "hub.h"

/* A newer hub takes the name over. The registry holds no reference; `name` lives as long as the hub. */
void hub_registry_add(const char *name, Hub *hub);
void hub_registry_remove(const char *name, Hub *hub);
