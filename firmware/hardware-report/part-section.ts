import { setTimeout as wait } from 'node:timers/promises';
import { pino } from 'pino';
import type { Board } from '../../hal/boards/board.ts';
import { openHardware } from '../../hal/hardware/open-hardware.ts';
import { reasonOf } from '../../hal/ports/hal-error.ts';
import type { Hardware } from '../../hal/ports/hardware.ts';
import type { MotorAxis } from '../../hal/ports/motor-axis.ts';
import { agrees, type Consent } from './questions.ts';
import { result, type Section } from './report-text.ts';

/** Time (ms) that a lamp or a relay is on, and that an axis without positions moves. */
const onTime = 1000;
/** Part of its range by which an axis moves. */
const move = 0.05;

type Trial = () => Promise<string>;

async function attempt(what: string, trial: Trial): Promise<string> {
  try {
    return result(what, true, await trial());
  } catch (error) {
    return result(what, false, reasonOf(error));
  }
}

async function there(axis: MotorAxis, position: number): Promise<string> {
  const from = performance.now();
  const outcome = await axis.moveTo(position);
  return `${outcome} at ${axis.status.position?.toFixed(2)} after ${Math.round(performance.now() - from)} ms`;
}

/** Moves an axis a little and back. */
async function moveAxis(axis: MotorAxis): Promise<string> {
  const { min, max, maxSpeed, absolute } = axis.facts;
  if (axis.status.state === 'unreferenced') await axis.home();
  const { position } = axis.status;
  if (!absolute || position === undefined) {
    for (const speed of [maxSpeed / 4, -maxSpeed / 4, 0]) {
      axis.moveAt(speed);
      await wait(onTime);
    }
    return `moved both ways by speed, then ${axis.status.state}`;
  }
  const way = (max - min) * move;
  const target = position + way <= max ? position + way : position - way;
  return `${await there(axis, target)}, ${await there(axis, position)}`;
}

interface Part {
  readonly what: string;
  /** Question to the owner, who is told what happens; absent for a part that is only read. */
  readonly question?: string;
  readonly trial: Trial;
}

function readParts({ lightSensors, inputs, serialPorts }: Hardware): readonly Part[] {
  return [
    ...[...lightSensors].map(([id, sensor]) => ({
      what: `light sensor ${id}`,
      trial: async () => `${(await sensor.read()).toFixed(1)} lux`,
    })),
    ...[...inputs].map(([id, { input, use }]) => ({
      what: `${use} ${id}`,
      trial: async () => (input.active ? 'active' : 'inactive'),
    })),
    ...[...serialPorts.keys()].map((id) => ({ what: `serial port ${id}`, trial: async () => 'open' })),
  ];
}

function movedParts({ axes, irCutFilters, illuminators, relays }: Hardware): readonly Part[] {
  return [
    ...[...axes].map(([id, axis]) => ({
      what: `axis ${id} (${axis.facts.kind}, ${axis.facts.min}..${axis.facts.max})`,
      question: `Move axis ${id} (${axis.facts.kind}) by ${move * 100} % of its range and back? Is its way free?`,
      trial: () => moveAxis(axis),
    })),
    ...[...irCutFilters].map(([id, filter]) => ({
      what: `IR cut filter ${id}`,
      question: `Move the IR cut filter ${id} out and in?`,
      trial: async () => {
        await filter.move('out');
        await filter.move('in');
        return `is ${filter.state}`;
      },
    })),
    ...[...illuminators].map(([id, lamp]) => ({
      what: `lamp ${id} (${lamp.kind}, ${lamp.steps} steps)`,
      question: `Switch the lamp ${id} on for a second? Do not look into it.`,
      trial: async () => {
        await lamp.setLevel(1);
        await wait(onTime);
        await lamp.setLevel(0);
        return 'on and off';
      },
    })),
    ...[...relays].map(([id, relay]) => ({
      what: `relay ${id}`,
      question: `Switch the relay ${id} for a second? Mind what it switches.`,
      trial: async () => {
        relay.setActive(!relay.active);
        await wait(onTime);
        relay.setActive(!relay.active);
        return 'switched and back';
      },
    })),
  ];
}

async function tryPart({ what, question, trial }: Part, consent: Consent): Promise<string> {
  if (question !== undefined && !(await agrees(question, consent))) return `- not tried ${what}`;
  return attempt(what, trial);
}

/** Parts of the board beside camera and sound; what moves or switches is asked about first. */
export function partSection(board: Board, consent: Consent): Section {
  return {
    title: 'Parts of the board',
    lines: async () => {
      const log = pino({ level: 'silent' });
      const hardware = await openHardware(board, log, { luma: async () => 0.5 });
      try {
        const lines = hardware.faults.map(({ id, what, message }) => result(`${what} ${id}`, false, message));
        for (const part of [...readParts(hardware), ...movedParts(hardware)]) lines.push(await tryPart(part, consent));
        return lines;
      } finally {
        await hardware.close();
      }
    },
  };
}
