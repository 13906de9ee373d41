// The peer of the bench: Debian's gst-rtsp-server with one shared stream of a clip that was encoded before.
// Usage: gst-rtsp-server PORT CLIP.h264
#include <gst/rtsp-server/rtsp-server.h>
#include <stdio.h>

int main(int count, char **words) {
  if (count != 3) { fprintf(stderr, "usage: gst-rtsp-server PORT CLIP.h264\n"); return 2; }
  gst_init(NULL, NULL);
  GMainLoop *loop = g_main_loop_new(NULL, FALSE);
  GstRTSPServer *server = gst_rtsp_server_new();
  gst_rtsp_server_set_service(server, words[1]);
  gst_rtsp_server_set_address(server, "127.0.0.1");
  gst_rtsp_server_set_backlog(server, 256);
  GstRTSPMediaFactory *factory = gst_rtsp_media_factory_new();
  char *launch = g_strdup_printf(
      "( multifilesrc location=%s loop=true caps=video/x-h264,stream-format=byte-stream,alignment=nal,framerate=30/1 ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )", words[2]);
  gst_rtsp_media_factory_set_launch(factory, launch);
  gst_rtsp_media_factory_set_shared(factory, TRUE);
  gst_rtsp_mount_points_add_factory(gst_rtsp_server_get_mount_points(server), "/clip", factory);
  gst_rtsp_server_attach(server, NULL);
  puts("ready");
  fflush(stdout);
  g_main_loop_run(loop);
  return 0;
}
