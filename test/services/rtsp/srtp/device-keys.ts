import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { transports } from '../../../../hal/native/transports.ts';
import { DeviceKeys } from '../../../../services/rtsp/srtp/device-keys.ts';

const deviceKeys = suite('srtp/device-keys');

let time = 0;
const now = (): number => time;
const pass = (milliseconds: number): void => {
  time += milliseconds;
};

deviceKeys('all receivers have one key, and keep it while one is there', () => {
  const keys = new DeviceKeys(transports, 20, now);
  const first = keys.of('Video1', 'AEAD_AES_128_GCM').retain();
  pass(60);
  const second = keys.of('Video1', 'AEAD_AES_128_GCM').retain();
  assert.is(second, first);
  first.release();
  pass(60);
  assert.is(keys.of('Video1', 'AEAD_AES_128_GCM'), first);
  second.release();
  keys.close();
});

deviceKeys('when all have gone the next gets a new key, but not who was just told of the old one', () => {
  const keys = new DeviceKeys(transports, 40, now);
  const old = keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80').retain();
  old.release();
  assert.is(keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80'), old, 'a client that comes back at once');
  pass(30);
  old.message(1);
  pass(25);
  assert.is(keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80'), old, 'a client that was told and sets up');
  pass(60);
  assert.is.not(keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80'), old);
  keys.close();
});

deviceKeys('a key that nobody ever used stays', () => {
  const keys = new DeviceKeys(transports, 10, now);
  const told = keys.of('Video1', 'AES_CM_128_HMAC_SHA1_80');
  pass(40);
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
