/** Path of the images of the on-screen display on the web port. */
export const imagesPath = '/onvif/osd';
export const slots: readonly number[] = [1, 2, 3, 4];
/** Bytes of a file, and pixels of each side. */
export const imageLimits = { bytes: 262_144, side: 512 } as const;

/** Address of a slot; the origin is that of the request. */
export function slotAddress(origin: string, slot: number): string {
  return `${origin}${imagesPath}/${slot}.png`;
}

/** Slot that an address names; its path counts alone. */
export function slotOf(address: string): number | undefined {
  const path = /^[a-z]+:\/\/[^/]*(\/.*)$/i.exec(address)?.[1] ?? address;
  return slots.find((slot) => path === slotAddress('', slot));
}
