import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Files, NoSuchFile } from '../ports/files.ts';
import { s3Keys, startS3, type TestS3 } from '../testing/s3.ts';
import { DiskFiles } from './disk-files.ts';
import { S3Files, type S3Settings } from './s3-files.ts';

let s3: TestS3;
let folder: string;
beforeAll(async () => {
  s3 = await startS3();
  folder = await mkdtemp(join(tmpdir(), 'engagex-files-'));
});
afterAll(async () => {
  await s3.close();
  await rm(folder, { recursive: true, force: true });
});

const bucket = (settings: Partial<S3Settings> = {}) =>
  new S3Files({ endpoint: s3.endpoint, bucket: 'files', ...s3Keys, ...settings });
const adapters: readonly (readonly [string, () => Files])[] = [
  ['the disk', () => new DiskFiles(folder)],
  ['S3', () => bucket()],
];

describe.each(adapters)('%s', (_name, open) => {
  const own = () => `${randomUUID()}/things`;
  const stored = async (files: Files, key: string) => buffer(await files.read(key));

  test('gives back what was written, whatever its size and however it comes', async () => {
    const files = open();
    await files.check();
    const folderKey = own();
    for (const size of [0, 1, 65_536, 8 * 1024 * 1024, 8 * 1024 * 1024 + 1, 20 * 1024 * 1024]) {
      const bytes = randomBytes(size);
      const key = `${folderKey}/${size}.bin`;
      const pieces = Array.from({ length: Math.ceil(size / 100_003) }, (_, i) =>
        bytes.subarray(i * 100_003, (i + 1) * 100_003),
      );
      expect(await files.write(key, Readable.from(pieces))).toBe(size);
      expect((await stored(files, key)).equals(bytes), `${size} bytes`).toBe(true);
    }
  });

  test('replaces a file, and text is stored as UTF-8', async () => {
    const [files, key] = [open(), `${own()}/list.csv`];
    await files.write(key, Readable.from(['first, and longer than the second']));
    expect(await files.write(key, Readable.from(['zwölf', ' Boxkämpfer']))).toBe(18);
    expect((await stored(files, key)).toString()).toBe('zwölf Boxkämpfer');
  });

  test('keeps nothing of a stream that fails, small or large, and what was there before stays', async () => {
    const files = open();
    for (const size of [10, 9 * 1024 * 1024]) {
      const key = `${own()}/broken.bin`;
      const broken = () =>
        Readable.from(
          (function* () {
            yield randomBytes(size);
            throw new Error('The sender is gone.');
          })(),
        );
      await expect(files.write(key, broken())).rejects.toThrow('The sender is gone.');
      await expect(files.read(key)).rejects.toBeInstanceOf(NoSuchFile);
      await files.write(key, Readable.from(['before']));
      await expect(files.write(key, broken())).rejects.toThrow('The sender is gone.');
      expect((await stored(files, key)).toString()).toBe('before');
    }
  });

  test('lists what is in a folder and below it, and nothing of its neighbours', async () => {
    const [files, folderKey] = [open(), own()];
    const listed = async (within: string) => {
      const found: string[] = [];
      for await (const key of files.list(within)) found.push(key);
      return found.toSorted();
    };
    expect(await listed(folderKey)).toEqual([]);
    const keys = Array.from({ length: 12 }, (_, i) => `${folderKey}/${i % 3}/${i} ü+.bin`).toSorted();
    for (const key of [...keys, `${folderKey}-beside/other.bin`]) await files.write(key, Readable.from(['x']));
    expect(await listed(folderKey)).toEqual(keys);
    expect(await listed('')).toEqual(expect.arrayContaining(keys));
  });

  test('says that there is no such file, and removing one that is not there is nothing', async () => {
    const [files, key] = [open(), `${own()}/nothing.txt`];
    await expect(files.read(key)).rejects.toBeInstanceOf(NoSuchFile);
    await files.remove(key);
    await files.removeAll(own());
    await files.write(key, Readable.from(['x']));
    await files.remove(key);
    await expect(files.read(key)).rejects.toBeInstanceOf(NoSuchFile);
  });

  test('removes all of a folder, however deep, and nothing of one whose name begins like it', async () => {
    const files = open();
    const organization = randomUUID();
    const inside = Array.from({ length: 30 }, (_, i) => `${organization}/${i % 3}/${i}.txt`);
    const beside = `${organization}-2/0/0.txt`;
    await Promise.all([...inside, beside].map((key) => files.write(key, Readable.from([key]))));
    await files.removeAll(organization);
    for (const key of inside) await expect(files.read(key)).rejects.toBeInstanceOf(NoSuchFile);
    expect((await stored(files, beside)).toString()).toBe(beside);
  });
});

test('the disk leaves no partial file behind, and takes no key that leads out of its folder', async () => {
  const files = new DiskFiles(folder);
  await expect(files.write('../elsewhere.txt', Readable.from(['x']))).rejects.toThrow('inside the store');
  const left = await readdir(folder, { recursive: true });
  expect(left.filter((name) => name.endsWith('.partial'))).toEqual([]);
  const file = join(folder, 'no-folder');
  await writeFile(file, '');
  await expect(new DiskFiles(file).check()).rejects.toThrow();
});

test('a bucket gives up an upload in parts that fails', async () => {
  const key = `${randomUUID()}/large.bin`;
  const broken = Readable.from(
    (function* () {
      yield randomBytes(17 * 1024 * 1024);
      throw new Error('The sender is gone.');
    })(),
  );
  await expect(bucket().write(key, broken)).rejects.toThrow('The sender is gone.');
  expect(s3.abandoned).toContain(`/files/${key}`);
});

test.each([
  ['an unknown bucket', { bucket: 'other' }, 'It does not exist'],
  ['a wrong secret', { secretAccessKey: 'wrong' }, 'check S3_SECRET_ACCESS_KEY and S3_REGION'],
  ['an unknown key', { accessKeyId: 'NOBODY' }, 'does not know S3_ACCESS_KEY_ID'],
  ['another region', { region: 'us-west-2' }, 'check S3_REGION'],
  ['a server that is away', { endpoint: 'http://127.0.0.1:2' }, 'ECONNREFUSED'],
])('%s is told to people in general and to the operator exactly', async (_case, settings, words) => {
  const files = bucket(settings);
  const key = `${randomUUID()}/x.txt`;
  for (const use of [
    () => files.check(),
    () => files.write(key, Readable.from(['x'])),
    () => files.read(key),
    () => files.removeAll('x'),
  ])
    await expect(use()).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'files.unavailable',
      message: 'Files cannot be stored or read right now. Try again soon.',
      cause: { message: expect.stringContaining(words) },
    });
});
