// time limit: 120 s
import { setTimeout as wait } from 'node:timers/promises';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { systemClock } from '../../../hal/system/clock.ts';
import { createEventService } from '../../../services/events/service.ts';
import { soap } from '../../firmware/soap-client.ts';
import { until } from '../../until.ts';
import { password, startServer } from '../soap/server-under-test.ts';
import { ConsumerServer } from './push/consumers.ts';

const load = suite('events under load');

/** Events of the run, at 10,000 a minute; VEDETTE_LOAD_EVENTS takes longer ones. */
const count = Number(process.env.VEDETTE_LOAD_EVENTS ?? 1500);
const rate = 10_000 / 60_000;

const topic = 'tns1:RuleEngine/Counter';
const addressing = 'xmlns:wsa="http://www.w3.org/2005/08/addressing"';
const notification = 'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2"';

const numbersIn = (text: string): readonly number[] =>
  [...text.matchAll(/Name="Number" Value="(\d+)"/g)].map(([, number]) => Number(number));

// shows COR-20, COR-22
load(
  '10,000 a minute reach a client that pulls and one that is told, all in order; one that stays away is bounded',
  async () => {
    const rules = { local: true, ownAddresses: () => [] };
    const failures: string[] = [];
    const events = createEventService({
      declarations: [{ topic, property: false, source: {}, data: { Number: 'xs:int' } }],
      push: { clock: systemClock, rules, onFailure: (_consumer, error) => void failures.push(String(error)) },
    });
    const server = await startServer({ bindings: [events.binding] });
    const consumer = await ConsumerServer.open();
    const service = `http://127.0.0.1:${server.port}/onvif/event_service`;
    const ask = (message: string, url = service): Promise<{ text: string }> => soap(url, message, ['admin', password]);
    const addressOf = ({ text }: { text: string }): string => /Address[^>]*>([^<]+)</.exec(text)?.[1] ?? '';
    const create =
      '<tev:CreatePullPointSubscription><tev:InitialTerminationTime>PT10M</tev:InitialTerminationTime></tev:CreatePullPointSubscription>';
    const [puller, absent] = [addressOf(await ask(create)), addressOf(await ask(create))];
    await ask(
      `<wsnt:Subscribe ${notification} ${addressing}><wsnt:ConsumerReference><wsa:Address>${consumer.origin}/</wsa:Address></wsnt:ConsumerReference><wsnt:InitialTerminationTime>PT10M</wsnt:InitialTerminationTime></wsnt:Subscribe>`,
    );
    const pull = async (url: string, limit: number): Promise<readonly number[]> => {
      const times = `<tev:Timeout>PT10S</tev:Timeout><tev:MessageLimit>${limit}</tev:MessageLimit>`;
      return numbersIn((await ask(`<tev:PullMessages>${times}</tev:PullMessages>`, url)).text);
    };
    const pulled: number[] = [];
    const pulling = (async () => {
      while (pulled.length < count) pulled.push(...(await pull(puller, 100)));
    })();
    const begun = performance.now();
    for (let number = 0; number < count; ) {
      const due = Math.min(count, Math.floor((performance.now() - begun) * rate) + 1);
      for (; number < due; number += 1) events.publish({ topic, source: {}, data: { Number: number } });
      await wait(5);
    }
    await pulling;
    await until(
      () => consumer.received.flatMap(({ text }) => numbersIn(text)).length >= count,
      'the consumer to have all',
    );
    const all = Array.from({ length: count }, (_, number) => number);
    assert.equal(pulled, all);
    assert.equal(
      consumer.received.flatMap(({ text }) => numbersIn(text)),
      all,
    );
    assert.equal(await pull(absent, 5000), all.slice(-1024));
    events.close();
    consumer.close();
    await server.close();
  },
);

load.run();
