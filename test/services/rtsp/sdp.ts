import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { serializeSdp } from '../../../services/rtsp/sdp.ts';

const sdp = suite('sdp');

const video = {
  control: 'track1',
  description: {
    media: 'video',
    payloadType: 96,
    encodingName: 'H264',
    clockRate: 90000,
    fmtp: 'packetization-mode=1;profile-level-id=4D401F',
  },
} as const;
const audio = {
  control: 'track2',
  description: { media: 'audio', payloadType: 97, encodingName: 'MPEG4-GENERIC', clockRate: 16000, channels: 1 },
} as const;

// shows STR-49
sdp('describes each track with its payload and control', () => {
  const text = serializeSdp({ id: '42', version: '1', name: 'main', address: '192.0.2.1', tracks: [video, audio] });
  assert.equal(text.split('\r\n'), [
    'v=0',
    'o=- 42 1 IN IP4 192.0.2.1',
    's=main',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    'm=video 0 RTP/AVP 96',
    'a=rtpmap:96 H264/90000',
    'a=fmtp:96 packetization-mode=1;profile-level-id=4D401F',
    'a=control:track1',
    'm=audio 0 RTP/AVP 97',
    'a=rtpmap:97 MPEG4-GENERIC/16000/1',
    'a=control:track2',
    '',
  ]);
});

// shows STR-49
sdp('names an IPv6 address as such', () => {
  const text = serializeSdp({ id: '1', version: '1', name: '', address: 'fe80::1', tracks: [video] });
  assert.match(text, 'o=- 1 1 IN IP6 fe80::1\r\ns= \r\nc=IN IP6 ::\r\n');
});

sdp('lets no name add a line', () => {
  const text = serializeSdp({ id: '1', version: '1', name: 'a\r\na=evil', address: '192.0.2.1', tracks: [] });
  assert.match(text, 's=a  a=evil\r\n');
});

sdp.run();
