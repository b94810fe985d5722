import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HitJournal } from './hit-journal.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'engagex-hits-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const takenOver = (journal: HitJournal) =>
  [...journal.takeOver()].flatMap(({ entries, remove }) => (remove(), entries));

test('whatever a process wrote before it was killed is taken over once, and nothing of one that lives', async () => {
  const script = `
    import { HitJournal } from ${JSON.stringify(new URL('hit-journal.ts', import.meta.url).href)};
    const journal = new HitJournal(${JSON.stringify(folder)});
    let count = 0;
    setInterval(() => { journal.append({ count }); process.stdout.write(String(count++) + '\\n'); }, 1);
  `;
  const writer = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  writer.stdout.on('data', (text: Buffer) => (told += text.toString()));
  await vi.waitFor(() => expect(told.split('\n').length).toBeGreaterThan(20), 15_000);
  expect(takenOver(new HitJournal(folder))).toEqual([]);
  writer.kill('SIGKILL');
  await once(writer, 'close');
  const answered = told.trim().split('\n').length;
  const entries = takenOver(new HitJournal(folder));
  expect(entries.length).toBeGreaterThanOrEqual(answered);
  expect(entries.slice(0, answered)).toEqual(Array.from({ length: answered }, (_, count) => ({ count })));
  expect(takenOver(new HitJournal(folder))).toEqual([]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a part that was stored is removed, what came after it stays', () => {
  const journal = new HitJournal(folder);
  journal.append({ hit: 1 });
  const remove = journal.endPart();
  journal.append({ hit: 2 });
  remove();
  expect(takenOver(new HitJournal(folder))).toEqual([{ hit: 2 }]);
});

test('a line that was cut off in the middle is left out, and the others are read', () => {
  writeFileSync(join(folder, 'elsewhere~1~x~1.hits'), '');
  const journal = new HitJournal(folder);
  journal.append({ hit: 1 });
  journal.endPart();
  const [name = ''] = readdirSync(folder).filter((file) => !file.startsWith('elsewhere'));
  writeFileSync(join(folder, name), '{"hit":2}\n{"hit":', { flag: 'a' });
  expect(takenOver(new HitJournal(folder))).toEqual([{ hit: 1 }, { hit: 2 }]);
});
