import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { run } from './project.ts';

const tryboot = suite('slots of a board with tryboot');

/** A board with its boot partition, its firmware's report and the argument of the next restart as files. */
class TrybootBoard {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'vedette-tryboot-'));

  constructor() {
    for (const name of ['state', 'boot', 'firmware']) mkdirSync(join(this.folder, name));
    writeFileSync(join(this.folder, 'boot/autoboot.txt'), readFileSync('buildroot/board/tryboot/autoboot.txt'));
    this.#report(2, 0);
  }

  /** Command of RAUC. */
  ask(...words: string[]): string {
    const place = (name: string): string => join(this.folder, name);
    const { status, output } = run(['sh', 'packaging/image/tryboot-backend', ...words], {
      TRYBOOT_STATE: place('state'),
      TRYBOOT_BOOT: place('boot'),
      TRYBOOT_FIRMWARE: place('firmware'),
      TRYBOOT_ARGUMENT: place('argument'),
    });
    if (status !== 0) throw new Error(output);
    return output.trim();
  }

  /** Restarts as the firmware does: the flag holds once, and is lost with a power cut. */
  restart(cut = false): string {
    const argument = join(this.folder, 'argument');
    const flag = existsSync(argument) && readFileSync(argument, 'utf8') === '0 tryboot' && !cut;
    rmSync(argument, { force: true });
    const sections = readFileSync(join(this.folder, 'boot/autoboot.txt'), 'utf8').split('[tryboot]');
    const partition = /boot_partition=(\d)/.exec(sections[flag ? 1 : 0] ?? '')?.[1];
    this.#report(Number(partition), flag ? 1 : 0);
    return this.ask('get-current');
  }

  #report(partition: number, flag: number): void {
    writeFileSync(join(this.folder, 'firmware/partition'), Buffer.from([0, 0, 0, partition]));
    writeFileSync(join(this.folder, 'firmware/tryboot'), Buffer.from([0, 0, 0, flag]));
  }
}

function onBoard(act: (board: TrybootBoard) => void): void {
  const board = new TrybootBoard();
  try {
    act(board);
  } finally {
    rmSync(board.folder, { recursive: true });
  }
}

/** What RAUC does while it installs to the other slot. */
function install(board: TrybootBoard, slot: string): void {
  board.ask('set-state', slot, 'bad');
  board.ask('set-primary', slot);
}

tryboot('start with A, and a new one is tried once and kept when it is found good', () => {
  onBoard((board) => {
    assert.is(board.ask('get-primary'), 'A');
    install(board, 'B');
    assert.is(board.ask('get-primary'), 'B');
    assert.is(board.restart(), 'B');
    board.ask('set-state', 'B', 'good');
    assert.is(board.ask('get-primary'), 'B');
    assert.is(board.restart(), 'B');
    install(board, 'A');
    assert.is(board.restart(), 'A');
    board.ask('set-state', 'A', 'good');
    assert.is(board.restart(), 'A');
  });
});

tryboot('go back to the old one when the new one is not found good', () => {
  onBoard((board) => {
    install(board, 'B');
    assert.is(board.restart(), 'B');
    assert.is(board.restart(), 'A');
    assert.is(board.ask('get-state', 'B'), 'bad');
  });
});

tryboot('go back to the old one after a power cut before the restart', () => {
  onBoard((board) => {
    install(board, 'B');
    assert.is(board.restart(true), 'A');
  });
});

tryboot('are not committed by marking a slot good that is not running on trial', () => {
  onBoard((board) => {
    install(board, 'B');
    board.ask('set-state', 'B', 'good');
    assert.is(board.restart(true), 'A');
    board.ask('set-state', 'A', 'good');
    assert.is(board.restart(), 'A');
  });
});

tryboot('forget a trial when the slot is marked bad or the old one chosen again', () => {
  onBoard((board) => {
    install(board, 'B');
    board.ask('set-state', 'B', 'bad');
    assert.is(board.restart(), 'A');
    install(board, 'B');
    board.ask('set-primary', 'A');
    assert.is(board.restart(), 'A');
  });
});

tryboot('refuse names and commands that do not exist', () => {
  onBoard((board) => {
    assert.throws(() => board.ask('set-primary', 'C'), 'no slot C');
    assert.throws(() => board.ask('set-state', 'C', 'good'), 'no slot C');
    assert.throws(() => board.ask('format'), 'no command format');
  });
});

tryboot.run();
