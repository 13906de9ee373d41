include $(sort $(wildcard $(BR2_EXTERNAL_VEDETTE_PATH)/package/*/*.mk))

# Buildroot's libcamera knows no PiSP pipeline (Raspberry Pi 5). Its list of pipelines is expanded late, so a name can be added here;
# libpisp must be there before libcamera is configured.
ifeq ($(BR2_PACKAGE_LIBPISP),y)
LIBCAMERA_PIPELINES-y += rpi/pisp
$(LIBCAMERA_TARGET_CONFIGURE): | libpisp
endif
