// The peer of the bench: Debian's gst-rtsp-server with one shared stream of a clip that was encoded before.
// Usage: gst-rtsp-server CLIP.h264 [CERTIFICATE.pem]   prints its port; with a certificate (and its key in the same file) all is TLS
#include <gst/rtsp-server/rtsp-server.h>
#include <stdio.h>
#include <sys/socket.h>

static GstRTSPMediaFactory *clip_factory(const char *clip) {
  GstRTSPMediaFactory *factory = gst_rtsp_media_factory_new();
  char *launch = g_strdup_printf(
      "( multifilesrc location=%s loop=true caps=video/x-h264,stream-format=byte-stream,alignment=nal,framerate=30/1 ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )", clip);
  gst_rtsp_media_factory_set_launch(factory, launch);
  g_free(launch);
  gst_rtsp_media_factory_set_shared(factory, TRUE);
  gst_rtsp_media_factory_set_protocols(factory, GST_RTSP_LOWER_TRANS_UDP | GST_RTSP_LOWER_TRANS_UDP_MCAST | GST_RTSP_LOWER_TRANS_TCP);
  GstRTSPAddressPool *pool = gst_rtsp_address_pool_new();
  gst_rtsp_address_pool_add_range(pool, "239.255.78.8", "239.255.78.8", 26000, 26010, 1);
  gst_rtsp_media_factory_set_address_pool(factory, pool);
  gst_rtsp_media_factory_set_multicast_iface(factory, "lo");
  g_object_unref(pool);
  return factory;
}

// An auth object wants a role for each client: the one that all have here.
static void allow_all(GstRTSPAuth *auth, GstRTSPMediaFactory *factory) {
  GstRTSPToken *token = gst_rtsp_token_new(GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE, G_TYPE_STRING, "anybody", NULL);
  gst_rtsp_auth_set_default_token(auth, token);
  gst_rtsp_token_unref(token);
  gst_rtsp_media_factory_add_role(factory, "anybody", GST_RTSP_PERM_MEDIA_FACTORY_ACCESS, G_TYPE_BOOLEAN, TRUE,
                                  GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT, G_TYPE_BOOLEAN, TRUE, NULL);
}

static gboolean use_tls(GstRTSPServer *server, GstRTSPMediaFactory *factory, const char *file) {
  GError *error = NULL;
  GTlsCertificate *certificate = g_tls_certificate_new_from_file(file, &error);
  if (certificate == NULL) {
    fprintf(stderr, "no TLS: %s\n", error->message);
    g_error_free(error);
    return FALSE;
  }
  GstRTSPAuth *auth = gst_rtsp_auth_new();
  gst_rtsp_auth_set_tls_certificate(auth, certificate);
  allow_all(auth, factory);
  gst_rtsp_server_set_auth(server, auth);
  g_object_unref(auth);
  g_object_unref(certificate);
  return TRUE;
}

static void share(GSocket *socket) {
  if (socket == NULL) return;
  g_socket_set_option(socket, SOL_SOCKET, SO_REUSEADDR, 1, NULL);
  g_object_unref(socket);
}

// The library binds the group's ports for itself alone, so that nobody on the same machine could receive.
static void share_group(GstRTSPClient *client, GstRTSPContext *context, gpointer nothing) {
  (void)client, (void)nothing;
  share(gst_rtsp_stream_get_rtp_multicast_socket(context->stream, G_SOCKET_FAMILY_IPV4));
  share(gst_rtsp_stream_get_rtcp_multicast_socket(context->stream, G_SOCKET_FAMILY_IPV4));
}

static void client_connected(GstRTSPServer *server, GstRTSPClient *client, gpointer nothing) {
  (void)server;
  g_signal_connect(client, "setup-request", G_CALLBACK(share_group), nothing);
}

int main(int count, char **words) {
  if (count != 2 && count != 3) { fprintf(stderr, "usage: gst-rtsp-server CLIP.h264 [CERTIFICATE.pem]\n"); return 2; }
  gst_init(NULL, NULL);
  GMainLoop *loop = g_main_loop_new(NULL, FALSE);
  GstRTSPServer *server = gst_rtsp_server_new();
  gst_rtsp_server_set_service(server, "0");
  gst_rtsp_server_set_address(server, "127.0.0.1");
  gst_rtsp_server_set_backlog(server, 256);
  GstRTSPMediaFactory *factory = clip_factory(words[1]);
  if (count == 3 && !use_tls(server, factory, words[2])) return 1;
  gst_rtsp_mount_points_add_factory(gst_rtsp_server_get_mount_points(server), "/clip", factory);
  g_signal_connect(server, "client-connected", G_CALLBACK(client_connected), NULL);
  gst_rtsp_server_attach(server, NULL);
  printf("%d\n", gst_rtsp_server_get_bound_port(server));
  fflush(stdout);
  g_main_loop_run(loop);
  return 0;
}
