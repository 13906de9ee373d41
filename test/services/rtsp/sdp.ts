import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { serializeSdp } from '../../../services/rtsp/sdp.ts';
import type { SdpSection } from '../../../services/rtsp/sdp-section.ts';

const sdp = suite('sdp');

const video: SdpSection = {
  control: 'track1',
  media: 'video',
  formats: [
    {
      payloadType: 96,
      encodingName: 'H264',
      clockRate: 90000,
      fmtp: 'packetization-mode=1;profile-level-id=4D401F',
    },
  ],
  direction: undefined,
  multicast: undefined,
  key: undefined,
};
const audio: SdpSection = {
  ...video,
  control: 'track2',
  media: 'audio',
  formats: [{ payloadType: 97, encodingName: 'MPEG4-GENERIC', clockRate: 16000, channels: 1 }],
};
const speaker: SdpSection = {
  ...audio,
  control: 'backchannel',
  formats: [
    { payloadType: 0, encodingName: 'PCMU', clockRate: 8000 },
    { payloadType: 99, encodingName: 'G726-32', clockRate: 8000 },
  ],
  direction: 'sendonly',
};
const session = { id: '42', version: '1', name: 'main', address: '192.0.2.1' };

/** What one section looks like, line by line. */
const sections: readonly [string, SdpSection, readonly string[]][] = [
  [
    'a track',
    video,
    [
      'm=video 0 RTP/AVP 96',
      'a=rtpmap:96 H264/90000',
      'a=fmtp:96 packetization-mode=1;profile-level-id=4D401F',
      'a=control:track1',
    ],
  ],
  [
    'a bit rate',
    { ...audio, bitrate: 64 },
    ['m=audio 0 RTP/AVP 97', 'b=AS:64', 'a=rtpmap:97 MPEG4-GENERIC/16000/1', 'a=control:track2'],
  ],
  ['channels', audio, ['m=audio 0 RTP/AVP 97', 'a=rtpmap:97 MPEG4-GENERIC/16000/1', 'a=control:track2']],
  [
    'a backchannel with all its formats',
    speaker,
    [
      'm=audio 0 RTP/AVP 0 99',
      'a=rtpmap:0 PCMU/8000',
      'a=rtpmap:99 G726-32/8000',
      'a=control:backchannel',
      'a=sendonly',
    ],
  ],
  [
    'an IPv4 group with its TTL',
    { ...audio, multicast: { address: '239.0.0.1', port: 5000, ttl: 4 } },
    ['m=audio 5000 RTP/AVP 97', 'c=IN IP4 239.0.0.1/4', 'a=rtpmap:97 MPEG4-GENERIC/16000/1', 'a=control:track2'],
  ],
  [
    'an IPv6 group without',
    { ...audio, multicast: { address: 'ff05::1', port: 5000, ttl: 4 } },
    ['m=audio 5000 RTP/AVP 97', 'c=IN IP6 ff05::1', 'a=rtpmap:97 MPEG4-GENERIC/16000/1', 'a=control:track2'],
  ],
  [
    'a key',
    { ...audio, direction: 'recvonly', key: 'AQAF' },
    [
      'm=audio 0 RTP/SAVP 97',
      'a=rtpmap:97 MPEG4-GENERIC/16000/1',
      'a=key-mgmt:mikey AQAF',
      'a=control:track2',
      'a=recvonly',
    ],
  ],
];

// shows STR-49
for (const [what, section, lines] of sections) {
  sdp(`describes ${what}`, () => {
    const text = serializeSdp({ ...session, sections: [section] });
    const head = ['v=0', 'o=- 42 1 IN IP4 192.0.2.1', 's=main', 'c=IN IP4 0.0.0.0', 't=0 0', 'a=control:*'];
    assert.equal(text.split('\r\n'), [...head, ...lines, '']);
  });
}

// shows STR-49
sdp('names an IPv6 address as such, without its zone', () => {
  const text = serializeSdp({ ...session, name: '', address: 'fe80::1%eth0', sections: [video] });
  assert.match(text, 'o=- 42 1 IN IP6 fe80::1\r\ns= \r\nc=IN IP6 ::\r\n');
});

sdp('lets no name add a line', () => {
  const text = serializeSdp({ ...session, name: 'a\r\na=evil', sections: [] });
  assert.match(text, 's=a  a=evil\r\n');
});

sdp.run();
