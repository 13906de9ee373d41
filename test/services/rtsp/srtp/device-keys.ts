import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { transports } from '../../../../hal/native/transports.ts';
import { DeviceKeys } from '../../../../services/rtsp/srtp/device-keys.ts';

const deviceKeys = suite('srtp/device-keys');

const pass = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

deviceKeys('all receivers have one key, and keep it while one is there', async () => {
  const keys = new DeviceKeys(transports, 20);
  const first = keys.of('Video1', 'AEAD_AES_128_GCM').retain();
  await pass(60);
  const second = keys.of('Video1', 'AEAD_AES_128_GCM').retain();
  assert.is(second, first);
  first.release();
  await pass(60);
  assert.is(keys.of('Video1', 'AEAD_AES_128_GCM'), first);
  second.release();
  keys.close();
});

deviceKeys('when all have gone the next gets a new key, but not who was just told of the old one', async () => {
  const keys = new DeviceKeys(transports, 40);
  const old = keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80').retain();
  old.release();
  assert.is(keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80'), old, 'a client that comes back at once');
  await pass(30);
  old.message(1);
  await pass(25);
  assert.is(keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80'), old, 'a client that was told and sets up');
  await pass(60);
  assert.is.not(keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80'), old);
  keys.close();
});

deviceKeys('a key that nobody ever used stays', async () => {
  const keys = new DeviceKeys(transports, 10);
  const told = keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80');
  await pass(40);
  assert.is(keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80'), told);
  keys.close();
});

deviceKeys('another algorithm has another key', () => {
  const keys = new DeviceKeys(transports);
  const one = keys.of('Video1', 'AEAD_AES_128_GCM');
  assert.is.not(keys.of('Video1', 'AEAD_AES_256_GCM'), one);
  assert.is.not(keys.of('Video2', 'AEAD_AES_256_GCM'), keys.of('Video1', 'AEAD_AES_256_GCM'));
  keys.close();
});

deviceKeys.run();
