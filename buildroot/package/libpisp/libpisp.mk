################################################################################
#
# libpisp
#
################################################################################

LIBPISP_VERSION = 1.2.1
LIBPISP_SITE = $(call github,raspberrypi,libpisp,v$(LIBPISP_VERSION))
LIBPISP_LICENSE = BSD-2-Clause, GPL-2.0 with Linux-syscall-note (kernel headers)
LIBPISP_LICENSE_FILES = LICENSES/BSD-2-Clause.txt
LIBPISP_INSTALL_STAGING = YES
LIBPISP_DEPENDENCIES = host-pkgconf json-for-modern-cpp
LIBPISP_CONF_OPTS = -Dlogging=disabled -Dexamples=false

$(eval $(meson-package))
