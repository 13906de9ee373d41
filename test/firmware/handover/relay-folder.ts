import { chmodSync, existsSync, mkdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openRelayFolder } from '../../../firmware/handover/relay-folder.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const folders = suite('relay folder');

folders('is one for each data folder, closed to others, and holds nothing of a life that was killed', () => {
  const data = temporaryFolder();
  const path = openRelayFolder(data);
  try {
    assert.is(statSync(path).mode & 0o777, 0o700);
    writeFileSync(join(path, 'relay-old'), '');
    assert.is(openRelayFolder(data), path);
    assert.not(existsSync(join(path, 'relay-old')));
    const other = openRelayFolder(join(data, 'other'));
    assert.is.not(other, path);
    rmSync(other, { recursive: true });
  } finally {
    rmSync(path, { recursive: true });
  }
});

folders('is not taken over from somebody else', () => {
  const data = temporaryFolder();
  const path = openRelayFolder(data);
  try {
    chmodSync(path, 0o755);
    assert.throws(() => openRelayFolder(data), /is not a folder of this user alone: remove it$/);
    rmSync(path, { recursive: true });
    mkdirSync(join(data, 'elsewhere'), { mode: 0o700 });
    symlinkSync(join(data, 'elsewhere'), path);
    assert.throws(() => openRelayFolder(data), /remove it$/);
  } finally {
    rmSync(path, { recursive: true });
  }
});

folders.run();
