import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Supervisor } from '../../../firmware/link/supervisor.ts';
import { virtual } from '../../../hal/boards/virtual.ts';
import { HalError } from '../../../hal/ports/hal-error.ts';
import { metadataDocumentLimit } from '../../../services/plan/media-control.ts';
import { until } from '../../until.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const supervisors = suite('supervisor');

const program = fileURLToPath(new URL('../answering-media.js', import.meta.url));

const nothing = {
  media: { sources: [], encoders: [], audioSources: [], audioEncoders: [], metadata: [], audioOutputs: [] },
  paths: [],
  multicast: [],
  realm: 'Test',
  wallClock: { offset: 0, zone: 'UTC0' },
  digestAlgorithms: ['MD5'] as const,
  users: [],
  rtsp: { addresses: [], port: 8554, pacing: 0, tls: undefined },
};

interface UnderTest {
  readonly supervisor: Supervisor;
  readonly lengths: readonly string[];
  readonly ends: () => number;
}

async function started(): Promise<UnderTest> {
  const lengths: string[] = [];
  let ends = 0;
  const supervisor = new Supervisor({
    board: virtual,
    data: temporaryFolder(),
    log: pino({ level: 'silent' }),
    program,
  });
  supervisor.follow({
    take: (event) => {
      if (event.kind === 'refused') lengths.push(event.reason);
    },
    ended: () => {
      ends += 1;
    },
  });
  await supervisor.start(nothing);
  return { supervisor, lengths, ends: () => ends };
}

supervisors('hands metadata documents over, but none above the limit', async () => {
  const { supervisor, lengths } = await started();
  try {
    supervisor.sendMetadata('A', new Uint8Array(metadataDocumentLimit));
    supervisor.sendMetadata('B', new Uint8Array(metadataDocumentLimit + 1));
    supervisor.sendMetadata('C', Buffer.from('<tt:MetadataStream/>'));
    await until(() => lengths.length >= 2);
    assert.equal(lengths, [`A ${metadataDocumentLimit}`, 'C 20']);
  } finally {
    await supervisor.stop();
  }
});

supervisors('says once that a media process died, and starts the next', async () => {
  const { supervisor, lengths, ends } = await started();
  try {
    const first = supervisor.pid;
    supervisor.sendMetadata('A', new Uint8Array(0));
    await until(() => supervisor.pid !== undefined && supervisor.pid !== first);
    assert.is(ends(), 1);
    supervisor.sendMetadata('A', new Uint8Array(3));
    await until(() => lengths.length === 1);
  } finally {
    await supervisor.stop();
    assert.is(ends(), 1);
  }
});

supervisors('lets the camera start without streams when the media process cannot', async () => {
  const options = { board: virtual, data: temporaryFolder(), log: pino({ level: 'silent' }) };
  const supervisor = new Supervisor({ ...options, program: '/there is no such program.js' });
  let ends = 0;
  supervisor.follow({
    take: () => undefined,
    ended: () => {
      ends += 1;
    },
  });
  // Nothing else keeps this process alive between two tries.
  const alive = setInterval(() => undefined, 60_000);
  try {
    assert.equal(await supervisor.start(nothing), { rtsp: 8554, rtsps: undefined });
    assert.is(ends, 3);
    assert.equal(await failure(supervisor.luma('VideoSource1')), ['gone', 'the media process is down']);
    await until(() => ends > 3, 'another try');
  } finally {
    clearInterval(alive);
    await supervisor.stop();
  }
});

async function failure(asked: Promise<unknown>): Promise<unknown> {
  return asked.then(
    (value) => value,
    (error: unknown) => (error instanceof HalError ? [error.kind, error.message] : error),
  );
}

supervisors('asks for snapshots and brightness side by side, and gives each its own answer', async () => {
  const { supervisor } = await started();
  try {
    const asked = [supervisor.luma('VideoSource9'), supervisor.snapshot('Encoder1'), supervisor.luma('VideoSource1')];
    assert.equal(await Promise.all(asked.map(failure)), [
      ['gone', 'no video source VideoSource9'],
      Buffer.from('Encoder1'),
      0.25,
    ]);
  } finally {
    await supervisor.stop();
  }
});

supervisors('has 32 questions about brightness wait at most, and ends them with the media process', async () => {
  const { supervisor } = await started();
  try {
    const waiting = Array.from({ length: 32 }, () => failure(supervisor.luma('Silent')));
    assert.equal(await failure(supervisor.luma('Silent')), ['busy', 'too many wait for a luma']);
    assert.equal(await supervisor.snapshot('Encoder1'), Buffer.from('Encoder1'), 'snapshots have places of their own');
    supervisor.sendMetadata('A', new Uint8Array(0));
    const ended = Array.from({ length: 32 }, () => ['gone', 'the media process ended']);
    assert.equal(await Promise.all(waiting), ended);
    assert.equal(await failure(supervisor.luma('VideoSource1')), ['gone', 'the media process is down']);
  } finally {
    await supervisor.stop();
  }
});

supervisors.run();
