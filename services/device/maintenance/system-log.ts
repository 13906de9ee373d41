import type { Route } from '../../http/route.ts';
import type { DeviceFeature } from '../feature.ts';

/** Texts about the device for its administrators. None holds a secret. */
export interface SystemTexts {
  systemLog(): string;
  accessLog(): string;
  supportInformation(): string;
}

/** Paths at which the texts are downloaded. */
export const logPath = '/onvif/system-log';
export const supportPath = '/onvif/support-information';

/** Characters that XML cannot carry. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function written(text: string): string {
  return text.replace(unwritable, '?');
}

/** Logs and support information as strings, which clients read without MTOM, too (ONVIF Core, GetSystemLog). */
export function systemLogFeature(texts: SystemTexts): DeviceFeature<'GetSystemLog' | 'GetSystemSupportInformation'> {
  return {
    capabilities: {},
    handlers: {
      GetSystemLog: ({ LogType }) => ({
        SystemLog: { String: written(LogType === 'Access' ? texts.accessLog() : texts.systemLog()) },
      }),
      GetSystemSupportInformation: () => ({ SupportInformation: { String: written(texts.supportInformation()) } }),
    },
  };
}

/** Downloads of logs and support information (ONVIF Core, GetSystemUris). */
export function systemTextRoutes(texts: SystemTexts): readonly Route[] {
  const logs: Readonly<Record<string, () => string>> = { System: texts.systemLog, Access: texts.accessLog };
  const type = 'text/plain; charset=utf-8';
  const headers = { 'Cache-Control': 'no-store' };
  return [
    {
      path: logPath,
      access: 'READ_SYSTEM_SECRET',
      methods: {
        GET: ({ subPath }) => {
          const text = Object.hasOwn(logs, subPath) ? logs[subPath]?.() : undefined;
          return text === undefined ? { status: 404 } : { status: 200, type, headers, body: text };
        },
      },
    },
    {
      path: supportPath,
      access: 'READ_SYSTEM_SECRET',
      methods: { GET: () => ({ status: 200, type, headers, body: texts.supportInformation() }) },
    },
  ];
}
