/* Where the virtual camera looks and how it is set, as GObject properties. */
#pragma once
#include <glib-object.h>

#include "scene-imaging.h"

typedef struct {
  SceneView view;
  SceneSettings settings;
} SceneControls;

void scene_properties_install(GObjectClass *class);
/* As they are before anybody sets them: a picture as it is drawn. */
SceneControls scene_properties_initial(void);
void scene_properties_set(SceneControls *controls, guint id, const GValue *value);
void scene_properties_get(const SceneControls *controls, guint id, GValue *value);
