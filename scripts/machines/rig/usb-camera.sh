# The USB camera of the emulated board: a program behind the kernel's virtual USB host (vhci-hcd), and its pictures.

# rig_usb_camera FOLDER: builds `usb-camera` and makes `pictures/`, for the suites of test/board/camera.
rig_usb_camera() {
  local size
  cc -std=gnu11 -O2 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror -o "$1/usb-camera" "$VEDETTE_ROOT"/test/board/usb-camera/*.c
  mkdir -p "$1/pictures"
  for size in 1280x720 640x360; do
    ffmpeg -y -v error -f lavfi -i "testsrc2=size=$size:rate=30" -frames:v 30 -pix_fmt yuvj420p -f mjpeg "$1/pictures/$size.mjpeg" \
      -frames:v 30 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -tune zerolatency -profile:v baseline -g 15 \
      -x264-params aud=1 -f h264 "$1/pictures/$size.h264"
  done
}
