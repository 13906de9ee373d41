/* Socket addresses from numeric text. */
#include "address.h"

#include <ifaddrs.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

gboolean address_parse(const char *text, guint16 port, Address *address)
{
  struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_socktype = SOCK_DGRAM };
  struct addrinfo *found = NULL;
  char service[8];
  snprintf(service, sizeof service, "%u", port);
  if (getaddrinfo(text, service, &hints, &found) != 0)
    return FALSE;
  memcpy(&address->storage, found->ai_addr, found->ai_addrlen);
  address->length = found->ai_addrlen;
  freeaddrinfo(found);
  return TRUE;
}

static const struct in6_addr *six(const void *storage)
{
  return &((const struct sockaddr_in6 *)storage)->sin6_addr;
}

gboolean address_lacks_scope(const Address *address)
{
  const struct sockaddr_in6 *in = (const struct sockaddr_in6 *)&address->storage;
  return address->storage.ss_family == AF_INET6 && in->sin6_scope_id == 0 &&
         (IN6_IS_ADDR_LINKLOCAL(&in->sin6_addr) || IN6_IS_ADDR_MC_LINKLOCAL(&in->sin6_addr));
}

void address_set_scope(Address *address, guint32 interface)
{
  ((struct sockaddr_in6 *)&address->storage)->sin6_scope_id = interface;
}

gboolean address_equal(const Address *one, const Address *other)
{
  if (one->storage.ss_family != other->storage.ss_family)
    return FALSE;
  if (one->storage.ss_family == AF_INET) {
    const struct sockaddr_in *a = (const struct sockaddr_in *)&one->storage;
    const struct sockaddr_in *b = (const struct sockaddr_in *)&other->storage;
    return a->sin_port == b->sin_port && a->sin_addr.s_addr == b->sin_addr.s_addr;
  }
  const struct sockaddr_in6 *a = (const struct sockaddr_in6 *)&one->storage;
  const struct sockaddr_in6 *b = (const struct sockaddr_in6 *)&other->storage;
  return a->sin6_port == b->sin6_port && a->sin6_scope_id == b->sin6_scope_id &&
         IN6_ARE_ADDR_EQUAL(&a->sin6_addr, &b->sin6_addr);
}

static gboolean same(const struct sockaddr *own, const Address *address)
{
  if (!own || own->sa_family != address->storage.ss_family)
    return FALSE;
  if (own->sa_family == AF_INET)
    return ((const struct sockaddr_in *)(const void *)own)->sin_addr.s_addr ==
           ((const struct sockaddr_in *)&address->storage)->sin_addr.s_addr;
  return own->sa_family == AF_INET6 && IN6_ARE_ADDR_EQUAL(six(own), six(&address->storage));
}

guint32 address_interface(const Address *address)
{
  struct ifaddrs *all = NULL;
  guint32 interface = 0;
  if (getifaddrs(&all) != 0)
    return 0;
  for (const struct ifaddrs *each = all; each && !interface; each = each->ifa_next)
    if (same(each->ifa_addr, address))
      interface = if_nametoindex(each->ifa_name);
  freeifaddrs(all);
  return interface;
}
