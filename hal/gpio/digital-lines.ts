import type { Logger } from 'pino';
import type { DigitalLines, InputOptions, OutputOptions } from '../ports/digital-line.ts';
import { InputLine } from './input-line.ts';
import { OutputLine } from './output-line.ts';

/** Lines over sysfs: outputs also tell the file that drives them. */
export interface SysfsLines extends DigitalLines {
  openOutput(options: OutputOptions): Promise<OutputLine>;
  openInput(options: InputOptions): Promise<InputLine>;
}

/** All lines of a board, over the kernel's sysfs interface; one such object a process is enough. */
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
