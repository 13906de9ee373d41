import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { until } from '../../../until.ts';

const backend = (folder: string): string => `#!/bin/sh
cd ${folder}
case $1 in
  get-primary) cat primary ;;
  set-primary) echo $2 >primary ;;
  get-current) echo A ;;
  get-state) cat state-$2 2>/dev/null || echo good ;;
  set-state) echo $3 >state-$2 ;;
esac
`;

const systemConfiguration = (folder: string): string => `[system]
compatible=vedette-test
bootloader=custom
statusfile=${folder}/status
mountprefix=${folder}/mounts
[handlers]
bootloader-custom-backend=${folder}/backend
[keyring]
path=${folder}/maker-certificate.pem
[slot.rootfs.0]
device=${folder}/slot-a
type=raw
bootname=A
[slot.rootfs.1]
device=${folder}/slot-b
type=raw
bootname=B
`;

const busConfiguration = (folder: string): string => `<!DOCTYPE busconfig PUBLIC
"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=${folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

/** RAUC starts programs of its own, which are found where Debian has them. */
const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${process.env.PATH}:/usr/sbin:/usr/bin:/sbin:/bin`,
});

/** Bytes of a slot. */
const slotSize = 1 << 20;

/** A device of files: RAUC as a service on a bus of its own, with two raw slots and a boot loader that runs slot A. */
export class RaucDevice {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'vedette-rauc-'));
  readonly #processes: ChildProcess[] = [];

  async start(): Promise<void> {
    const { folder } = this;
    mkdirSync(join(folder, 'mounts'));
    writeFileSync(join(folder, 'backend'), backend(folder), { mode: 0o755 });
    writeFileSync(join(folder, 'system.conf'), systemConfiguration(folder));
    writeFileSync(join(folder, 'bus.conf'), busConfiguration(folder));
    writeFileSync(join(folder, 'primary'), 'A\n');
    for (const slot of ['slot-a', 'slot-b']) {
      closeSync(openSync(join(folder, slot), 'w'));
      truncateSync(join(folder, slot), slotSize);
    }
    this.makeKey('maker');
    this.#spawn('dbus-daemon', [`--config-file=${join(folder, 'bus.conf')}`, '--nofork', '--print-address']);
    await once(this.#processes[0]?.stdout ?? this.#fail(), 'data');
    process.env.DBUS_SYSTEM_BUS_ADDRESS = `unix:path=${join(folder, 'bus')}`;
    this.#spawn('rauc', ['service', `--conf=${join(folder, 'system.conf')}`, '--override-boot-slot=A']);
  }

  /** Key and certificate of somebody who signs bundles. */
  makeKey(name: string): void {
    const [key, certificate] = [join(this.folder, `${name}-key.pem`), join(this.folder, `${name}-certificate.pem`)];
    const words = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', `/CN=${name}`];
    execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' });
  }

  /** A bundle with one image. */
  bundle(
    name: string,
    image: Buffer,
    facts: Partial<Record<'compatible' | 'signer' | 'version', string>> = {},
  ): Buffer {
    const { compatible = 'vedette-test', signer = 'maker', version = '2.0.0' } = facts;
    const { folder } = this;
    const path = join(folder, `${name}.raucb`);
    const content = join(folder, name);
    mkdirSync(content);
    writeFileSync(join(content, 'root.img'), image);
    const manifest = `[update]\ncompatible=${compatible}\nversion=${version}\n[bundle]\nformat=plain\n[image.rootfs]\nfilename=root.img\n`;
    writeFileSync(join(content, 'manifest.raucm'), manifest);
    const keys = ['certificate', 'key'].map((part) => join(folder, `${signer}-${part}.pem`));
    execFileSync('rauc', ['bundle', `--cert=${keys[0]}`, `--key=${keys[1]}`, content, path], {
      env: environment(),
      stdio: 'ignore',
    });
    return readFileSync(path);
  }

  read(name: string): Buffer {
    return readFileSync(join(this.folder, name));
  }

  async stop(): Promise<void> {
    for (const one of this.#processes.reverse()) {
      one.kill();
      await until(() => one.exitCode !== null || one.signalCode !== null, 'the end of a process');
    }
    delete process.env.DBUS_SYSTEM_BUS_ADDRESS;
    rmSync(this.folder, { recursive: true });
  }

  #spawn(name: string, words: readonly string[]): void {
    this.#processes.push(spawn(name, [...words], { env: environment(), stdio: ['ignore', 'pipe', 'ignore'] }));
  }

  #fail(): never {
    throw new Error('the bus does not start');
  }
}
