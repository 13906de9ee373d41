/** A part of the machine that can fail. */
export interface FailingPart {
  readonly name: string;
  readonly failed: boolean;
}

/** Temperature of a sensor. */
export interface TemperatureReading {
  readonly name: string;
  readonly celsius: number;
  /** Temperature at which the machine switches itself off; undefined where it says none. */
  readonly critical: number | undefined;
}

/** Sensors of the machine's own health. Reading takes well below a millisecond; a sensor that cannot be read is left out. */
export interface HealthSensors {
  temperatures(): readonly TemperatureReading[];
  fans(): readonly FailingPart[];
  powerSupplies(): readonly FailingPart[];
  /** Connections of network interfaces that tell their speed. */
  links(): readonly LinkReading[];
}

export interface LinkReading {
  readonly name: string;
  /** Mbit/s; 0 without a connection. */
  readonly speed: number;
  readonly duplex: 'Full' | 'Half';
}
