import type { DigestAlgorithm } from '../auth/digest-user.ts';
import { digestAlgorithms } from '../auth/hashing-algorithms.ts';
import { Fault } from '../faults/fault.ts';
import type { Setting } from '../settings/setting.ts';
import type { DeviceFeature } from './feature.ts';

export type HashingAlgorithms = Pick<Setting<readonly DigestAlgorithm[]>, 'get' | 'change' | 'onChange'>;

function algorithmOf(name: string): DigestAlgorithm {
  const known = digestAlgorithms.find((one) => one === name.toUpperCase());
  if (known === undefined) throw new Fault('InvalidArgVal', `unknown hashing algorithm: ${name.slice(0, 32)}`);
  return known;
}

/** The list that a client sent: separated by blanks as in the schema, or by commas as in the specification's examples. */
function algorithmsOf(sent: readonly string[]): readonly DigestAlgorithm[] {
  const names = sent.flatMap((item) => item.split(',')).filter((name) => name !== '');
  if (names.length === 0) throw new Fault('InvalidArgVal', 'no hashing algorithm');
  return [...new Set(names.map(algorithmOf))];
}

/** Hashing algorithms of digest authentication (ONVIF Core 5.9.4, SetHashingAlgorithm). */
export function hashingFeature(hashing: HashingAlgorithms): DeviceFeature<'SetHashingAlgorithm'> {
  return {
    capabilities: { Security: { HashingAlgorithms: digestAlgorithms } },
    handlers: {
      SetHashingAlgorithm: async ({ Algorithm }) => {
        const next = algorithmsOf(Algorithm);
        await hashing.change(() => next);
        return {};
      },
    },
  };
}
