/** Sample of ITU-T G.711, -1 to 1. */
function muLaw(code: number): number {
  const value = ~code & 0xff;
  const magnitude = ((((value & 0x0f) << 3) + 0x84) << ((value >> 4) & 7)) - 0x84;
  return ((value & 0x80) === 0 ? magnitude : -magnitude) / 32_768;
}

function aLaw(code: number): number {
  const value = code ^ 0x55;
  const exponent = (value >> 4) & 7;
  const mantissa = ((value & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
  return ((value & 0x80) === 0 ? -magnitude : magnitude) / 32_768;
}

const tables: Readonly<Record<string, Float32Array>> = {
  PCMU: Float32Array.from({ length: 256 }, (_, code) => muLaw(code)),
  PCMA: Float32Array.from({ length: 256 }, (_, code) => aLaw(code)),
};

/** Samples of a packet; undefined for another encoding. */
export function g711Samples(encoding: string, payload: Uint8Array): Float32Array | undefined {
  const table = tables[encoding];
  return table === undefined ? undefined : Float32Array.from(payload, (code) => table[code] ?? 0);
}
