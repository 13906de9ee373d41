import type { Logger } from 'pino';
import type { DigitalLines, InputOptions, OutputOptions } from '../ports/digital-line.ts';
import { InputLine } from './input-line.ts';
import { OutputLine } from './output-line.ts';

/** GPIO lines over sysfs; each has the path of its value file. */
interface SysfsLines extends DigitalLines {
  openOutput(options: OutputOptions): Promise<OutputLine>;
  openInput(options: InputOptions): Promise<InputLine>;
}

/** Creates the access to all lines of a board over the kernel's sysfs interface. */
export function createDigitalLines(log?: Pick<Logger, 'warn'>): SysfsLines {
  const outputs = new Set<OutputLine>();
  const inputs = new Set<InputLine>();
  return {
    async openOutput(options) {
      const output = await OutputLine.open(options, () => outputs.delete(output));
      outputs.add(output);
      return output;
    },
    async openInput(options) {
      const input = await InputLine.open(options, {
        warn: (text) => log?.warn(text),
        onClose: () => inputs.delete(input),
      });
      inputs.add(input);
      return input;
    },
    close() {
      for (const line of [...outputs, ...inputs]) line.close();
    },
  };
}
