import { expect, test } from 'vitest';
import { judgeHits } from './judge-hits.ts';
import { clickInCloudDesktop, laterTraceMakers } from './testing/later-traces.ts';
import { randomOf } from './testing/make-trace.ts';
import { loneClickAtArrival, traceMakers } from './testing/traces.ts';
import { seed } from '../../../testing/chance.ts';

const rounds = 200;

/** Hits of each side, and how many were judged to be of it. */
const figures = Object.entries({ ...traceMakers, ...laterTraceMakers }).map(([name, make], index) => {
  const random = randomOf(seed + index);
  const counts = { name, machine: [0, 0], person: [0, 0] };
  for (let round = 0; round < rounds; round += 1) {
    const { message, hits } = make(random);
    const verdicts = judgeHits(message, hits);
    for (const [at, { by }] of hits.entries()) {
      counts[by][0]! += 1;
      if (verdicts[at]!.isMachine === (by === 'machine')) counts[by][1]! += 1;
    }
  }
  return counts;
});
const shareOf = (side: 'machine' | 'person') => {
  const [all, right] = [0, 1].map((at) => figures.reduce((sum, counts) => sum + counts[side][at]!, 0));
  return right! / all!;
};
const shown = ([all = 0, right = 0]: readonly number[]) => (all === 0 ? '–' : `${((100 * right) / all).toFixed(1)} %`);

test('machines are told from people in the ways that both are known to behave', () => {
  const table = figures.map(
    ({ name, machine, person }) => `${name.padEnd(40)}${shown(machine).padStart(9)}${shown(person).padStart(9)}`,
  );
  process.stdout.write(`${[`seed ${seed}`, `${''.padEnd(40)}  machine   person`, ...table].join('\n')}\n`);
  expect(shareOf('machine')).toBeGreaterThanOrEqual(0.95);
  expect(shareOf('person')).toBeGreaterThanOrEqual(0.98);
});

test.each(figures.filter(({ machine }) => machine[0]! > 0))(
  '$name: nine in ten are recognized',
  ({ machine: [all, right] }) => {
    expect(right! / all!).toBeGreaterThanOrEqual(0.9);
  },
);

test.each(figures.filter(({ person }) => person[0]! > 0))(
  '$name: hardly anybody is taken for a machine',
  ({ person: [all, right] }) => {
    expect(right! / all!).toBeGreaterThanOrEqual(0.97);
  },
);

test('a quick click without an open counts as a person’s, and as a machine’s once something else speaks against it', () => {
  const random = randomOf(seed);
  for (let round = 0; round < rounds; round += 1) {
    const { message, hits } = loneClickAtArrival(random);
    const verdictOn = (more: Partial<typeof message>, hit: Partial<(typeof hits)[number]> = {}) =>
      judgeHits(
        { ...message, ...more },
        hits.map((each) => ({ ...each, ...hit })),
      )[0]!.isMachine;
    expect(verdictOn({})).toBe(false);
    expect(verdictOn({ hasGateway: true })).toBe(true);
    expect(verdictOn({}, { network: 'cloud' })).toBe(true);
    expect(verdictOn({}, { isHead: true })).toBe(true);
    expect(verdictOn({}, { isBeforeAcceptance: true })).toBe(true);
  }
});

test('a click counts as a person’s where its client had opened the message before, though all else is as of a gateway', () => {
  const random = randomOf(seed);
  for (let round = 0; round < rounds; round += 1) {
    const { message, hits } = clickInCloudDesktop(random);
    const isMachine = (of: typeof hits) => judgeHits(message, of).at(-1)!.isMachine;
    const [open, click] = hits as [(typeof hits)[0], (typeof hits)[0]];
    expect(isMachine(hits)).toBe(false);
    expect(isMachine([click])).toBe(true);
    expect(isMachine([{ ...open, at: new Date(click.at.getTime() - 1_000) }, click])).toBe(true);
    expect(isMachine([{ ...open, userAgent: 'another browser' }, click])).toBe(true);
  }
});

test('the order in which hits are told changes nothing', () => {
  const random = randomOf(seed);
  for (const make of Object.values(traceMakers)) {
    const { message, hits } = make(random);
    const verdicts = judgeHits(message, hits);
    expect(judgeHits(message, hits.toReversed()).toReversed()).toEqual(verdicts);
  }
});
