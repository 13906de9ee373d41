/** Width and height from the frame header of a JPEG (ITU-T T.81 B.2.2). */
export function jpegSize(picture: Buffer): { readonly width: number; readonly height: number } {
  if (picture.readUInt16BE(0) !== 0xffd8) throw new Error('not a JPEG');
  for (let at = 2; at + 9 < picture.length; at += 2 + picture.readUInt16BE(at + 2)) {
    const marker = picture.readUInt16BE(at);
    const startOfFrame = marker >= 0xffc0 && marker <= 0xffcf && ![0xffc4, 0xffc8, 0xffcc].includes(marker);
    if (startOfFrame) return { width: picture.readUInt16BE(at + 7), height: picture.readUInt16BE(at + 5) };
  }
  throw new Error('no frame header');
}
