/** An I2C chip: number of /dev/i2c-N and 7-bit address. */
export interface I2cFact {
  readonly adapter: number;
  /** 0x08..0x77 */
  readonly address: number;
}

/** One output of a PCA9685. */
export interface PwmFact {
  readonly chip: 'pca9685';
  readonly i2c: I2cFact;
  /** 0..15 */
  readonly channel: number;
}
