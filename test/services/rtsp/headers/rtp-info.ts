import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseRtpInfo, type RtpInfo, serializeRtpInfo } from '../../../../services/rtsp/headers/rtp-info.ts';

const rtpInfo = suite('rtp-info');

const rows: readonly [string, readonly RtpInfo[]][] = [
  [
    'url=rtsp://192.0.2.1/Profile1/track1;seq=65535;rtptime=4294967295',
    [{ url: 'rtsp://192.0.2.1/Profile1/track1', sequence: 65535, rtpTime: 4294967295 }],
  ],
  [
    'url=rtsp://a/b,c/t1;seq=1;rtptime=2,url=rtsp://a/b,c/t2;seq=3;rtptime=4',
    [
      { url: 'rtsp://a/b,c/t1', sequence: 1, rtpTime: 2 },
      { url: 'rtsp://a/b,c/t2', sequence: 3, rtpTime: 4 },
    ],
  ],
];

for (const [text, value] of rows) {
  rtpInfo(`reads and writes ${text}`, () => {
    assert.is(serializeRtpInfo(value), text);
    assert.equal(parseRtpInfo(text), value);
  });
}

rtpInfo('passes over what is malformed', () => {
  assert.equal(parseRtpInfo('url=a;seq=x;rtptime=1,url=b;seq=1;rtptime=2'), [{ url: 'b', sequence: 1, rtpTime: 2 }]);
});

rtpInfo.run();
