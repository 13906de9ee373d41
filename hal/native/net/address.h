/* Socket addresses from numeric text, and the interfaces they belong to. */
#pragma once
#include <glib.h>
#include <netinet/in.h>
#include <sys/socket.h>

typedef struct {
  struct sockaddr_storage storage;
  socklen_t length;
} Address;

/* Parses a numeric address, with %scope for IPv6. */
gboolean address_parse(const char *text, guint16 port, Address *address);
/* Whether an IPv6 address is link-local and names no link. */
gboolean address_lacks_scope(const Address *address);
void address_set_scope(Address *address, guint32 interface);
/* Whether family, address, port and link are the same. */
gboolean address_equal(const Address *one, const Address *other);
/* Index of the interface that has the address, 0 when none has (0.0.0.0, ::). */
guint32 address_interface(const Address *address);
