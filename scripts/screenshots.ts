import { mkdirSync } from 'node:fs';
import { launch, type Page } from 'puppeteer-core';
import { programPath } from './testing/program-path.ts';

/**
 * Saves pictures of each screen of the page of a running camera, for people to look at.
 * Usage: node dist/scripts/screenshots.js URL NAME PASSWORD [FOLDER]   (docs/screens)
 */
const [url = '', name = '', password = '', folder = 'docs/screens'] = process.argv.slice(2);

const screens = ['live', 'picture', 'video', 'network', 'integrations', 'users', 'time', 'maintenance'];

/** Forms of the page: colours and size of the window. */
const forms = [
  ['light', 1280, 800],
  ['dark', 1280, 800],
  ['phone', 390, 844],
] as const;

/** Milliseconds for a picture to come. */
const patience = 3000;

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

async function signIn(page: Page): Promise<void> {
  await page.goto(url);
  await page.locator('input[autocomplete=username]').fill(name);
  await page.locator('input[type=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.waitForSelector('.app');
}

mkdirSync(folder, { recursive: true });
const browser = await launch({
  executablePath: programPath('chromium') ?? 'chromium',
  args: ['--no-sandbox', '--lang=en'],
});
try {
  const page = await browser.newPage();
  await signIn(page);
  for (const [form, width, height] of forms) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: form === 'dark' ? 'dark' : 'light' }]);
    await page.setViewport({ width, height });
    for (const screen of screens) {
      await page.goto(`${url.replace(/\/$/, '')}/#/${screen}`);
      await sleep(patience);
      await page.screenshot({ path: `${folder}/${screen}-${form}.webp`, type: 'webp', quality: 60 });
    }
  }
} finally {
  await browser.close();
}
