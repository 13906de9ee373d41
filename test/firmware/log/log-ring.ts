import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { LogRing } from '../../../firmware/log/log-ring.ts';

const ring = suite('log in memory');

ring('is written for people', () => {
  const lines = new LogRing();
  lines.add(
    '{"level":40,"time":0,"pid":1,"hostname":"h","name":"control","room":"soap","err":{"message":"gone","stack":"at"},"id":"x","msg":"a request failed"}\n',
  );
  lines.add('{"level":30,"time":1000,"pid":1,"hostname":"h","name":"media","msg":"ready"}\n');
  lines.add('{"level":30,"ti\n');
  assert.equal(lines.text().split('\n'), [
    '1970-01-01T00:00:00.000Z warn control/soap: a request failed {"id":"x","error":"gone"}',
    '1970-01-01T00:00:01.000Z info media: ready',
    '{"level":30,"ti',
    '',
  ]);
});

ring('keeps the newest lines within its bound', () => {
  const lines = new LogRing();
  for (let number = 0; number < 20_000; number += 1) lines.add(`${number} ${'x'.repeat(50)}\n`);
  lines.add('y'.repeat(1_000_000));
  const text = lines.text();
  assert.ok(text.length <= 256 * 1024, `${text.length}`);
  assert.ok(text.length >= 100 * 1024, `${text.length}`);
  assert.match(text, '19999 xxx');
  assert.match(text.slice(-10), 'yyy');
});

ring.run();
