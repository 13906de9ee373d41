import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  type Candidate,
  type Desired,
  type Offer,
  rankOffers,
  rateOf,
} from '../../../../hal/gstreamer/capture/v4l2-formats.ts';

const formats = suite('formats of V4L2 cameras');

function offer(fourcc: string, width: number, height: number, rate: number | undefined): Offer {
  return { fourcc, width, height, rate: rate === undefined ? undefined : { numerator: rate, denominator: 1 } };
}

/** Offers of a typical USB camera: raw pictures are slow beyond 640x480. */
const usbCamera: readonly Offer[] = [
  offer('YUYV', 640, 480, 30),
  offer('YUYV', 640, 480, 15),
  offer('YUYV', 1280, 720, 10),
  offer('YUYV', 1920, 1080, 5),
  offer('MJPG', 640, 480, 30),
  offer('MJPG', 1280, 720, 60),
  offer('MJPG', 1280, 720, 30),
  offer('MJPG', 1920, 1080, 30),
  offer('H264', 1280, 720, 30),
  offer('H264', 1920, 1080, 60),
];

interface Case {
  readonly what: string;
  readonly offers: readonly Offer[];
  readonly desired: Desired;
  /** First choice as `fourcc WIDTHxHEIGHT@RATE`, undefined = none. */
  readonly best: string | undefined;
  readonly exact?: boolean;
}

const cases: readonly Case[] = [
  {
    what: 'raw pictures where they are fast enough',
    offers: usbCamera,
    desired: { width: 640, height: 480, frameRate: 30 },
    best: 'YUYV 640x480@30',
    exact: true,
  },
  {
    what: 'the slowest rate that does',
    offers: usbCamera,
    desired: { width: 640, height: 480, frameRate: 12 },
    best: 'YUYV 640x480@15',
    exact: false,
  },
  {
    what: 'MJPEG where raw pictures are too slow',
    offers: usbCamera,
    desired: { width: 1280, height: 720, frameRate: 30 },
    best: 'MJPG 1280x720@30',
    exact: true,
  },
  {
    what: 'H.264 where nothing else is fast enough',
    offers: usbCamera,
    desired: { width: 1920, height: 1080, frameRate: 60 },
    best: 'H264 1920x1080@60',
    exact: true,
  },
  {
    what: 'raw pictures at a low rate even if large',
    offers: usbCamera,
    desired: { width: 1920, height: 1080, frameRate: 5 },
    best: 'YUYV 1920x1080@5',
    exact: true,
  },
  {
    what: 'the next larger size rather than a smaller one',
    offers: usbCamera,
    desired: { width: 1024, height: 576, frameRate: 30 },
    best: 'MJPG 1280x720@30',
    exact: false,
  },
  {
    what: 'the largest there is when all are too small',
    offers: usbCamera,
    desired: { width: 3840, height: 2160, frameRate: 30 },
    best: 'MJPG 1920x1080@30',
    exact: false,
  },
  {
    what: 'pixels that encoders want, of formats that are equal otherwise',
    offers: ['RGB3', 'YUYV', 'YU12', 'NV12'].map((fourcc) => offer(fourcc, 640, 360, 30)),
    desired: { width: 640, height: 360, frameRate: 30 },
    best: 'NV12 640x360@30',
    exact: true,
  },
  {
    what: 'a named rate before an unknown one',
    offers: [offer('NV12', 640, 360, undefined), offer('YUYV', 640, 360, 30)],
    desired: { width: 640, height: 360, frameRate: 30 },
    best: 'YUYV 640x360@30',
    exact: true,
  },
  {
    what: 'an unknown rate where no other is there',
    offers: [offer('NV12', 640, 360, undefined)],
    desired: { width: 640, height: 360, frameRate: 30 },
    best: 'NV12 640x360@undefined',
    exact: false,
  },
  {
    what: 'nothing of a sensor that delivers Bayer pictures',
    offers: [offer('BA81', 640, 360, 30), offer('pRAA', 640, 360, 30)],
    desired: { width: 640, height: 360, frameRate: 30 },
    best: undefined,
  },
];

function named(one: Candidate | undefined): string | undefined {
  return one && `${one.fourcc} ${one.width}x${one.height}@${rateOf(one)}`;
}

for (const { what, offers, desired, best, exact } of cases)
  formats(`chooses ${what}`, () => {
    for (const order of [offers, [...offers].reverse()]) {
      const [first] = rankOffers(order, desired);
      assert.is(named(first), best);
      assert.is(first?.exact, exact);
    }
  });

formats('lists one candidate of each pixel format, for devices that do not start with the first', () => {
  const ranked = rankOffers(usbCamera, { width: 1280, height: 720, frameRate: 30 });
  assert.equal(ranked.map(named), ['MJPG 1280x720@30', 'H264 1280x720@30', 'YUYV 1280x720@10']);
});

formats.run();
