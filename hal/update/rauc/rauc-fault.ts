import { UpdateError } from '../../ports/update.ts';

/** Steps of an installation by RAUC, by which its texts are read. */
type RaucStage = 'inspect' | 'install';

/** Words in the texts of RAUC's errors, the first that is found decides. */
const words: readonly (readonly [RegExp, UpdateError['kind']])[] = [
  // A slot is a partition: one without room says that the image is too large for it.
  [/updating slot.*No space left/i, 'size'],
  [/No space left|disk full/i, 'full'],
  [/signature|certificate|verify cert|CMS|self.signed/i, 'signature'],
  [/Compatible mismatch|does not match/i, 'compatible'],
  [/min-bundle-version|version .* (too old|older)|downgrade/i, 'older'],
  [/slot .* (too small|does not fit)|larger than|exceeds/i, 'size'],
  [/Invalid bundle|bundle format|not a (valid )?bundle|identifier|too small to be/i, 'format'],
  [/dm-verity|Input\/output error|checksum|corrupt/i, 'damaged'],
];

/**
 * Error of RAUC by its text. While the bundle is inspected an unknown text is a fault of the file; while slots are written it is one of
 * the device, which must not be told as a wrong file.
 */
export function faultOf(text: string, stage: RaucStage): UpdateError {
  const kind = words.find(([pattern]) => pattern.test(text))?.[1] ?? (stage === 'inspect' ? 'format' : 'io');
  return new UpdateError(kind, text);
}
