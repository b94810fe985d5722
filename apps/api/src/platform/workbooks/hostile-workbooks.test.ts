import { randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, expect, test, vi } from 'vitest';
import { sized } from '../../testing/size.ts';
import {
  buildWorkbook,
  type Parts,
  type RawEntry,
  rawZip,
  rowsXml,
  workbookParts,
  zipped,
} from '../../testing/workbooks.ts';
import { WorkbookReader } from './workbook-reader.ts';

const megabyte = 1024 * 1024;
const reader = new WorkbookReader(pino({ level: 'silent' }));
const limits = { columns: 200, characters: 10_001, textBytes: 20 * megabyte };
const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
vi.stubEnv('TMPDIR', mkdtempSync(join(folder, 'temporary-'))); // so that nobody else's files are in it
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const list = rowsXml([['email'], ['a@b.example']]);
const fine = workbookParts({ sheets: { A: list } });
const entriesOf = (parts: Parts): RawEntry[] =>
  Object.entries(parts).map(([name, content]) => ({ name, content: Buffer.from(content) }));
const sheetPart = 'xl/worksheets/sheet1.xml';
const sheetOf = (xml: string) => buildWorkbook({ sheets: { A: xml } });
const partOf = (content: string | Buffer) => zipped({ ...fine, [sheetPart]: content });
const relationTo = (target: string) =>
  `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="${target}"/></Relationships>`;
/** Of this many bytes, and packed tightly enough to be small but not so tightly that it stands out. */
const heavy = (bytes: number) => 'a'.repeat(bytes) + randomBytes(bytes / 150).toString('hex');
const laughs = `<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>`;

async function read(make: () => Buffer | Promise<Buffer>, onRows?: (rows: Readable) => Promise<unknown>) {
  const path = join(folder, 'one.xlsx');
  writeFileSync(path, await make());
  const before = process.memoryUsage().rss;
  const memory = watchMemory();
  const drain = async (rows: Readable) => {
    for await (const _chunk of rows);
  };
  const answer = await reader
    .read({ workbook: createReadStream(path), sheet: null, limits }, onRows ?? drain)
    .then(() => ({ code: 'read', message: '' }))
    .catch(({ code, message }: { code: string; message: string }) => ({ code, message }));
  return { ...answer, ...memory.stop(), growth: process.memoryUsage().rss - before };
}

/** The most memory that the processes this one started have; only Linux tells. */
function watchMemory() {
  let child = 0;
  const look = () => {
    try {
      for (const pid of readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ')) {
        const status = pid && readFileSync(`/proc/${pid}/status`, 'utf8');
        child = Math.max(child, Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
      }
    } catch {
      // it has just ended, or this is no Linux
    }
  };
  const timer = setInterval(look, 20);
  return {
    stop: () => {
      clearInterval(timer);
      return { child };
    },
  };
}

type Case = readonly [what: string, make: () => Buffer | Promise<Buffer>, code: string, words?: RegExp];

const cases: readonly Case[] = [
  [
    'a zip bomb',
    () => rawZip([...entriesOf(fine), { name: 'b', content: Buffer.alloc(64 * megabyte) }]),
    'workbook.too-large',
    /200 times its size/,
  ],
  [
    'a bomb in 40 parts that share what they say',
    () =>
      rawZip(
        Array.from({ length: 40 }, (_, at) => ({ name: `${at}`, content: Buffer.from('x'), saidSize: 100 * megabyte })),
      ),
    'workbook.too-large',
  ],
  [
    'a bomb whose directory lies',
    () =>
      rawZip(
        entriesOf({ ...fine, [sheetPart]: Buffer.alloc(64 * megabyte, '<row/>') }).map((entry) => ({
          ...entry,
          saidSize: Math.min(1_000, entry.content.length),
        })),
      ),
    'workbook.damaged',
    /^The file is incomplete/, // and not by what is in it
  ],
  [
    '10,001 parts',
    () => rawZip(Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}`, content: Buffer.of() }))),
    'workbook.too-large',
    /10,001 parts/,
  ],
  [
    'a long table of contents',
    () => rawZip(Array.from({ length: 100 }, (_, at) => ({ name: 'n'.repeat(60_000) + at, content: Buffer.of() }))),
    'workbook.too-large',
  ],
  ['a count that lies', () => rawZip(entriesOf(fine), { saidCount: 9_999 }), 'workbook.damaged'],
  [
    'an encrypted part',
    () => rawZip(entriesOf(fine).map((entry) => ({ ...entry, flags: 1 }))),
    'workbook.protected',
    /Remove the password/,
  ],
  [
    'an unknown compression',
    () => rawZip(entriesOf(fine).map((entry) => ({ ...entry, method: 12 }))),
    'workbook.damaged',
  ],
  [
    'a wrong checksum',
    () => rawZip(entriesOf(fine).map((entry) => ({ ...entry, saidCrc: 7 }))),
    'workbook.damaged',
    /damaged in transit/,
  ],
  [
    'a part that is there twice',
    () => rawZip([...entriesOf(fine), ...entriesOf(fine)]),
    'workbook.damaged',
    /same part twice/,
  ],
  [
    'a path that climbs',
    () => rawZip([...entriesOf(fine), { name: '../../etc/cron.d/x', content: Buffer.from('x') }]),
    'workbook.damaged',
  ],
  [
    'an absolute path',
    () => rawZip([...entriesOf(fine), { name: '/etc/passwd', content: Buffer.from('x') }]),
    'workbook.damaged',
  ],
  ['a truncated file', async () => (await zipped(fine)).subarray(0, 700), 'workbook.damaged', /incomplete or damaged/],
  ['nothing but the first bytes of a zip', () => Buffer.from('PK\u0003\u0004'), 'workbook.damaged'],
  [
    'a Word document',
    () => zipped({ '_rels/.rels': relationTo('word/document.xml'), 'word/document.xml': '<d/>' }),
    'workbook.not-one',
    /Word document/,
  ],
  [
    'a presentation',
    () => zipped({ '_rels/.rels': relationTo('ppt/presentation.xml') }),
    'workbook.not-one',
    /presentation/,
  ],
  ['a binary workbook', () => zipped({ '_rels/.rels': relationTo('xl/workbook.bin') }), 'workbook.not-one', /xlsb/],
  [
    'an OpenDocument file',
    () => zipped({ mimetype: 'application/vnd.oasis', 'content.xml': '<d/>' }),
    'workbook.not-one',
    /OpenDocument/,
  ],
  ['some other zip', () => zipped({ 'people.csv': 'email\na@b.example\n' }), 'workbook.not-one', /zip file/],
  [
    'a workbook without its sheet',
    () => zipped({ ...fine, 'xl/_rels/workbook.xml.rels': '<Relationships/>' }),
    'workbook.damaged',
    /no sheets/,
  ],
  [
    'billions of laughs',
    () => partOf(`${laughs}<worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>`),
    'workbook.damaged',
    /entities/,
  ],
  [
    'an entity of another file',
    () => partOf(`<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet>&x;</worksheet>`),
    'workbook.damaged',
  ],
  ['elements 100,000 deep', () => partOf('<a>'.repeat(100_000)), 'workbook.damaged', /nested too deeply/],
  [
    'XML that ends early',
    () => partOf('<worksheet><sheetData><row><c t="str"><v>x'),
    'workbook.damaged',
    /incomplete or not XML/,
  ],
  ['no XML at all', () => partOf('email,name'), 'workbook.damaged'],
  [
    'bytes that are no text',
    () => partOf(Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xfe, 0x3c])),
    'workbook.damaged',
    /not UTF-8/,
  ],
  ['an attribute of 150 MB', () => partOf(`<worksheet a="${heavy(150 * megabyte)}"/>`), 'workbook.too-large', /memory/],
  ['rows out of order', () => sheetOf('<row r="2"/><row r="1"/>'), 'workbook.damaged', /Row 1 is not where/],
  ['a row beyond the last', () => sheetOf('<row r="99999999999"/>'), 'workbook.damaged'],
  ['a column beyond the last', () => sheetOf('<row><c r="XFE1"><v>1</v></c></row>'), 'workbook.damaged'],
  ['a text that is not there', () => sheetOf('<row><c t="s"><v>4000000000</v></c></row>'), 'workbook.damaged'],
  [
    '201 sheets',
    () => buildWorkbook({ sheets: Object.fromEntries(Array.from({ length: 201 }, (_, at) => [`S${at}`, ''])) }),
    'workbook.too-large',
    /200 sheets/,
  ],
  [
    'one long text in every cell',
    () =>
      buildWorkbook({
        strings: `<si><t>${'x'.repeat(10_000)}</t></si>`,
        sheets: { A: `<row>${'<c t="s"><v>0</v></c>'.repeat(200)}</row>`.repeat(500) },
      }),
    'workbook.too-large',
    /20 MB of text/,
  ],
  [
    '100,000 rows with a cell at the far end',
    () => sheetOf('<row><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'.repeat(100_000)),
    'read',
  ],
  ['a row at the far end', () => sheetOf('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), 'read'],
];

/** Each takes many seconds to make and read. */
const heaviest: readonly Case[] = [
  [
    '143 MB of different texts',
    () =>
      buildWorkbook({
        strings: Array.from({ length: 14_500 }, () => `<si><t>${heavy(9_900)}</t></si>`).join(''),
        sheets: { A: list },
      }),
    'workbook.too-large',
    /128 MB of different texts/,
  ],
  [
    'a million texts',
    () =>
      buildWorkbook({
        strings: Array.from({ length: 1_000_000 }, (_, at) => `<si><t>text ${at}</t></si>`).join(''),
        sheets: { A: list },
      }),
    'read',
  ],
  ['a cell of 60 MB', () => sheetOf(`<row><c t="str"><v>${heavy(60 * megabyte)}</v></c></row>`), 'read'],
];

test.for(sized(cases, [...cases, ...heaviest]))('%s', { timeout: 60_000 }, async ([what, make, code, words = /./s]) => {
  const answer = await read(make);
  expect(answer.code).toBe(code);
  if (code !== 'read') expect(answer.message).toMatch(words);
  expect(answer.growth).toBeLessThan(40 * megabyte);
  expect(answer.child).toBeLessThan(400 * megabyte);
  if (process.env['SHOW_MEMORY']) process.stderr.write(`${what}: ${answer.child} ${answer.growth}\n`);
  expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
  expect(readdirSync(tmpdir())).toEqual([]);
});

const many = () => sheetOf('<row><c t="str"><v>a@b.example</v></c></row>'.repeat(200_000));

test('whoever waits may go, and the process goes too', async () => {
  const gone = new AbortController();
  const path = join(folder, 'gone.xlsx');
  writeFileSync(path, await many());
  const reading = { workbook: createReadStream(path), sheet: null, limits, signal: gone.signal };
  const read = reader.read(reading, async (rows) => {
    for await (const _chunk of rows) gone.abort();
  });
  await expect(read).rejects.toMatchObject({ code: 'workbook.stopped' });
  expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
});

test('a store that fails ends the reading with its own error', async () => {
  const answer = await read(many, () => Promise.reject(new Error('the disk is full')));
  expect(answer.message).toBe('the disk is full');
  expect(process.getActiveResourcesInfo()).not.toContain('ProcessWrap');
});

test('a stop of this process ends what is read and lets nothing begin', async () => {
  const stopping = new WorkbookReader(pino({ level: 'silent' }));
  const path = join(folder, 'stop.xlsx');
  writeFileSync(path, await many());
  const start = (onChunk: () => void) =>
    stopping.read({ workbook: createReadStream(path), sheet: null, limits }, async (rows) => {
      for await (const _chunk of rows) onChunk();
    });
  await expect(start(() => stopping.beforeApplicationShutdown())).rejects.toMatchObject({ code: 'workbook.stopped' });
  await expect(start(() => {})).rejects.toMatchObject({ code: 'workbook.stopped' });
});
