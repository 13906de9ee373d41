// time limit: 240 s
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PNG } from 'pngjs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contrast, type Frame, firstFrames, type Part } from '../firmware/overlays/decoded-frames.ts';
import { repositoryRoot } from '../places.ts';
import { authorization, challenged } from '../services/auth/digest-client.ts';
import { until } from '../until.ts';
import { type Camera, cameraUnderTest } from './camera-under-test.ts';

const peer = suite('overlays by foreign clients');
const schemas = process.env.VEDETTE_SCHEMAS ?? join(repositoryRoot, '..', 'shared', 'onvif');
/** What the mask hides; the scene has trees and a house there. On-screen displays are drawn over it. */
const hidden: Part = { left: 0.1, top: 0.3, right: 0.9, bottom: 0.7 };
/** Contrast of one colour after H.264, and of a part with something in it. */
const [plain, full] = [24, 60];
let camera: Camera;

peer.before(async () => {
  camera = await cameraUnderTest();
});

peer.after(async () => {
  await camera.stop();
});

type Step = (line: string) => Promise<string>;

/** A client that takes a step for each line and answers it. */
function zeep(): { readonly step: Step; end(): void } {
  const { origin } = new URL(camera.summary.onvif);
  const words = [join(repositoryRoot, 'test/peers/drive_overlays.py'), schemas, origin, camera.admin, camera.password];
  const child = spawn('python3', words, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  const step: Step = async (line) => {
    child.stdin.write(`${line}\n`);
    const { value, done } = await answers.next();
    if (done === true) throw new Error(`the client ended at: ${line}`);
    return value;
  };
  return { step, end: () => void child.stdin.end() };
}

/** Posts a picture to the place that the camera tells, half of it white and half black. */
async function uploadImage(url: string): Promise<void> {
  const png = new PNG({ width: 96, height: 48 });
  for (let at = 0; at < png.data.length; at += 4)
    png.data.set(at % 384 < 192 ? [255, 255, 255, 255] : [0, 0, 0, 255], at);
  const body = PNG.sync.write(png);
  const type = { 'content-type': 'image/png' };
  const challenge = (await fetch(url, { method: 'POST', headers: type })).headers.get('www-authenticate') ?? '';
  const [realm, nonce] = [challenged(challenge, 'realm'), challenged(challenge, 'nonce')];
  const { pathname: uri } = new URL(url);
  const login = {
    username: camera.admin,
    password: camera.password,
    realm,
    nonce,
    method: 'POST',
    uri,
    nc: '00000001',
  };
  const reply = await fetch(url, { method: 'POST', body, headers: { ...type, authorization: authorization(login) } });
  assert.is(reply.status, 200, await reply.text());
}

async function lastFrame(): Promise<Frame> {
  const frame = (await firstFrames(camera, 5)).at(-1);
  if (frame === undefined) throw new Error('no picture');
  return frame;
}

async function shows(part: Part, least: number, most: number, what: string): Promise<void> {
  let found = -1;
  await until(async () => {
    found = contrast(await lastFrame(), part);
    return found >= least && found <= most;
  }, what).catch((error: Error) => assert.unreachable(`${error.message}: contrast ${found}`));
}

// shows MD2-14, MD2-15, MD2-16, MD2-17, MED-16
peer('python3-zeep masks, draws and changes the source, and decoded frames show each step', async () => {
  if (!existsSync(join(schemas, 'zeep_offline.py'))) {
    process.stdout.write('skip: python3-zeep: the ONVIF WSDL set is not at hand (set VEDETTE_SCHEMAS to its folder)\n');
    return;
  }
  const { step, end } = zeep();
  try {
    await shows(hidden, full, 255, 'the scene');
    await step('mask');
    assert.ok(contrast(await lastFrame(), hidden) <= plain, 'the first frames after CreateMask have no mask');
    const drawn = (what: string): Promise<void> => shows(hidden, full, 255, what);
    const nothing = (what: string): Promise<void> => shows(hidden, 0, plain, what);
    await step('plain text');
    await drawn('text over the mask');
    await step('date and time');
    await drawn('date and time over the mask');
    await step('delete osd');
    await nothing('the mask without text');
    await uploadImage(await step('image path'));
    await step('image');
    await drawn('an image over the mask');
    await step('delete osd');
    await nothing('the mask without image');
    assert.is(await step('mode Mode3'), "False ['Mode3']");
    await nothing('the mask in another mode of the source');
    await step('mode Mode1');
    await step('move mask');
    await shows({ left: 0.46, top: 0.46, right: 0.54, bottom: 0.54 }, 0, plain, 'the mask at its new place');
    await drawn('the scene beside it');
    await step('delete mask');
    await shows(hidden, full, 255, 'the scene');
  } finally {
    end();
  }
});

peer.run();
