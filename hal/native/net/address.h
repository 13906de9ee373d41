/* Socket addresses from numeric text, and the interfaces they belong to. */
#pragma once
#include <glib.h>
#include <netinet/in.h>
#include <sys/socket.h>

typedef struct {
  struct sockaddr_storage storage;
  socklen_t length;
} Address;

/* Numeric addresses only (with %scope for IPv6). */
gboolean address_parse(const char *text, guint16 port, Address *address);
/* An IPv6 address that means something on one link only, but does not say on which. */
gboolean address_lacks_scope(const Address *address);
void address_set_scope(Address *address, guint32 interface);
/* Same family, address, port and link. */
gboolean address_equal(const Address *one, const Address *other);
/* Index of the interface that has the address, 0 when none has (0.0.0.0, ::). */
guint32 address_interface(const Address *address);
