// SPDX-License-Identifier: GPL-2.0
/* BH1750: light sensor, told by single opcodes. */
#include <linux/ktime.h>

#include "chips.h"

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
void bh1750_settle(void)
{
	u64 counts = boardsim_millilux * 6 * bh.time / (5 * BH_USUAL_TIME);

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

int bh1750_xfer(struct i2c_msg *m)
{
	bh1750_settle();
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
