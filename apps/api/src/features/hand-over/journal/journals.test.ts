import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runInScope } from '@engagex/tenancy';
import type { Config } from '../../../config.ts';
import { chanceOf, seed } from '../../../testing/chance.ts';
import type { Journal } from './journal.ts';
import { Journals } from './journals.ts';
import { thisProcess } from './owner.ts';

const organizationId = randomUUID();
const claimId = randomUUID();
const campaignId = randomUUID();

let folder: string;
let journals: Journals;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'engagex-journal-'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  journals = new Journals({ FILES_DIR: folder } as Config);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = () => join(folder, 'journal', claimId);
const open = (): Journal =>
  runInScope({ organizationId, actor: { kind: 'system', name: 'test' } }, () =>
    journals.open({ kind: 'deliveries', claimId, campaignId }, 10),
  );

/** As if another process had written it. */
function belongsTo(owner: Partial<typeof thisProcess>): void {
  const [head = '', ...rest] = readFileSync(path(), 'utf8').split('\n');
  const told = { ...(JSON.parse(head) as object), owner: { ...thisProcess, ...owner } }; // what open() wrote
  writeFileSync(path(), [JSON.stringify(told), ...rest].join('\n'));
}

test('whoever left is known, whoever was answered with the answer, and nobody else', async () => {
  const [a, b, c] = [randomUUID(), randomUUID(), randomUUID()];
  const journal = open();
  journal.leaving([a, b]);
  journal.recordReply(a, { kind: 'accepted', response: '250 taken, “as”\n1' });
  journal.leaving([c]);
  journal.recordReply(c, { kind: 'deferred', response: '451 later' });
  await setImmediate();
  const noted = journals.read(claimId);
  expect(noted).toMatchObject({ organizationId, campaignId, isComplete: true });
  expect([...(noted?.left ?? [])]).toEqual([a, b, c]);
  expect([...(noted?.answers ?? [])]).toEqual([
    [a, { kind: 'accepted', response: '250 taken, “as”\n1' }],
    [c, { kind: 'deferred', response: '451 later' }],
  ]);
  journal.remove();
  expect(journals.read(claimId)).toBeNull();
});

test('every kind of answer is read again, and one that nobody understands costs only itself', async () => {
  const kinds = ['accepted', 'deferred', 'rejected', 'unreachable', 'refused', 'unknown', 'withheld'] as const;
  const ids = kinds.map(() => randomUUID());
  const journal = open();
  journal.leaving(ids);
  for (const [index, kind] of kinds.entries()) journal.recordReply(ids[index] ?? '', { kind, response: 'words' });
  await setImmediate();
  expect([...(journals.read(claimId)?.answers.values() ?? [])].map(({ kind }) => kind)).toEqual(kinds);
  expect(journals.read(claimId)?.isComplete).toBe(true);
  const whole = readFileSync(path(), 'utf8');
  writeFileSync(path(), whole.replace('"refused"', '"of a later version"'));
  const noted = journals.read(claimId);
  expect(noted?.answers.size).toBe(kinds.length - 1);
  expect(noted?.left.size).toBe(kinds.length);
  expect(noted?.isComplete).toBe(false);
});

test(`a journal that was cut at any byte tells nothing but the truth (seed ${seed})`, () => {
  const chance = chanceOf('cut');
  const ids = Array.from({ length: 10 }, () => randomUUID());
  const journal = open();
  for (const id of ids) {
    journal.leaving([id]);
    journal.recordReply(id, { kind: 'accepted', response: `250 ${id}` });
  }
  const whole = readFileSync(path());
  for (let round = 0; round < 200; round += 1) {
    truncateSync(path(), chance.between(0, whole.length));
    const noted = journals.read(claimId);
    for (const id of noted?.left ?? []) expect(ids).toContain(id);
    for (const [id, { response }] of noted?.answers ?? []) expect(response).toBe(`250 ${id}`);
    writeFileSync(path(), whole);
  }
});

test('a journal is left to others once its process has ended, and to itself when it was given up', async () => {
  const journal = open();
  expect(journals.abandoned('deliveries')).toEqual([]);
  journal.abandon();
  expect(journals.abandoned('messages')).toEqual([]);
  expect(journals.abandoned('deliveries')).toEqual([{ organizationId, id: claimId }]);

  const other = spawn('sleep', ['60']);
  belongsTo({ pid: other.pid ?? 0, started: '' });
  const started = /^.*\) (?:\S+ ){19}(\d+)/.exec(readFileSync(`/proc/${other.pid}/stat`, 'utf8'))?.[1] ?? '';
  belongsTo({ pid: other.pid ?? 0, started });
  expect(journals.abandoned('deliveries'), 'it is at work').toEqual([]);
  other.kill('SIGKILL');
  await once(other, 'exit');
  expect(journals.abandoned('deliveries'), 'it has ended').toEqual([{ organizationId, id: claimId }]);
  belongsTo({ pid: other.pid ?? 0, started, namespace: 'pid:[1]' });
  expect(journals.abandoned('deliveries'), 'nobody here can tell').toEqual([]);
});

test('after a start of the machine only the answers are believed', () => {
  open().leaving([randomUUID()]);
  belongsTo({ boot: 'another' });
  expect(journals.read(claimId)?.isComplete).toBe(false);
});
