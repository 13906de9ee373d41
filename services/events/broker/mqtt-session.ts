import type { Duplex } from 'node:stream';

/** Message for a broker. */
export interface MqttMessage {
  readonly topic: string;
  readonly payload: string;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
}

/** Facts of one connection. */
export interface MqttLogin {
  readonly clientId: string;
  /** Empty = none. */
  readonly userName: string;
  readonly password: string;
  /** Message that the broker publishes when the connection breaks. */
  readonly will: MqttMessage;
  /** 4 is MQTT 3.1.1. */
  readonly version: 4 | 5;
}

/** Connection to a broker that has accepted it. */
export interface MqttSession {
  /** Resolves when the broker has the message, as its QoS promises, or has refused it. Rejects when the connection ended before. */
  publish(message: MqttMessage): Promise<void>;
  /** Resolves when the connection has ended. */
  readonly closed: Promise<void>;
  /** Ends the connection in order: the broker does not publish the will. */
  end(): Promise<void>;
}

/** A broker that does not speak the version of MQTT. */
export class OtherVersion extends Error {}

/** Return code of MQTT 3.1.1 and reason code of MQTT 5 for another version. */
const otherVersion: ReadonlySet<unknown> = new Set([1, 0x84]);

/** MQTT 5: the broker has the message and refuses it, so that sending it again would be in vain. */
function isRefusal(error: object): boolean {
  return 'code' in error && typeof error.code === 'number' && error.code >= 0x80;
}

const connectTimeout = 10_000;
/** Seconds after which the broker takes a silent camera for gone. */
const keepalive = 30;

/**
 * Logs in to a broker. The library is loaded here, as few cameras have a broker, and before the connection is begun: its errors must
 * find a listener. Rejects when the broker cannot be reached or refuses.
 */
export async function openMqttSession(begin: () => Promise<Duplex>, login: MqttLogin): Promise<MqttSession> {
  const { default: mqtt } = await import('mqtt');
  const stream = await begin();
  const { clientId, userName, password, will, version } = login;
  const client = new mqtt.MqttClient(() => stream, {
    clientId,
    ...(userName === '' ? {} : { username: userName }),
    ...(password === '' ? {} : { password }),
    protocolVersion: version,
    protocolId: 'MQTT',
    clean: true,
    keepalive,
    connectTimeout,
    reconnectPeriod: 0,
    queueQoSZero: false,
    will: { topic: will.topic, payload: Buffer.from(will.payload), qos: will.qos, retain: will.retain },
  });
  const closed = new Promise<void>((resolve) => client.once('close', resolve));
  let failure: unknown;
  client.on('error', (error) => {
    failure ??= error;
  });
  await new Promise<void>((resolve, reject) => {
    client.once('connect', () => resolve());
    void closed.then(() => {
      const code = (failure as { code?: unknown } | undefined)?.code;
      const error = failure instanceof Error ? failure : new Error('the broker closed the connection');
      reject(otherVersion.has(code) ? new OtherVersion(error.message, { cause: error }) : error);
    });
    client.once('error', () => client.end(true));
  });
  return {
    closed,
    publish: ({ topic, payload, qos, retain }) =>
      new Promise((resolve, reject) => {
        client.publish(topic, payload, { qos, retain }, (error) => {
          if (error == null || isRefusal(error)) resolve();
          else reject(error);
        });
      }),
    end: () => new Promise((resolve) => void client.end(false, {}, () => resolve())),
  };
}
