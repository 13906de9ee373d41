/* Registry of open hubs by name. */
#include "hub-registry.h"

static GMutex lock;
static GHashTable *hubs; /* name -> Hub, no references; guarded by lock */

Hub *hub_open(const char *name, guint32 clock_rate, gboolean single, JsCallback *on_caps)
{
  Hub *hub = hub_new(name, clock_rate, single, on_caps);
  g_mutex_lock(&lock);
  if (!hubs)
    hubs = g_hash_table_new(g_str_hash, g_str_equal);
  g_hash_table_replace(hubs, (gpointer)hub_name(hub), hub);
  g_mutex_unlock(&lock);
  return hub;
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

void hub_retire(Hub *hub)
{
  g_mutex_lock(&lock);
  if (g_hash_table_lookup(hubs, hub_name(hub)) == hub)
    g_hash_table_remove(hubs, hub_name(hub));
  g_mutex_unlock(&lock);
  hub_close(hub);
}
