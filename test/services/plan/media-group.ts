import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { isMediaGroup } from '../../../services/plan/media-group.ts';

const mediaGroup = suite('plan/media-group');

const media: readonly string[] = [
  '239.0.0.1',
  '224.2.1.1',
  '239.255.254.1',
  'ff05::1234',
  'ff12::1',
  'FF15::1',
  'FF0E::abcd:1',
];

/** Groups that hosts and routers listen to, in every way of writing them, and addresses that are no groups. */
const others: readonly string[] = [
  '224.0.0.1',
  '224.0.0.2',
  '224.0.0.251',
  '224.0.0.252',
  '224.0.1.1',
  '239.255.255.250',
  'ff01::1',
  'ff02::1',
  'ff02::2',
  'ff02::c',
  'ff02::fb',
  'ff02::1:3',
  'ff02::1:ff00:42',
  'FF02:0:0:0:0:0:0:1',
  'ff02::0:1',
  'ff02::0.0.0.1',
  'ff05::2',
  'ff05::1:3',
  'ff05:0:0:0:0:0:0:c',
  'ff0e::101',
  'ff11::1234',
  'ff1f::1234',
  'ff::1',
  'fe80::1',
  '223.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '192.0.2.1',
  '239.0.0',
  '239.0.0.1 ',
  'camera',
  '',
];

for (const address of media) mediaGroup(`takes ${address}`, () => assert.ok(isMediaGroup(address)));
for (const address of others) mediaGroup(`refuses '${address}'`, () => assert.not.ok(isMediaGroup(address)));

mediaGroup.run();
