import { randomBytes } from 'node:crypto';
import type { Tally } from './crowd.ts';
import { pause, seconds } from './pause.ts';

/** Asks an operation as the administrator; rejects on a fault. `place` is a path below /onvif, the device service when absent. */
export type Ask = (message: string, place?: string) => Promise<string>;

interface Chore {
  readonly run: (ask: Ask, signal: AbortSignal) => Promise<unknown>;
  /** Mean seconds between two runs. */
  readonly every: number;
}

const between = (least: number, most: number): number => Math.round(seconds(least, most));
const tokenOf = (reply: string, element: string): string =>
  new RegExp(`<[^<]*${element}[^>]*>([^<]+)<`).exec(reply)?.[1] ?? '';

/** Size, rate and key frames of the second stream: its encoder starts anew, and those who play it go on. */
async function changeEncoder(ask: Ask): Promise<void> {
  const [width, height] = Math.random() < 0.5 ? [640, 360] : [320, 180];
  await ask(`<tr2:SetVideoEncoderConfiguration><tr2:Configuration token="VideoEncoder2" GovLength="${between(10, 60)}">
    <tt:Name>sub</tt:Name><tt:UseCount>0</tt:UseCount><tt:Encoding>H264</tt:Encoding>
    <tt:Resolution><tt:Width>${width}</tt:Width><tt:Height>${height}</tt:Height></tt:Resolution>
    <tt:RateControl><tt:FrameRateLimit>${between(5, 15)}</tt:FrameRateLimit><tt:BitrateLimit>${between(200, 900)}</tt:BitrateLimit>
    </tt:RateControl><tt:Quality>50</tt:Quality></tr2:Configuration></tr2:SetVideoEncoderConfiguration>`);
}

const vector = (): string =>
  `<tt:PanTilt x="${seconds(-1, 1).toFixed(3)}" y="${seconds(-1, 1).toFixed(3)}"/><tt:Zoom x="${seconds(0, 1).toFixed(3)}"/>`;

async function turnHead(ask: Ask, signal: AbortSignal): Promise<void> {
  const profile = /<[^<]*Profiles token="([^"]+)"/.exec(await ask('<tr2:GetProfiles/>'))?.[1];
  const head = `<tptz:ProfileToken>${profile}</tptz:ProfileToken>`;
  const preset = tokenOf(await ask(`<tptz:SetPreset>${head}</tptz:SetPreset>`), 'PresetToken');
  await ask(`<tptz:AbsoluteMove>${head}<tptz:Position>${vector()}</tptz:Position></tptz:AbsoluteMove>`);
  for (let count = 0; count < 10; count += 1) {
    const speed = `<tptz:Velocity>${vector()}</tptz:Velocity><tptz:Timeout>PT2S</tptz:Timeout>`;
    await ask(`<tptz:ContinuousMove>${head}${speed}</tptz:ContinuousMove>`);
    await ask(`<tptz:GetStatus>${head}</tptz:GetStatus>`);
    await pause(seconds(0.02, 0.3), signal);
  }
  await ask(`<tptz:Stop>${head}</tptz:Stop>`);
  const token = `<tptz:PresetToken>${preset}</tptz:PresetToken>`;
  await ask(`<tptz:GotoPreset>${head}${token}</tptz:GotoPreset>`);
  await ask(`<tptz:RemovePreset>${head}${token}</tptz:RemovePreset>`);
}

/** Pulls some times, then half of them leave without a word: their pull points end by themselves. */
async function subscribe(ask: Ask, signal: AbortSignal): Promise<void> {
  const time = '<tev:InitialTerminationTime>PT20S</tev:InitialTerminationTime>';
  const reply = await ask(`<tev:CreatePullPointSubscription>${time}</tev:CreatePullPointSubscription>`);
  const place = /\/onvif\/(event_service\/[^<]+)</.exec(reply)?.[1];
  for (let count = 0; count < 5 && !signal.aborted; count += 1)
    await ask(
      '<tev:PullMessages><tev:Timeout>PT2S</tev:Timeout><tev:MessageLimit>20</tev:MessageLimit></tev:PullMessages>',
      place,
    );
  await ask('<tev:SetSynchronizationPoint/>', place);
  if (Math.random() < 0.5) await ask('<wsnt:Unsubscribe xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"/>', place);
}

async function setPicture(ask: Ask): Promise<void> {
  const values = `<tt:Brightness>${between(40, 60)}</tt:Brightness><tt:Contrast>${between(40, 60)}</tt:Contrast>`;
  const source = '<timg:VideoSourceToken>VideoSource1</timg:VideoSourceToken>';
  await ask(
    `<timg:SetImagingSettings>${source}<timg:ImagingSettings>${values}</timg:ImagingSettings></timg:SetImagingSettings>`,
  );
}

async function changeUsers(ask: Ask): Promise<void> {
  const name = `<tt:Username>soak-${randomBytes(4).toString('hex')}</tt:Username>`;
  const word = `<tt:Password>${randomBytes(9).toString('base64url')}</tt:Password>`;
  await ask(`<tds:CreateUsers><tds:User>${name}${word}<tt:UserLevel>User</tt:UserLevel></tds:User></tds:CreateUsers>`);
  await ask('<tds:GetUsers/>');
  await ask(`<tds:DeleteUsers>${name.replaceAll('tt:', 'tds:')}</tds:DeleteUsers>`);
}

async function changeProfiles(ask: Ask): Promise<void> {
  const one =
    '<tr2:Configuration><tr2:Type>VideoSource</tr2:Type><tr2:Token>VideoSourceConfig1</tr2:Token></tr2:Configuration>';
  const token = tokenOf(await ask('<tr2:CreateProfile><tr2:Name>soak</tr2:Name></tr2:CreateProfile>'), 'Token');
  await ask(`<tr2:AddConfiguration><tr2:ProfileToken>${token}</tr2:ProfileToken>${one}</tr2:AddConfiguration>`).catch(
    () => '',
  );
  await ask(`<tr2:DeleteProfile><tr2:Token>${token}</tr2:Token></tr2:DeleteProfile>`);
}

/** What administrators do beside those who watch. */
const chores: Readonly<Record<string, Chore>> = {
  'changes an encoder': { run: changeEncoder, every: 20 },
  'turns the head': { run: turnHead, every: 10 },
  'pulls events': { run: subscribe, every: 5 },
  'sets the picture': { run: setPicture, every: 5 },
  'changes users': { run: changeUsers, every: 15 },
  'changes profiles': { run: changeProfiles, every: 15 },
};

/** Runs every chore again and again, each at its own pace; resolves when the signal has come and the last one is done. */
export async function doChores(ask: Ask, signal: AbortSignal): Promise<Readonly<Record<string, Tally>>> {
  const tallies = Object.entries(chores).map(async ([name, { run, every }]) => {
    const tally = { begun: 0, ended: 0, packets: 0, failures: {} as Record<string, number> };
    for (;;) {
      await pause(seconds(every / 2, every * 1.5), signal);
      if (signal.aborted) return [name, tally] as const;
      tally.begun += 1;
      try {
        await run(ask, signal);
        tally.ended += 1;
      } catch (error) {
        if (signal.aborted) return [name, tally] as const;
        const reason = error instanceof Error ? error.message : String(error);
        tally.failures[reason] = (tally.failures[reason] ?? 0) + 1;
      }
    }
  });
  return Object.fromEntries(await Promise.all(tallies));
}
