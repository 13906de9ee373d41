################################################################################
#
# vedette
#
################################################################################

# scripts/release makes the tarball and the hash beside this file.
VEDETTE_VERSION = 0.1.0
VEDETTE_SITE = $(BR2_EXTERNAL_VEDETTE_PATH)/../release
VEDETTE_SITE_METHOD = file
VEDETTE_LICENSE = MIT
VEDETTE_LICENSE_FILES = LICENSE NOTICES
VEDETTE_DEPENDENCIES = host-nodejs host-pkgconf host-python3 nodejs \
	gstreamer1 gst1-plugins-base libsrtp pango spandsp

# Buildroot's own environment for npm names no architecture for Node.js
# built from source, so node-gyp would take that of the build machine.
VEDETTE_ENV = \
	$(TARGET_CONFIGURE_OPTS) \
	LDFLAGS="$(TARGET_LDFLAGS)" \
	npm_config_nodedir=$(STAGING_DIR)/usr \
	npm_config_arch=$(NODEJS_SRC_CPU) \
	npm_config_target_arch=$(NODEJS_SRC_CPU) \
	npm_config_offline=true \
	PYTHON=$(HOST_DIR)/bin/python3 \
	PATH=$(BR_PATH)

# The script compiles the addons, our native code, and removes what
# only the compilers needed.
define VEDETTE_BUILD_CMDS
	cd $(@D) && $(VEDETTE_ENV) \
		NODE_API_HEADERS=$(STAGING_DIR)/usr/include/node \
		sh packaging/build-native.sh
endef

define VEDETTE_INSTALL_TARGET_CMDS
	sh $(@D)/packaging/install.sh $(@D) $(TARGET_DIR)
endef

define VEDETTE_USERS
	vedette 900 vedette 900 * /var/lib/vedette - video,audio,dialout,gpio,i2c IP camera
endef

$(eval $(generic-package))
