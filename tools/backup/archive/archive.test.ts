import { randomBytes, randomInt } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { readArchive, writeArchive } from './archive.ts';
import type { ArchiveHead } from './manifest.ts';

const headBytes = 17 + 64;
const passphrase = 'correct horse battery staple';
const head: ArchiveHead = {
  format: 1,
  organization: null,
  takenAt: '2026-11-30T10:00:00Z',
  migrations: ['one'],
  keys: { encryption: 'a', tracking: 'b' },
  partitions: [],
  log: null,
  users: [],
};

function archiveOf(contents: readonly Buffer[]): Promise<Buffer> {
  async function* sections() {
    for (const [i, content] of contents.entries())
      yield { head: { kind: 'file', key: `file ${i}` } as const, content: Readable.from([content]) };
  }
  return buffer(writeArchive(passphrase, head, sections()));
}

async function read(file: Buffer, with_ = passphrase): Promise<Buffer[]> {
  const contents: Buffer[] = [];
  // In pieces of odd sizes, as a network hands them over.
  const pieces = Array.from({ length: Math.ceil(file.length / 70_001) }, (_, i) =>
    file.subarray(i * 70_001, (i + 1) * 70_001),
  );
  const { sections } = await readArchive(with_, Readable.from(pieces));
  for await (const { content } of sections) contents.push(await buffer(content));
  return contents;
}

/** Where the encrypted chunks of a file begin. */
function chunksOf(file: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = headBytes; at < file.length;) {
    const size = 4 + (file.readUInt32BE(at) % 2 ** 31);
    chunks.push(file.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

test('a backup gives back what was put in, from nothing to many chunks', async () => {
  for (const contents of [[], [Buffer.alloc(0)], [randomBytes(1), randomBytes(262_144), randomBytes(1_500_000)]]) {
    expect((await read(await archiveOf(contents))).map((each) => each.toString('base64'))).toEqual(
      contents.map((each) => each.toString('base64')),
    );
  }
});

test('another passphrase opens nothing', async () => {
  await expect(read(await archiveOf([randomBytes(10)]), 'wrong')).rejects.toThrow('The passphrase is wrong');
});

test('chunks that were altered, left out, swapped, cut off, added or taken from another backup are refused', async () => {
  const file = await archiveOf([randomBytes(1_000_000)]);
  const start = file.subarray(0, headBytes);
  const chunks = chunksOf(file);
  const foreign = chunksOf(await archiveOf([randomBytes(1_000_000)]));
  expect(chunks.length).toBeGreaterThan(3);
  const [one, two, three, ...rest] = chunks as [Buffer, Buffer, Buffer, ...Buffer[]];
  const broken: Record<string, readonly Buffer[]> = {
    'left out': [one, three, ...rest],
    swapped: [two, one, three, ...rest],
    'swapped later': [one, three, two, ...rest],
    'cut off at a chunk': [one, two],
    'cut off within one': [one, two.subarray(0, 100)],
    'one twice': [one, two, two, three, ...rest],
    added: [...chunks, one],
    foreign: [one, foreign[1]!, three, ...rest],
    'nothing after the head': [],
  };
  for (const [how, pieces] of Object.entries(broken))
    await expect(read(Buffer.concat([start, ...pieces])), how).rejects.toThrow(/backup|passphrase/);
});

test('no change of a single byte goes unnoticed', async () => {
  const file = await archiveOf([randomBytes(300_000)]);
  for (let round = 0; round < 20; round += 1) {
    const at = randomInt(17 + 32, file.length); // the salt before it would cost a slow key for each round
    const changed = Buffer.from(file);
    changed.writeUInt8(changed.readUInt8(at) ^ (1 << randomInt(8)), at);
    await expect(read(changed), `byte ${at}`).rejects.toThrow(/backup|passphrase/);
  }
});
