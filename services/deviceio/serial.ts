import { Fault } from '../faults/fault.ts';
import { hardwareFault } from '../faults/hardware-fault.ts';
import type { DeviceioOperations } from '../generated/deviceio-operations.ts';
import type * as tmd from '../generated/tmd.ts';
import { milliseconds } from '../schema/simple/duration.ts';
import type { Handlers } from '../soap/service.ts';
import { longestData } from './serial-conversation.ts';
import type { SerialPorts } from './serial-ports.ts';

type Names =
  | 'GetSerialPorts'
  | 'GetSerialPortConfiguration'
  | 'GetSerialPortConfigurationOptions'
  | 'SetSerialPortConfiguration'
  | 'SendReceiveSerialCommand';

/** Longest time (ms) that a command waits for its answer; longer wishes are cut. */
const longestTime = 60_000;
/** Time (ms) that a command waits for a length or a delimiter when it names no time. */
const holdTime = 30_000;
const longestDelimiter = 64;

function bytesToSend({ Binary, String: text }: tmd.SerialData): Uint8Array {
  const bytes = Binary ?? Buffer.from(text ?? '', 'utf8');
  if (bytes.length > longestData) throw new Fault('DataLengthOver', `SerialData has more than ${longestData} bytes`);
  return bytes;
}

function answerLength(DataLength: number | undefined): number | undefined {
  if (DataLength === undefined) return undefined;
  if (DataLength > longestData) throw new Fault('DataLengthOver', `DataLength is at most ${longestData}`);
  if (DataLength < 1) throw new Fault('InvalidArgVal', 'DataLength is at least 1');
  return DataLength;
}

function delimiterOf(text: string | undefined): Buffer | undefined {
  if (text === undefined) return undefined;
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > 0 && bytes.length <= longestDelimiter) return bytes;
  throw new Fault('DelimiterNotSupported', `Delimiter has 1 to ${longestDelimiter} bytes`);
}

/** Time to wait: 0 = none. A negative or absent TimeOut waits for the end of the answer, if the command says what that is. */
function timeOf({ TimeOut, DataLength, Delimiter }: tmd.SendReceiveSerialCommand): number {
  const asked = TimeOut === undefined ? -1 : milliseconds(TimeOut);
  if (Number.isNaN(asked)) throw new Fault('InvalidArgVal', `TimeOut is no duration: ${TimeOut?.slice(0, 32)}`);
  if (asked >= 0) return Math.min(asked, longestTime);
  return DataLength === undefined && Delimiter === undefined ? 0 : holdTime;
}

/** Text that XML can carry unchanged: line ends other than a line feed cannot. */
const plainText = /^[\t\n\x20-\x7e]*$/;

/** The answer in the form of the request; bytes that are no text always as Binary. */
function serialData(received: Buffer, asText: boolean): tmd.SerialData {
  const text = received.toString('latin1');
  return asText && plainText.test(text) ? { String: text } : { Binary: received };
}

/** Operations on serial ports (DIO-07). Settings are always stored: ForcePersistance is deprecated. */
export function serialHandlers(ports: SerialPorts): Pick<Handlers<DeviceioOperations>, Names> {
  return {
    GetSerialPorts: () => ({ SerialPort: ports.tokens.map((token) => ({ token })) }),
    GetSerialPortConfiguration: ({ SerialPortToken }) => ({
      SerialPortConfiguration: ports.configuration(SerialPortToken),
    }),
    GetSerialPortConfigurationOptions: ({ SerialPortToken }) => ({ SerialPortOptions: ports.options(SerialPortToken) }),
    SetSerialPortConfiguration: async ({ SerialPortConfiguration }) => {
      await ports.configure(SerialPortConfiguration);
      return {};
    },
    SendReceiveSerialCommand: async (request, { signal }) => {
      const { Token, SerialData, DataLength, Delimiter } = request;
      const conversation = ports.conversation(Token);
      const send = SerialData === undefined ? undefined : bytesToSend(SerialData);
      const command = { send, length: answerLength(DataLength), delimiter: delimiterOf(Delimiter), signal };
      const received = await conversation.exchange({ ...command, time: timeOf(request) }).catch((error: unknown) => {
        throw hardwareFault(error);
      });
      return received.length === 0 ? {} : { SerialData: serialData(received, SerialData?.String !== undefined) };
    },
  };
}
