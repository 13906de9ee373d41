import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseOptions, type RunOptions, UsageError } from '../../firmware/options.ts';

const options = suite('options');

const environment = { XDG_STATE_HOME: '/state' };

const defaults: RunOptions = {
  data: '/state/vedette',
  httpPort: 8080,
  rtspPort: 8554,
  httpsPort: undefined,
  rtspsPort: undefined,
  tls: undefined,
  pacing: 100,
  address: undefined,
  board: 'virtual',
  boardFile: undefined,
  admin: undefined,
  presets: undefined,
  json: false,
  localReceivers: false,
  homeAssistant: false,
  httpsRedirect: false,
};

const good: readonly { words: string; more?: NodeJS.ProcessEnv; expected: Partial<RunOptions> }[] = [
  { words: '', expected: {} },
  { words: '--data /srv/camera --json', expected: { data: '/srv/camera', json: true } },
  { words: '--http-port 0 --rtsp-port 65535', expected: { httpPort: 0, rtspPort: 65_535 } },
  { words: '--https-port 0 --rtsps-port 322', expected: { httpsPort: 0, rtspsPort: 322 } },
  {
    words: '--tls-certificate /etc/a.pem --tls-key /etc/b.pem --https-port 8443',
    expected: { tls: { certificate: '/etc/a.pem', key: '/etc/b.pem' }, httpsPort: 8443 },
  },
  { words: '--address 192.0.2.7', expected: { address: '192.0.2.7' } },
  { words: '--pacing 0', expected: { pacing: 0 } },
  { words: '--local-receivers', expected: { localReceivers: true } },
  { words: '--home-assistant', expected: { homeAssistant: true } },
  { words: '--https-redirect', expected: { httpsRedirect: true } },
  { words: '--board clip', expected: { board: 'clip' } },
  { words: '--board-file /etc/board.yaml', expected: { boardFile: '/etc/board.yaml' } },
  { words: '--admin alice', expected: { admin: { name: 'alice', password: undefined } } },
  { words: '--admin alice:a:b', expected: { admin: { name: 'alice', password: 'a:b' } } },
  {
    words: '',
    more: { VEDETTE_ADMIN: 'bob', VEDETTE_ADMIN_PASSWORD: 'pw' },
    expected: { admin: { name: 'bob', password: 'pw' } },
  },
  {
    words: '--admin alice',
    more: { VEDETTE_ADMIN_PASSWORD: 'pw' },
    expected: { admin: { name: 'alice', password: 'pw' } },
  },
  {
    words: '--admin alice:own',
    more: { VEDETTE_ADMIN_PASSWORD: 'pw' },
    expected: { admin: { name: 'alice', password: 'own' } },
  },
];

for (const { words, more = {}, expected } of good) {
  options(`reads «${words}»${Object.keys(more).length > 0 ? ' with the environment' : ''}`, () => {
    const seen = parseOptions(words.split(' ').filter(Boolean), { ...environment, ...more });
    assert.equal(seen, { ...defaults, ...expected });
  });
}

const bad = [
  '--http-port x',
  '--http-port 65536',
  '--rtsp-port -1',
  '--https-port',
  '--rtsps-port 70000',
  '--pacing fast',
  '--pacing 20000',
  '--tls-certificate a.pem',
  '--tls-certificate a.pem --tls-key b.pem',
  '--tls-key b.pem',
  '--board toaster',
  '--nonsense',
  'stray',
  '--data',
];

for (const words of bad) {
  options(`refuses «${words}» with a message`, () => {
    assert.throws(
      () => parseOptions(words.split(' '), environment),
      (error: unknown) => error instanceof UsageError && error.message !== '',
    );
  });
}

options('asks for help without reading the rest', () => {
  assert.is(parseOptions(['--help'], environment), 'help');
});

options.run();
