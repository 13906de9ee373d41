// SPDX-License-Identifier: GPL-2.0
/* VEML7700: light sensor with registers of 16 bit. */
#include <linux/ktime.h>

#include "chips.h"

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

	if (boardsim_millilux <= 1000000)
		return boardsim_millilux;
	while (high - low > 1) {
		half = (low + high) / 2;
		if (veml_true(half) > (s64)boardsim_millilux * 1000)
			high = half;
		else
			low = half;
	}
	return low * 1000;
}

/* 0.0042 lux a count with gain 2 and 800 ms. The result is there a wake-up of 2.5 ms and a slow clock's time after power. */
void veml7700_settle(void)
{
	static const u8 eighths[4] = { 8, 16, 1, 2 };
	u64 counts = veml_shown() * eighths[veml[0] >> 11 & 3] * veml_time() / 53760;

	if (!(veml[0] & 1) && !ktime_before(ktime_get(), veml_due))
		veml[VEML_ALS] = min_t(u64, counts, 65535);
}

/* Registers of 16 bit, low byte first. */
int veml7700_xfer(struct i2c_msg *m)
{
	veml7700_settle();
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
