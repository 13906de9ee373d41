{
  "targets": [
    {
      "target_name": "v4l2",
      "sources": [
        "src/addon.c", "src/device.c", "src/enumerate.c", "src/events.c", "src/format.c", "src/js.c", "src/media.c",
        "src/query-controls.c", "src/set-controls.c"
      ],
      "defines": ["_GNU_SOURCE", "NAPI_VERSION=8"],
      "cflags": ["-std=gnu11", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror", "-Wshadow", "-Wno-missing-field-initializers"]
    }
  ]
}
