import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { assertLinearCost } from '../linear-cost.ts';

const costs = suite('linear cost');

async function isRefused(parse: (input: string) => unknown, worst: (length: number) => string): Promise<boolean> {
  try {
    await assertLinearCost(parse, worst);
    return false;
  } catch (error) {
    assert.instance(error, assert.Assertion);
    return true;
  }
}

const blanks = (length: number): string => `${' '.repeat(length)}x`;

costs('lets a linear expression pass', async () => {
  assert.is(await isRefused((text) => /^ *$/.test(text), blanks), false);
});

costs('lets a loop over the characters pass', async () => {
  const sum = (text: string): number => {
    let all = 0;
    for (const character of text) all += character.charCodeAt(0);
    return all;
  };
  assert.is(await isRefused(sum, blanks), false);
});

costs('lets a linear parser pass that throws, and one that answers later', async () => {
  const refuse = (text: string): never => {
    throw new Error(text.toUpperCase().slice(0, 10));
  };
  assert.is(await isRefused(refuse, blanks), false);
  assert.is(await isRefused(async (text) => (await Promise.resolve(text)).toUpperCase(), blanks), false);
});

costs('refuses a quadratic expression', async () => {
  assert.is(await isRefused((text) => / *$/.test(text), blanks), true);
});

costs('refuses a quadratic loop', async () => {
  const pairs = (text: string): number => {
    let same = 0;
    for (let at = 0; at < text.length; at += 1) same += text.lastIndexOf('y', at);
    return same;
  };
  assert.is(await isRefused(pairs, blanks), true);
});

costs.run();
