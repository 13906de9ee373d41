import type { Clock } from '../../../hal/ports/clock.ts';
import type { LocalSubscription } from '../event-hub.ts';
import type { Notification } from '../notification.ts';
import { NotificationQueue } from '../subscriptions/notification-queue.ts';
import { type MqttLogin, type MqttMessage, type MqttSession, OtherVersion } from './mqtt-session.ts';

/** Values of tev:ConnectionStatus. */
export type ConnectionStatus = 'Offline' | 'Connecting' | 'Connected';

/** Messages that the broker has not acknowledged yet, at most. */
const window = 32;
/** Milliseconds after the first failure and at most; the pause doubles in between. */
const pauses = { first: 1_000, longest: 60_000 } as const;
/** Milliseconds for an orderly end. */
const farewell = 2_000;

interface BrokerConnectionOptions {
  readonly clock: Clock;
  readonly login: Omit<MqttLogin, 'version' | 'will'>;
  /** Retained topic that says whether the camera is connected. */
  readonly statusTopic: string;
  readonly qos: 0 | 1 | 2;
  /** Subscribes to what is to be published. Throws while the filter cannot be understood. */
  subscribe(listener: (notification: Notification) => void): LocalSubscription;
  /** MQTT messages of an event. */
  messages(notification: Notification): readonly MqttMessage[];
  open(login: MqttLogin): Promise<MqttSession>;
  /** Called when the broker begins to fail, and with undefined when it is connected. */
  onState(error: unknown): void;
}

/** Connection to one broker that is made again whenever it breaks, with the events that wait for it. */
export class BrokerConnection {
  readonly #options: BrokerConnectionOptions;
  readonly #queue = new NotificationQueue();
  readonly #ended = new AbortController();
  #subscription: LocalSubscription | undefined;
  #session: MqttSession | undefined;
  /** Notifications that the present connection has, in order, until the broker acknowledges them. */
  #inFlight = new Set<Notification>();
  #version: 4 | 5 = 4;
  #running: Promise<void> | undefined;
  status: ConnectionStatus = 'Offline';

  constructor(options: BrokerConnectionOptions) {
    this.#options = options;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Resolves when the broker was told and the connection has ended, in bounded time. */
  async stop(): Promise<void> {
    this.#ended.abort();
    this.#subscription?.close();
    const session = this.#session;
    if (session !== undefined) {
      const end = session.publish(this.#statusMessage('offline')).then(() => session.end());
      await Promise.race([end.catch(() => undefined), this.#options.clock.wait(farewell)]);
    }
    await Promise.race([this.#running, this.#options.clock.wait(farewell)]);
  }

  async #run(): Promise<void> {
    const { clock, onState } = this.#options;
    const { signal } = this.#ended;
    let failures = 0;
    while (!signal.aborted) {
      try {
        this.status = 'Connecting';
        await this.#connect();
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1 && !signal.aborted) onState(error);
      }
      this.status = 'Offline';
      const pause = Math.min(pauses.first * 2 ** Math.min(Math.max(failures - 1, 0), 10), pauses.longest);
      // Many cameras lose one broker together and must not come back in the same moment.
      if (!signal.aborted) await clock.wait(pause * (1 + Math.random() / 4), signal);
    }
  }

  /** Resolves when a connection that was there has ended. */
  async #connect(): Promise<void> {
    const { login, open, subscribe, onState } = this.#options;
    this.#subscription ??= subscribe((notification) => this.#take(notification));
    const session = await open({ ...login, version: this.#version, will: this.#statusMessage('offline') }).catch(
      (error: unknown) => {
        if (error instanceof OtherVersion) this.#version = this.#version === 4 ? 5 : 4;
        throw error;
      },
    );
    if (this.#ended.signal.aborted) return session.end();
    this.#session = session;
    this.status = 'Connected';
    onState(undefined);
    void session.publish(this.#statusMessage('online')).catch(() => undefined);
    for (const property of this.#subscription.properties()) this.#queue.push(property);
    this.#send(session);
    await session.closed;
    this.#session = undefined;
    this.#queue.putBack([...this.#inFlight]);
    this.#inFlight = new Set();
  }

  #take(notification: Notification): void {
    this.#queue.push(notification);
    if (this.#session !== undefined) this.#send(this.#session);
  }

  #send(session: MqttSession): void {
    while (session === this.#session && this.#inFlight.size < window && this.#queue.length > 0) {
      for (const notification of this.#queue.take(1)) void this.#publish(session, notification, this.#inFlight);
    }
  }

  /** What fails stays in flight: it is sent again over the next connection. */
  async #publish(session: MqttSession, notification: Notification, inFlight: Set<Notification>): Promise<void> {
    inFlight.add(notification);
    try {
      for (const message of this.#options.messages(notification)) await session.publish(message);
      inFlight.delete(notification);
    } catch {
      return;
    }
    this.#send(session);
  }

  #statusMessage(payload: 'online' | 'offline'): MqttMessage {
    const { statusTopic: topic, qos } = this.#options;
    return { topic, payload, qos, retain: true };
  }
}
