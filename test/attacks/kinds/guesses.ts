import { randomBytes } from 'node:crypto';
import { DigestClient } from '../../bench/digest-client.ts';
import { type Attack, strands, type Victim } from '../attack.ts';
import { ask, dial, exchange, post } from '../raw.ts';

const md5Challenge = (answer: string): string =>
  answer.split('\r\n').find((line) => /^www-authenticate: *digest/i.test(line) && !line.includes('SHA-256')) ?? '';

const service = '/onvif/device_service';
const message =
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>' +
  '<GetScopes xmlns="http://www.onvif.org/ver10/device/wsdl"/></s:Body></s:Envelope>';

async function guessWeb(victim: Victim, localAddress: string, user: string, password: string): Promise<void> {
  const socket = await dial(victim.host, victim.http, localAddress);
  try {
    const challenge = md5Challenge(await ask(socket, post(service, message)));
    await ask(
      socket,
      post(service, message, [
        `Authorization: ${new DigestClient(challenge, user, password).authorization('POST', service)}`,
      ]),
    );
  } finally {
    socket.destroy();
  }
}

async function guessRtsp(victim: Victim, localAddress: string): Promise<void> {
  const uri = `rtsp://${victim.host}:${victim.rtsp}/${victim.path}`;
  const describe = (head: string): string => `DESCRIBE ${uri} RTSP/1.0\r\nCSeq: 1\r\n${head}\r\n`;
  const socket = await dial(victim.host, victim.rtsp, localAddress);
  try {
    const challenge = md5Challenge(await ask(socket, describe('')));
    const guess = new DigestClient(challenge, 'admin', wrong()).authorization('DESCRIBE', uri);
    await ask(socket, describe(`Authorization: ${guess}\r\n`));
  } finally {
    socket.destroy();
  }
}

const wrong = (): string => randomBytes(6).toString('hex');

export const guesses: readonly Attack[] = [
  {
    name: 'guesses-web',
    about: 'A2: passwords guessed by digest, in parallel',
    run: (victim, address, signal) => strands(40, signal, () => guessWeb(victim, address, 'admin', wrong())),
  },
  {
    name: 'guesses-interleaved',
    about: 'A2: guesses between good logins of the attacker',
    run: (victim, address, signal) =>
      strands(20, signal, async () => {
        await guessWeb(victim, address, victim.user, victim.password);
        await guessWeb(victim, address, 'admin', wrong());
      }),
  },
  {
    name: 'guesses-rtsp',
    about: 'A2: passwords guessed over RTSP',
    run: (victim, address, signal) => strands(40, signal, () => guessRtsp(victim, address)),
  },
  {
    name: 'guesses-of-nobody',
    about: 'A2: users that do not exist',
    run: (victim, address, signal) => strands(40, signal, () => guessWeb(victim, address, wrong(), wrong())),
  },
  {
    name: 'malformed',
    about: 'A7: malformed requests fill the log',
    run: ({ host, http: port }, localAddress, signal) =>
      strands(
        20,
        signal,
        async () => void (await exchange({ host, port, localAddress }, 'GET / HTTP/9\r\n\0\r\n\r\n')),
      ),
  },
];
