// SPDX-License-Identifier: GPL-2.0
/*
 * An I2C adapter with the chips of a camera board behind it, for tests: PCA9685 (0x40), BH1750 (0x23), VEML7700 (0x10).
 * What was written is read through debugfs (i2c-boardsim/40: 256 registers); light comes from the parameter `lux`;
 * `nak` lets every transfer fail, `stuck` lets it time out after `stuck_ms` as a bus does that is held low.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/i2c.h>
#include <linux/module.h>

static bool nak;
module_param(nak, bool, 0644);
static bool stuck;
module_param(stuck, bool, 0644);
static unsigned int stuck_ms = 50;
module_param(stuck_ms, uint, 0644);
static unsigned int lux = 100;
module_param(lux, uint, 0644);

#define PCA9685 0x40
#define BH1750 0x23
#define VEML7700 0x10

#define PCA_MODE1 0x00
#define PCA_SLEEP 0x10
#define PCA_AUTO_INCREMENT 0x20
#define PCA_LED0 0x06
#define PCA_LED_END 0x46
#define PCA_ALL_LED 0xfa
#define PCA_PRESCALE 0xfe

static u8 pca[256] = { [PCA_MODE1] = 0x11, [0x01] = 0x04, [PCA_PRESCALE] = 0x1e };
static u8 pca_pointer;
static u8 bh_opcode;
static u16 veml[8] = { 0x0001 };
static u8 veml_pointer;
static struct dentry *dir;
static struct debugfs_blob_wrapper pca_blob = { .data = pca, .size = sizeof(pca) };

static void pca_step(void)
{
	if (pca[PCA_MODE1] & PCA_AUTO_INCREMENT)
		pca_pointer = pca_pointer == PCA_LED_END - 1 ? PCA_MODE1 : pca_pointer + 1;
}

static void pca_put(u8 value)
{
	int led;

	if (pca_pointer >= PCA_ALL_LED && pca_pointer < PCA_ALL_LED + 4) {
		for (led = PCA_LED0 + pca_pointer - PCA_ALL_LED; led < PCA_LED_END; led += 4)
			pca[led] = value;
	} else if (pca_pointer != PCA_PRESCALE || pca[PCA_MODE1] & PCA_SLEEP) {
		pca[pca_pointer] = value;	/* the prescaler is written in sleep only */
	}
	pca_step();
}

static int pca_xfer(struct i2c_msg *m)
{
	int i;

	for (i = 0; i < m->len; i++) {
		if (m->flags & I2C_M_RD) {
			m->buf[i] = pca[pca_pointer];
			pca_step();
		} else if (i == 0) {
			pca_pointer = m->buf[0];
		} else {
			pca_put(m->buf[i]);
		}
	}
	return 0;
}

/* Counts are lux times 1.2; without power (opcode 0) it answers nothing new. */
static int bh_xfer(struct i2c_msg *m)
{
	u32 counts = bh_opcode ? min(lux * 6 / 5, 65535u) : 0;

	if (!(m->flags & I2C_M_RD)) {
		bh_opcode = m->len ? m->buf[m->len - 1] : bh_opcode;
		return 0;
	}
	if (m->len > 0)
		m->buf[0] = counts >> 8;
	if (m->len > 1)
		m->buf[1] = counts;
	return 0;
}

/* Registers of 16 bit, low byte first; ALS (4) with gain 1 and 100 ms has 0.0576 lux a count. */
static int veml_xfer(struct i2c_msg *m)
{
	u16 value;

	if (m->flags & I2C_M_RD) {
		value = veml_pointer == 4 ? (veml[0] & 1 ? 0 : min(lux * 10000 / 576, 65535u)) : veml[veml_pointer & 7];
		if (m->len > 0)
			m->buf[0] = value;
		if (m->len > 1)
			m->buf[1] = value >> 8;
		return 0;
	}
	if (m->len > 0)
		veml_pointer = m->buf[0];
	if (m->len > 2 && veml_pointer < 4)
		veml[veml_pointer] = m->buf[1] | m->buf[2] << 8;
	return 0;
}

static int message(struct i2c_msg *m)
{
	switch (m->addr) {
	case PCA9685:
		return pca_xfer(m);
	case BH1750:
		return bh_xfer(m);
	case VEML7700:
		return veml_xfer(m);
	}
	return -ENXIO;
}

static int xfer(struct i2c_adapter *adapter, struct i2c_msg *m, int n)
{
	int i, error;

	if (stuck) {
		msleep(stuck_ms);
		return -ETIMEDOUT;
	}
	for (i = 0; i < n; i++) {
		error = nak ? -ENXIO : message(&m[i]);
		if (error)
			return error;
	}
	return n;
}

static u32 functionality(struct i2c_adapter *adapter)
{
	return I2C_FUNC_I2C | I2C_FUNC_SMBUS_EMUL;
}

static const struct i2c_algorithm algorithm = { .master_xfer = xfer, .functionality = functionality };
static struct i2c_adapter adapter = {
	.owner = THIS_MODULE, .class = I2C_CLASS_HWMON, .algo = &algorithm, .name = "board simulator",
};

static int __init boardsim_init(void)
{
	dir = debugfs_create_dir("i2c-boardsim", NULL);
	debugfs_create_blob("40", 0444, dir, &pca_blob);
	return i2c_add_adapter(&adapter);
}

static void __exit boardsim_exit(void)
{
	i2c_del_adapter(&adapter);
	debugfs_remove_recursive(dir);
}

module_init(boardsim_init);
module_exit(boardsim_exit);
MODULE_DESCRIPTION("I2C chips of a camera board, for tests");
MODULE_LICENSE("GPL");
