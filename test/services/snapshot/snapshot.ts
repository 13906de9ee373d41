import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { HalError } from '../../../hal/ports/hal-error.ts';
import { createProfile } from '../../../services/entities/profiles.ts';
import type { RouteReply } from '../../../services/http/route.ts';
import { snapshotRoute } from '../../../services/snapshot/snapshot.ts';
import { type MediaUnderTest, mediaUnderTest, pictureOf } from '../entities/media-under-test.ts';
import { routeRequest } from '../http/route-request.ts';

const snapshot = suite('snapshot');

async function get(media: MediaUnderTest, subPath: string): Promise<RouteReply | undefined> {
  return snapshotRoute(media).methods.GET?.(routeRequest({ subPath }));
}

snapshot('stands behind the access to media, where the snapshot URIs point', () => {
  const { path, access } = snapshotRoute(mediaUnderTest());
  assert.equal([path, access], ['/onvif/snapshot', 'READ_MEDIA']);
});

snapshot('is a JPEG of the encoder of the profile, and nobody keeps it', async () => {
  assert.equal(await get(mediaUnderTest(), 'Profile2'), {
    status: 200,
    type: 'image/jpeg',
    body: pictureOf('VideoEncoder2'),
    headers: { 'Cache-Control': 'no-store' },
  });
});

for (const token of ['', 'Nobody', 'profile1', 'Profile1/', 'Profile1/x', '../Profile1', 'VideoEncoder1', 'Empty']) {
  snapshot(`there is none of ${token || '(nothing)'}`, async () => {
    const media = mediaUnderTest();
    await media.store.change((present) => ({ next: createProfile(present, 'empty', 'Empty').next, changes: [] }));
    assert.equal(await get(media, token), { status: 404 });
  });
}

snapshot('while the media process is away the client is told to come back', async () => {
  const media = mediaUnderTest();
  media.process.away = true;
  assert.equal(await get(media, 'Profile1'), { status: 503, headers: { 'Retry-After': '1' } });
  assert.is((await get(media, 'Nobody'))?.status, 404);
  media.process.away = false;
  assert.is((await get(media, 'Profile1'))?.status, 200);
});

snapshot('a camera that is too busy is a reason to come back, an error of ours is not', async () => {
  const failing = (error: Error): MediaUnderTest => {
    const media = mediaUnderTest();
    return { ...media, media: { ...media.media, snapshot: () => Promise.reject(error) } };
  };
  assert.is((await get(failing(new HalError('busy', 'too many')), 'Profile1'))?.status, 503);
  await get(failing(new Error('ours')), 'Profile1').then(
    () => assert.unreachable(),
    (error) => assert.is(error.message, 'ours'),
  );
});

snapshot.run();
