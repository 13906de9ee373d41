/* Open hubs by name. */
#include "hub-registry.h"

static GMutex lock;
static GHashTable *hubs; /* name -> Hub, no references */

void hub_registry_add(const char *name, Hub *hub)
{
  g_mutex_lock(&lock);
  if (!hubs)
    hubs = g_hash_table_new(g_str_hash, g_str_equal);
  g_hash_table_replace(hubs, (gpointer)name, hub);
  g_mutex_unlock(&lock);
}

void hub_registry_remove(const char *name, Hub *hub)
{
  g_mutex_lock(&lock);
  if (g_hash_table_lookup(hubs, name) == hub)
    g_hash_table_remove(hubs, name);
  g_mutex_unlock(&lock);
}

Hub *hub_find(const char *name)
{
  g_mutex_lock(&lock);
  Hub *hub = hubs && name ? g_hash_table_lookup(hubs, name) : NULL;
  if (hub)
    hub_ref(hub);
  g_mutex_unlock(&lock);
  return hub;
}
