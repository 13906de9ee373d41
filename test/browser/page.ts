// time limit: 300 s
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, launch, type Page } from 'puppeteer-core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { programPath } from '../../scripts/testing/program-path.ts';
import { type Camera, startCamera } from '../firmware/running-camera.ts';
import { soap } from '../firmware/soap-client.ts';
import { until } from '../until.ts';

const page = suite('the page in a browser');
const program = programPath('chromium');
const name = 'admin';
const password = 'correct horse 9';
const data = mkdtempSync(join(tmpdir(), 'vedette-browser-'));
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let camera: Camera;
let browser: Browser;
let tab: Page;
/** Console errors, exceptions, requests to other hosts, password boxes. */
const faults: string[] = [];

/** 401 is a step of the digest, which browsers write into the console. */
const isExpected = (text: string): boolean => /status of 401/.test(text);

function origin(host = '127.0.0.1'): string {
  return `http://${host}:${new URL(camera.summary.onvif).port}`;
}

/** New tab whose faults are collected. */
async function open(host?: string): Promise<Page> {
  const opened = await browser.newPage();
  await opened.setViewport({ width: 1440, height: 900 });
  opened.on('console', (message) => {
    if (message.type() === 'error' && !isExpected(message.text())) faults.push(message.text());
  });
  opened.on('pageerror', (error) => faults.push(String(error)));
  opened.on('request', (request) => {
    const url = new URL(request.url());
    if (!['blob:', 'data:'].includes(url.protocol) && url.origin !== origin(host)) faults.push(request.url());
  });
  const session = await opened.createCDPSession();
  await session.send('Fetch.enable', { handleAuthRequests: true });
  // A tab that closes takes its paused requests with it.
  const closed = (): undefined => undefined;
  session.on('Fetch.requestPaused', ({ requestId }) => {
    session.send('Fetch.continueRequest', { requestId }).catch(closed);
  });
  session.on('Fetch.authRequired', ({ requestId, request }) => {
    faults.push(`password box: ${request.url}`);
    const answer = { requestId, authChallengeResponse: { response: 'CancelAuth' } } as const;
    session.send('Fetch.continueWithAuth', answer).catch(closed);
  });
  await opened.goto(origin(host));
  return opened;
}

function click(at: Page, text: string): Promise<void> {
  return at.locator(`::-p-aria([name="${text}"][role="button"])`).click();
}

function fill(at: Page, label: string, text: string): Promise<void> {
  return at.locator(`::-p-aria([name="${label}"][role="textbox"])`).fill(text);
}

async function signIn(at: Page, secret: string): Promise<void> {
  await fill(at, 'User', name);
  await fill(at, 'Password', secret);
  await click(at, 'Sign in');
}

/** Way of the picture on screen, once its frames advance. */
async function advancing(at: Page): Promise<string> {
  const read = (): Promise<readonly [string, number]> =>
    at.$eval('.picture', ({ dataset }) => [dataset.way ?? '', Number(dataset.frames ?? 0)] as const);
  await at.waitForSelector('.picture[data-frames]');
  let first = 0;
  await until(async () => {
    [, first] = await read();
    return first > 0;
  }, 'a picture is shown');
  await until(async () => (await read())[1] > first, 'pictures advance');
  return (await read())[0];
}

page.before(async () => {
  if (program === undefined) return;
  camera = await startCamera([], { VEDETTE_ADMIN: '' }, data);
  const rules = '--host-resolver-rules=MAP camera.test 127.0.0.1';
  browser = await launch({ executablePath: program, args: ['--no-sandbox', '--lang=en', rules] });
  tab = await open();
});
page.after(async () => {
  await browser?.close();
  await camera?.stop();
  rmSync(data, { recursive: true, force: true });
});

/** A case, which is skipped with the reason where there is no browser. */
function inBrowser(title: string, run: () => Promise<void>): void {
  if (program !== undefined) page(title, run);
  else process.stdout.write(`skip: ${title}: chromium is not installed\n`);
}

inBrowser('leads from the box to a picture, in clicks that a person makes in two minutes', async () => {
  const begun = performance.now();
  await click(tab, 'Begin');
  await fill(tab, 'User', name);
  await fill(tab, 'Password', password);
  await fill(tab, 'Password again', password);
  await click(tab, 'Create the administrator');
  await fill(tab, 'Name of the camera', 'Front door');
  await click(tab, 'Next');
  assert.is(await advancing(tab), 'webcodecs');
  await click(tab, 'Open the live view');
  await tab.waitForSelector('.pad');
  assert.ok(performance.now() - begun < 120_000);
  const { text } = await soap(camera.summary.onvif, '<tds:GetScopes/>', [name, password]);
  assert.match(text, /\/name\/Front%20door/);
});

inBrowser('plays on plain HTTP by Media Source Extensions, and says what is missing', async () => {
  const other = await open('camera.test');
  await signIn(other, 'wrong password');
  const alert = (): Promise<string> => other.$eval('p[role=alert]', ({ textContent }) => textContent ?? '');
  await until(async () => (await alert()).includes('wrong'), 'the refusal is told');
  await signIn(other, password);
  assert.is(await advancing(other), 'mse');
  assert.match(await other.$eval('.remark', ({ textContent }) => textContent ?? ''), /Without HTTPS/);
  await other.close();
});

inBrowser('moves the camera while a button is held, and stops it then', async () => {
  const status = async (): Promise<number> => {
    const message = '<tptz:GetStatus><tptz:ProfileToken>Profile1</tptz:ProfileToken></tptz:GetStatus>';
    const { text } = await soap(`${origin()}/onvif/PTZ`, message, [name, password]);
    return Number(/PanTilt x="([^"]+)"/.exec(text)?.[1]);
  };
  const before = await status();
  const button = await tab.waitForSelector('.pad .right');
  const box = await button?.boundingBox();
  assert.ok(box);
  if (box === undefined || box === null) return;
  await tab.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await tab.mouse.down();
  await until(async () => Math.abs((await status()) - before) > 0.01, 'the head moves');
  await tab.mouse.up();
  let last = Number.NaN;
  await until(async () => {
    const now = await status();
    const stands = now === last;
    last = now;
    return stands;
  }, 'the head stands');
});

const forms = [
  ['light', 1440, 900],
  ['dark', 1440, 900],
  ['light', 390, 844],
] as const;

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Findings of axe-core on the page as it is. */
function findings(at: Page): Promise<readonly string[]> {
  return at.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
    const { violations } = await tool.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

inBrowser('has no finding of axe-core on any screen: light, dark, phone', async () => {
  await (await tab.createCDPSession()).send('Runtime.evaluate', { expression: axe });
  for (const [theme, width, height] of forms) {
    await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
    await tab.setViewport({ width, height });
    for (const screen of ['live', 'picture', 'video', 'network', 'integrations', 'users', 'time', 'maintenance']) {
      await tab.goto(`${origin()}/#/${screen}`);
      const isThere = async (): Promise<boolean> =>
        (await tab.$('main h1')) !== null && (await tab.$('.skeleton')) === null;
      await until(isThere, `${screen} is there`);
      const inner = await tab.$eval('body', (body) => body.scrollWidth);
      assert.ok(inner <= width, `${screen} ${theme}: ${inner} wide in a window of ${width}`);
      assert.equal(await findings(tab), [], `${screen} ${theme} ${width}`);
    }
  }
});

inBrowser('opens no password box, asks no other host, and writes no error', async () => {
  assert.equal(faults, []);
});

page.run();
