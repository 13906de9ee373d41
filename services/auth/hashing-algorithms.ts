import { z } from 'zod';
import { type SettingDefinition, setting } from '../settings/setting.ts';
import type { DigestAlgorithm } from './digest-user.ts';

/** Algorithms that can be used: HashingAlgorithms of the security capabilities. */
export const digestAlgorithms: readonly DigestAlgorithm[] = ['MD5', 'SHA-256'];

/**
 * Algorithms of the digest challenges of HTTP and RTSP, the preferred one first. MD5 alone is the standard's default
 * (ONVIF Core 5.9.4), and no other order of challenges serves every client (docs/clients.md).
 */
export const hashingSetting: SettingDefinition<readonly DigestAlgorithm[]> = setting({
  name: 'hashing',
  version: 1,
  schema: z
    .array(z.enum(['MD5', 'SHA-256']))
    .min(1)
    .readonly(),
  initial: ['MD5'],
  reset: 'soft',
  secret: false,
  backup: true,
});
