// SPDX-License-Identifier: GPL-2.0
/* PCA9685: 16 PWM outputs. */
#include "chips.h"

#define PCA_MODE1 0x00
#define PCA_SLEEP 0x10
#define PCA_AUTO_INCREMENT 0x20
#define PCA_LED0 0x06
#define PCA_LED_END 0x46
#define PCA_ALL_LED 0xfa
#define PCA_PRESCALE 0xfe

u8 pca9685_registers[256] = { [PCA_MODE1] = 0x11, [0x01] = 0x04, [PCA_PRESCALE] = 0x1e };
static u8 pca_pointer;

static void pca_step(void)
{
	if (pca9685_registers[PCA_MODE1] & PCA_AUTO_INCREMENT)
		pca_pointer = pca_pointer == PCA_LED_END - 1 ? PCA_MODE1 : pca_pointer + 1;
}

static void pca_put(u8 value)
{
	int led;

	if (pca_pointer >= PCA_ALL_LED && pca_pointer < PCA_ALL_LED + 4) {
		for (led = PCA_LED0 + pca_pointer - PCA_ALL_LED; led < PCA_LED_END; led += 4)
			pca9685_registers[led] = value;
	} else if (pca_pointer != PCA_PRESCALE || pca9685_registers[PCA_MODE1] & PCA_SLEEP) {
		pca9685_registers[pca_pointer] = value;	/* the prescaler is written in sleep only */
	}
	pca_step();
}

int pca9685_xfer(struct i2c_msg *m)
{
	int i;

	for (i = 0; i < m->len; i++) {
		if (m->flags & I2C_M_RD) {
			m->buf[i] = pca9685_registers[pca_pointer];
			pca_step();
		} else if (i == 0) {
			pca_pointer = m->buf[0];
		} else {
			pca_put(m->buf[i]);
		}
	}
	return 0;
}
