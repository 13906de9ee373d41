// Types shared by the files of the RTSP clients: rtsp-load (many clients) and rtsp-watch (one, measured closely).
#pragma once
#include <openssl/types.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { READ_SIZE = 1 << 18, REPLY_SIZE = 16384 };

typedef struct Client Client;
typedef struct Target Target;

// A byte stream, TLS where tls is set. Its descriptor does not block; -1 = none.
typedef struct {
  int fd;
  SSL *tls;
} Stream;

// How RTSP travels on byte streams.
typedef struct {
  bool (*open)(Client *client, const Target *target);  // all that comes before the first request
  bool (*send)(Client *client, const char *text, size_t size);
  bool (*read)(Client *client);  // what has arrived, without waiting, to the client's buffer; false = ended
} Framing;

typedef struct {
  const char *name;
  const Framing *framing;
  bool tls;
  bool datagrams;  // RTP comes by UDP
  bool group;      // and by multicast
} Transport;

struct Target {
  const char *host, *port, *path, *user, *password;
  const Transport *transport;
};

typedef struct {
  char realm[128], nonce[256];
  bool known, qop;
  unsigned count;
} Challenge;

// RFC 6455 5.2: where the decoder is in a server's frame.
typedef struct {
  uint8_t head[10];
  size_t have;
  uint64_t left;  // octets of payload to come
  uint8_t control[125];
  size_t control_size;
} WebSocket;

// One descriptor of a client in the poller.
typedef struct {
  Client *client;
  bool (*ready)(Client *client);
} Watch;

struct Client {
  const Target *target;
  Stream in, out;   // the same descriptor but for a tunnel, whose POST is out
  int rtp, rtcp;    // UDP sockets, -1 = none
  uint8_t *buffer;  // RTSP bytes that are not digested yet
  size_t held;
  WebSocket websocket;
  Challenge challenge;
  unsigned cseq;
  char base[300], session[128];
  double played, first_key, kept;  // seconds, monotonic; 0 = not yet
  bool timed;                      // ask the kernel when datagrams arrived
  void (*packet)(Client *client, const uint8_t *packet, size_t size, int64_t arrival);  // arrival: ns since 1970, 0 = unknown
  void (*report)(Client *client, const uint8_t *packet, size_t size);                   // RTCP; may be NULL
  void *context;                                                                        // of packet and report
  Watch watches[3];
  bool any;
  uint16_t next;  // sequence number expected next
  uint64_t packets, lost, octets;
};

extern const Framing plain_framing, websocket_framing, tunnel_framing;

double now_seconds(void);
int64_t wall_ns(void);

// By its name; NULL when there is none.
const Transport *transport_find(const char *name);

bool stream_connect(Stream *stream, const Target *target);
bool stream_send(Stream *stream, const void *bytes, size_t size);
ssize_t stream_read(Stream *stream, void *to, size_t size);  // 0 = ended, -1 = nothing now
bool stream_wait(const Stream *stream);                      // until there is something, up to 10 s
bool stream_read_head(Stream *stream, char *head, size_t size);  // an HTTP head and not an octet more
void stream_close(Stream *stream);

bool udp_open_pair(Client *client, int *port);
bool udp_join(Client *client, const char *group, int port);
bool udp_read_rtp(Client *client);
bool udp_read_rtcp(Client *client);

void challenge_read(Challenge *challenge, const char *reply);
// An Authorization line, empty without challenge; the caller frees it.
char *challenge_answer(Challenge *challenge, const Target *target, const char *method, const char *uri);

// Plays the video of one stream; prints the reason and returns false when the server refuses.
bool client_play(Client *client, const Target *target);
bool client_read(Client *client);
void client_keep_alive(Client *client);
void client_teardown(Client *client);

// Counts a packet, its losses and the first key frame.
void count_packet(Client *client, const uint8_t *packet, size_t size, int64_t arrival);

void loop_add(int poller, Client *client);
// Serves `count` clients until then (or until *stop); returns how many ended.
int loop_run(int poller, Client *clients, int count, double until, const volatile bool *stop);
