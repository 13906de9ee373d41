/* The media controller: names of the device and the entities of a /dev/media node. */
#include <errno.h>
#include <fcntl.h>
#include <linux/media.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "device.h"

#define MOST 256

static napi_value entity_object(napi_env env, const struct media_entity_desc *entity)
{
  napi_value result = js_object(env);
  js_set_number(env, result, "id", entity->id);
  js_set_text(env, result, "name", entity->name, sizeof entity->name);
  js_set_number(env, result, "function", entity->type);
  js_set_number(env, result, "major", entity->dev.major);
  js_set_number(env, result, "minor", entity->dev.minor);
  return result;
}

static napi_value entities(napi_env env, int fd)
{
  struct media_entity_desc entity = { 0 };
  napi_value list = js_array(env);
  for (int count = 0; count < MOST; count++) {
    entity.id |= MEDIA_ENT_ID_FLAG_NEXT;
    if (ioctl(fd, MEDIA_IOC_ENUM_ENTITIES, &entity) < 0)
      break;
    js_push(env, list, entity_object(env, &entity));
  }
  return list;
}

/* mediaDevice(path): { driver, model, serial, busInfo, entities } */
static napi_value media_device(napi_env env, napi_callback_info info)
{
  napi_value argv[MAX_ARGUMENTS];
  char path[256];
  struct media_device_info device = { 0 };
  if (!js_arguments(env, info, 1, argv) || !js_text_argument(env, argv[0], path, sizeof path))
    return NULL;
  int fd = open(path, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return js_throw_errno(env, errno, "open", path);
  if (ioctl(fd, MEDIA_IOC_DEVICE_INFO, &device) < 0) {
    int error = errno;
    close(fd);
    return js_throw_errno(env, error, "MEDIA_IOC_DEVICE_INFO", path);
  }
  napi_value result = js_object(env);
  js_set_text(env, result, "driver", device.driver, sizeof device.driver);
  js_set_text(env, result, "model", device.model, sizeof device.model);
  js_set_text(env, result, "serial", device.serial, sizeof device.serial);
  js_set_text(env, result, "busInfo", device.bus_info, sizeof device.bus_info);
  js_set(env, result, "entities", entities(env, fd));
  close(fd);
  return result;
}

napi_status bind_media(napi_env env, napi_value exports)
{
  napi_property_descriptor methods[] = { METHOD("mediaDevice", media_device) };
  return napi_define_properties(env, exports, sizeof methods / sizeof *methods, methods);
}
