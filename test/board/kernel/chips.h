/* SPDX-License-Identifier: GPL-2.0 */
/* The chips behind the simulated adapter. All but the transfer of messages happens under the adapter's lock. */
#pragma once
#include <linux/i2c.h>

/* Light, in thousandths of a lux. Who changes it lets measurements that are over end in the old light. */
extern u64 boardsim_millilux;

/* 16 outputs; what was written into its 256 registers. */
extern u8 pca9685_registers[256];
int pca9685_xfer(struct i2c_msg *m);

int bh1750_xfer(struct i2c_msg *m);
void bh1750_settle(void);

int veml7700_xfer(struct i2c_msg *m);
void veml7700_settle(void);
