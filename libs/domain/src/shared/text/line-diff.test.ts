import { expect, test } from 'vitest';
import { diffLines, type DiffLine } from './line-diff.ts';

const marks = { same: ' ', removed: '-', added: '+', gap: '…' } as const;
const told = (lines: readonly DiffLine[]) => lines.map(({ kind, text }) => `${marks[kind]}${text}`);

test('what changed is told with two lines around it', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].join('\n');
  const after = ['a', 'b', 'c', 'd', 'E', 'f', 'g', 'h'].join('\n');
  expect(told(diffLines(before, after))).toEqual(['…', ' c', ' d', '-e', '+E', ' f', ' g', '…']);
  expect(diffLines(before, before)).toEqual([]);
});

test('changes far apart are told apart, and moved lines are removed and added', () => {
  expect(told(diffLines('one\ntwo\nthree', 'two\nthree\nfour'))).toEqual(['-one', ' two', ' three', '+four']);
});

test('a diff of random texts gives both of them back', () => {
  const seed = Date.now() % 100_000;
  let state = seed;
  const random = (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
  for (let round = 0; round < 300; round += 1) {
    const text = () => Array.from({ length: random(5) }, () => 'abc'[random(3)]).join('\n');
    const [before, after] = [text(), text()];
    const lines = diffLines(before, after);
    const side = (left: 'removed' | 'added') =>
      lines
        .filter(({ kind }) => kind === 'same' || kind === left)
        .map((line) => line.text)
        .join('\n');
    if (before === after || lines.some(({ kind }) => kind === 'gap')) continue;
    expect([side('removed'), side('added')], `seed ${seed}`).toEqual([before, after]);
  }
});

test('very long texts cost little: beyond 2,000 changed lines all count as changed', () => {
  const before = Array.from({ length: 5_000 }, (_, line) => `a${line}`).join('\n');
  expect(diffLines(before, before.replaceAll('a', 'b'))).toHaveLength(10_000);
});
