import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DescriptionVersions } from '../../../services/rtsp/description-versions.ts';
import { RtspClient } from './rtsp-client.ts';
import { startServer } from './running-server.ts';

const versions = suite('description-versions');

versions('a version stays with its description and rises with each change, by the clock or without', () => {
  let seconds = 1000;
  const descriptions = new DescriptionVersions(() => seconds * 1000);
  const first = descriptions.of('a', 'one');
  assert.is(first, 2_208_989_800, 'seconds since 1900');
  assert.is(descriptions.of('a', 'one'), first);
  assert.is(descriptions.of('a', 'two'), first + 1);
  seconds += 60;
  assert.is(descriptions.of('a', 'one'), first + 60);
  seconds -= 3600;
  assert.is(descriptions.of('a', 'two'), first + 61, 'the clock was set back');
});

versions('a path that was forgotten begins above all others', () => {
  const descriptions = new DescriptionVersions(() => 0);
  const first = descriptions.of('a', 'one');
  descriptions.keep(() => false);
  assert.ok(descriptions.of('a', 'one') > first);
});

// shows STR-49
versions('the version in o= is the same for the same description and higher for another', async () => {
  const running = await startServer({}, 60, { fed: true });
  const client = await RtspClient.open(running.port);
  const describe = async (): Promise<readonly [id: string, version: number]> => {
    const { body } = await client.request('DESCRIBE', running.uri('Profile2'));
    const [, id = '', version] = /^o=- (\d+) (\d+) IN IP4 /m.exec(body) ?? [];
    return [id, Number(version)];
  };
  const [id, version] = await describe();
  assert.equal(await describe(), [id, version]);
  const both = running.presentations.get('Both');
  if (both === undefined) throw new Error('no presentation');
  running.presentations.set('Profile2', both);
  const [sameId, higher] = await describe();
  assert.is(sameId, id);
  assert.ok(higher > version);
  client.close();
  await running.stop();
});

versions.run();
