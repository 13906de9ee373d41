import { Fault } from '../../faults/fault.ts';
import type * as tas from '../../generated/tas.ts';
import type { SecurityFeature } from '../feature.ts';
import type { StoredKey } from '../keystore/content.ts';
import { type Keystore, objectOf, storedAlias, wireAlias, withoutObject } from '../keystore/keystore.ts';
import { limits } from '../keystore/limits.ts';
import type { KeyGeneration } from './key-generation.ts';
import { curves, rsaKeyLengths } from './key-material.ts';

function attribute(key: StoredKey): tas.KeyAttribute {
  return {
    KeyID: key.id,
    ...wireAlias(key),
    hasPrivateKey: key.privateKey !== undefined,
    KeyStatus: 'ok',
    externallyGenerated: key.external,
    securelyStored: false,
  };
}

type Names =
  | 'CreateRSAKeyPair'
  | 'CreateECCKeyPair'
  | 'GetKeyStatus'
  | 'GetPrivateKeyStatus'
  | 'GetAllKeys'
  | 'DeleteKey';

/** Keys of the keystore (ONVIF Security 5.2.6.2). A private key never leaves it. */
export function keyFeature(keystore: Keystore, generation: KeyGeneration): SecurityFeature<Names> {
  return {
    capabilities: {
      Keystore: {
        MaximumNumberOfKeys: limits.keys,
        KeyPairGeneration: ['RSA', 'ECC'],
        RSAKeyPairGeneration: true,
        ECCKeyPairGeneration: true,
        RSAKeyLengths: rsaKeyLengths,
        EllipticCurves: Object.keys(curves),
        NoPrivateKeySharing: false,
      },
    },
    handlers: {
      CreateRSAKeyPair: ({ KeyLength, Alias }) => {
        if (!rsaKeyLengths.includes(KeyLength)) throw new Fault('KeyLength');
        return begun(generation.begin({ algorithm: 'RSA', length: KeyLength }, storedAlias(Alias)));
      },
      CreateECCKeyPair: ({ EllipticCurve, Alias }) => {
        if (!Object.hasOwn(curves, EllipticCurve)) throw new Fault('UnsupportedEllipticCurve');
        return begun(generation.begin({ algorithm: 'ECC', curve: EllipticCurve }, storedAlias(Alias)));
      },
      ...storedKeyHandlers(keystore, generation),
    },
  };
}

function begun({ id, seconds }: { readonly id: string; readonly seconds: number }): tas.CreateRSAKeyPairResponse {
  return { KeyID: id, EstimatedCreationTime: `PT${seconds}S` };
}

function storedKeyHandlers(
  keystore: Keystore,
  generation: KeyGeneration,
): Pick<SecurityFeature<Names>['handlers'], 'GetKeyStatus' | 'GetPrivateKeyStatus' | 'GetAllKeys' | 'DeleteKey'> {
  return {
    GetKeyStatus: ({ KeyID }) => {
      const pending = generation.pending.get(KeyID);
      if (pending === undefined) objectOf(keystore.content, 'keys', KeyID);
      return { KeyStatus: pending?.status ?? 'ok' };
    },
    GetPrivateKeyStatus: ({ KeyID }) => {
      if (generation.pending.has(KeyID)) return { hasPrivateKey: false };
      return { hasPrivateKey: objectOf(keystore.content, 'keys', KeyID).privateKey !== undefined };
    },
    GetAllKeys: () => {
      const pending = [...generation.pending].map(([KeyID, { status, ...stored }]) => ({
        KeyID,
        ...wireAlias(stored),
        hasPrivateKey: false,
        KeyStatus: status,
        externallyGenerated: false,
        securelyStored: false,
      }));
      return { KeyAttribute: [...keystore.content.keys.map(attribute), ...pending] };
    },
    DeleteKey: ({ KeyID }) => {
      if (generation.abort(KeyID)) return {};
      return keystore.change((content) => {
        objectOf(content, 'keys', KeyID);
        keystore.checkUnreferenced(content, 'keys', KeyID);
        return { content: withoutObject(content, 'keys', KeyID), result: {} };
      });
    },
  };
}
