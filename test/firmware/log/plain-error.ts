import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { plainError, withoutUserInfo } from '../../../firmware/log/plain-error.ts';
import { assertLinearCost } from '../../linear-cost.ts';

const errors = suite('plain error');

errors('leaves out what the parser adds of a request', () => {
  const error = Object.assign(new Error('Parse Error'), {
    code: 'HPE_INVALID_CONSTANT',
    rawPacket: Buffer.from('Authorization: secret'),
    bytesParsed: 7,
  });
  const { stack, ...told } = plainError(error) as Record<string, unknown>;
  assert.equal(told, { type: 'Error', message: 'Parse Error', code: 'HPE_INVALID_CONSTANT' });
  assert.type(stack, 'string');
});

errors('follows causes, but not for ever', () => {
  const error = new Error('outer', { cause: new Error('inner') });
  assert.is((plainError(error) as { cause: { message: string } }).cause.message, 'inner');
  const circle = new Error('circle');
  circle.cause = circle;
  assert.ok(JSON.stringify(plainError(circle)).length > 0);
});

errors('tells nothing of what is no error', () => {
  assert.is(plainError({ password: 'secret' }), 'object');
  assert.is(plainError('a text'), 'a text');
});

const lines: readonly (readonly [line: string, told: string])[] = [
  ['{"uri":"rtsp://admin:secret@192.0.2.7/a"}', '{"uri":"rtsp://192.0.2.7/a"}'],
  ['http://a@b http://c:d@e/f', 'http://b http://e/f'],
  ['http://camera/a@b', 'http://camera/a@b'],
  ['mail a@b', 'mail a@b'],
];

for (const [line, told] of lines) {
  errors(`makes ${told} of ${line}`, () => assert.is(withoutUserInfo(line), told));
}

errors('looks for user names in linear time', async () => {
  await assertLinearCost(withoutUserInfo, (length) => `@${'://'.repeat(length / 3)}`);
  await assertLinearCost(withoutUserInfo, (length) => `@${'://a:'.repeat(length / 5)}`);
});

errors.run();
