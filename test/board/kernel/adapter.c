// SPDX-License-Identifier: GPL-2.0
/*
 * An I2C adapter with the chips of a camera board behind it, for tests: PCA9685 (0x40), BH1750 (0x23), VEML7700 (0x10).
 * What was written is read through debugfs (i2c-boardsim/40: 256 registers); light comes from the parameter `lux`, e.g. 0.1;
 * `nak` lets every transfer fail, `stuck` lets it time out after `stuck_ms` as a bus does that is held low.
 */
#include <linux/ctype.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/i2c.h>
#include <linux/module.h>
#include <linux/mutex.h>

#include "chips.h"

static bool nak;
module_param(nak, bool, 0644);
static bool stuck;
module_param(stuck, bool, 0644);
static unsigned int stuck_ms = 50;
module_param(stuck_ms, uint, 0644);

#define PCA9685 0x40
#define BH1750 0x23
#define VEML7700 0x10

static struct dentry *dir;
static struct debugfs_blob_wrapper blob = { .data = pca9685_registers, .size = sizeof(pca9685_registers) };

static DEFINE_MUTEX(chips);
u64 boardsim_millilux = 100000;

static int set_lux(const char *text, const struct kernel_param *parameter)
{
	u64 whole = 0, thousandths = 0, digit = 100;

	if (!isdigit(*text))
		return -EINVAL;
	for (; isdigit(*text) && whole < 1000000; text++)
		whole = whole * 10 + *text - '0';
	if (*text == '.')
		for (text++; isdigit(*text); text++, digit /= 10)
			thousandths += (*text - '0') * digit;
	if (*text && *text != '\n')
		return -EINVAL;
	mutex_lock(&chips);
	bh1750_settle();
	veml7700_settle();
	boardsim_millilux = whole * 1000 + thousandths;
	mutex_unlock(&chips);
	return 0;
}

static int get_lux(char *text, const struct kernel_param *parameter)
{
	return sprintf(text, "%llu.%03llu\n", boardsim_millilux / 1000, boardsim_millilux % 1000);
}

static const struct kernel_param_ops lux_ops = { .set = set_lux, .get = get_lux };
module_param_cb(lux, &lux_ops, NULL, 0644);

static int message(struct i2c_msg *m)
{
	int error = -ENXIO;

	mutex_lock(&chips);
	if (m->addr == PCA9685)
		error = pca9685_xfer(m);
	else if (m->addr == BH1750)
		error = bh1750_xfer(m);
	else if (m->addr == VEML7700)
		error = veml7700_xfer(m);
	mutex_unlock(&chips);
	return error;
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
	debugfs_create_blob("40", 0444, dir, &blob);
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
