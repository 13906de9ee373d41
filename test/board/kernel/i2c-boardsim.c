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
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/mutex.h>

static bool nak;
module_param(nak, bool, 0644);
static bool stuck;
module_param(stuck, bool, 0644);
static unsigned int stuck_ms = 50;
module_param(stuck_ms, uint, 0644);

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

/* Light, in thousandths of a lux. Who changes it lets measurements that are over end in the old light. */
static DEFINE_MUTEX(light);
static u64 millilux = 100000;

#define BH_USUAL_TIME 69

/* Its result stays readable, also in power down; a measurement at the usual time takes up to 180 ms, quick ones 24. */
static struct {
	u8 mode, time;
	u16 result;
	ktime_t due;
	bool measuring;
} bh = { .time = BH_USUAL_TIME };

static bool bh_once(void)
{
	return bh.mode >= 0x20;
}

static void bh_start(void)
{
	u64 usual = (bh.mode & 3) == 3 ? 24000000 : 180000000;

	bh.measuring = true;
	bh.due = ktime_add_ns(ktime_get(), usual * bh.time / BH_USUAL_TIME);
}

/* 1.2 counts a lux at the usual time, twice as many in the second high resolution mode, in fours in the quick one. */
static void bh_settle(void)
{
	u64 counts = millilux * 6 * bh.time / (5 * BH_USUAL_TIME);

	if (!bh.measuring || ktime_before(ktime_get(), bh.due))
		return;
	if ((bh.mode & 3) == 1)
		counts *= 2;
	counts = min_t(u64, counts / 1000, 65535);
	bh.result = (bh.mode & 3) == 3 ? counts & ~3 : counts;
	bh.measuring = false;
	if (bh_once())
		bh.mode = 0;
	else
		bh_start();
}

static void bh_opcode(u8 opcode)
{
	switch (opcode) {
	case 0x07:	/* reset is not taken in power down */
		bh.result = bh.mode ? 0 : bh.result;
		return;
	case 0x00:
	case 0x01:
		bh.mode = opcode;
		bh.measuring = false;
		return;
	case 0x10: case 0x11: case 0x13: case 0x20: case 0x21: case 0x23:
		bh.mode = opcode;
		bh_start();
		return;
	}
	if ((opcode & 0xf8) == 0x40)
		bh.time = (bh.time & 0x1f) | opcode << 5;
	else if ((opcode & 0xe0) == 0x60)
		bh.time = (bh.time & 0xe0) | (opcode & 0x1f);
}

static int bh_xfer(struct i2c_msg *m)
{
	bh_settle();
	if (!(m->flags & I2C_M_RD)) {
		if (m->len)
			bh_opcode(m->buf[0]);
		return 0;
	}
	if (m->len > 0)
		m->buf[0] = bh.result >> 8;
	if (m->len > 1)
		m->buf[1] = bh.result;
	return 0;
}

#define VEML_ALS 4

static u16 veml[8] = { 0x0001 };
static u8 veml_pointer;
static ktime_t veml_due;

/* Milliseconds by bits 6 to 9 of the configuration; 0 where the data sheet names nothing. */
static unsigned int veml_time(void)
{
	static const u16 times[16] = { 100, 200, 400, 800, [8] = 50, [12] = 25 };

	return times[veml[0] >> 6 & 15];
}

/* Light that makes the chip show x lux as if it were linear, in millionths of a lux: the maker's polynomial. */
static s64 veml_true(s64 x)
{
	return x * x * x * x / 1000000 * 60135 / 100000 - x * x * x * 93924 / 10000000 + x * x * 81488 / 1000 + x * 1002300;
}

/* Above 1000 lux it shows less than there is. */
static u64 veml_shown(void)
{
	s64 low = 0, high = 60000, half;

	if (millilux <= 1000000)
		return millilux;
	while (high - low > 1) {
		half = (low + high) / 2;
		if (veml_true(half) > (s64)millilux * 1000)
			high = half;
		else
			low = half;
	}
	return low * 1000;
}

/* 0.0042 lux a count with gain 2 and 800 ms. The result is there a wake-up of 2.5 ms and a slow clock's time after power. */
static void veml_settle(void)
{
	static const u8 eighths[4] = { 8, 16, 1, 2 };
	u64 counts = veml_shown() * eighths[veml[0] >> 11 & 3] * veml_time() / 53760;

	if (!(veml[0] & 1) && !ktime_before(ktime_get(), veml_due))
		veml[VEML_ALS] = min_t(u64, counts, 65535);
}

/* Registers of 16 bit, low byte first. */
static int veml_xfer(struct i2c_msg *m)
{
	veml_settle();
	if (m->flags & I2C_M_RD) {
		if (m->len > 0)
			m->buf[0] = veml[veml_pointer & 7];
		if (m->len > 1)
			m->buf[1] = veml[veml_pointer & 7] >> 8;
		return 0;
	}
	if (m->len > 0)
		veml_pointer = m->buf[0];
	if (m->len > 2 && veml_pointer < 4)
		veml[veml_pointer] = m->buf[1] | m->buf[2] << 8;
	if (m->len > 2 && veml_pointer == 0)
		veml_due = ktime_add_us(ktime_get(), 2500 + veml_time() * 1100);
	return 0;
}

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
	mutex_lock(&light);
	bh_settle();
	veml_settle();
	millilux = whole * 1000 + thousandths;
	mutex_unlock(&light);
	return 0;
}

static int get_lux(char *text, const struct kernel_param *parameter)
{
	return sprintf(text, "%llu.%03llu\n", millilux / 1000, millilux % 1000);
}

static const struct kernel_param_ops lux_ops = { .set = set_lux, .get = get_lux };
module_param_cb(lux, &lux_ops, NULL, 0644);

static int message(struct i2c_msg *m)
{
	int error = -ENXIO;

	mutex_lock(&light);
	if (m->addr == PCA9685)
		error = pca_xfer(m);
	else if (m->addr == BH1750)
		error = bh_xfer(m);
	else if (m->addr == VEML7700)
		error = veml_xfer(m);
	mutex_unlock(&light);
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
