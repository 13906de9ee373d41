/* Poses: where a camera on a head may look, by the name of its channel. A position is known between two bounds only. */
#pragma once
#include <glib.h>

typedef struct {
  double least;
  double most;
} PoseRange;

typedef struct {
  gboolean known; /* else nobody can say where a direction is in the picture */
  gboolean moving;
  gboolean flat; /* an angle is proportional to the distance in the picture, else straight lines stay straight */
  PoseRange pan; /* degrees, right positive */
  PoseRange tilt; /* degrees, up positive */
  PoseRange view; /* horizontal field of view, degrees */
  double aspect; /* width of the picture divided by its height */
} CameraPose;

/* Poses that may have been true while a frame that is masked now was captured. */
#define POSES 16
typedef struct {
  gboolean known;
  guint count;
  CameraPose poses[POSES];
} PoseSpan;

/* Text: GVariant of type (bbb(dd)(dd)(dd)d) in the order of the members; what cannot be read is an unknown pose. */
void camera_pose_set(const char *channel, const char *text);
/* Forgets the poses of a channel. */
void camera_pose_forget(const char *channel);
/* Gets the poses of the last quarter of a second. Not known without any, or when a camera that moves told none for 0.2 s. */
void camera_pose_span(const char *channel, PoseSpan *span);
