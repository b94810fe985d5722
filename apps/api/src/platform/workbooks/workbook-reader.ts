import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { type BeforeApplicationShutdown, Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { DomainError } from '@engagex/domain/shared';
import { LOGGER } from '../tokens.ts';
import { inWords } from './in-words.ts';
import { type SheetLimits, workbookLimits } from './limits.ts';
import { damaged, type RefusalCode, tooLarge, WorkbookRefusal } from './refusal.ts';
import { Semaphore } from './semaphore.ts';

/** What the process that reads says at its end. */
export type ReadingReport =
  | { readonly sheets: readonly string[]; readonly sheet: string }
  | { readonly refusal: { readonly code: RefusalCode; readonly message: string } };

export interface Reading {
  readonly workbook: Readable;
  /** Null for the first sheet that looks like a list. */
  readonly sheet: string | null;
  readonly limits: SheetLimits;
  readonly signal?: AbortSignal | undefined;
}

type Sheet = Extract<ReadingReport, { readonly sheets: readonly string[] }>;

const script = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './reading-process.ts' : './reading-process.js', import.meta.url),
);
/** It may read files, for that is where its code is; it may write none, start nothing, and knows no setting of ours. */
const flags = [`--max-old-space-size=${workbookLimits.heapMegabytes}`, '--permission', '--allow-fs-read=*'];

/** Reads workbooks, which anybody may have made, in processes of their own; whatever is in one, this process stays as it is. */
@Injectable()
export class WorkbookReader implements BeforeApplicationShutdown {
  readonly #semaphore = new Semaphore(workbookLimits.atOnce, workbookLimits.waiting);
  readonly #stopping = new AbortController();

  constructor(@Inject(LOGGER) private readonly log: Logger) {}

  /** Gives the rows of a sheet, each a line of JSON with its number, its width, its cells, and 1 when it is hidden, to `store`. Throws `workbook.…` for what cannot be read. */
  read(reading: Reading, store: (rows: Readable) => Promise<unknown>): Promise<Sheet> {
    return this.#semaphore.take(async () => {
      const file = await withoutName(reading.workbook);
      try {
        return await this.#run(file, reading, store);
      } catch (error) {
        throw inWords(error);
      } finally {
        await file.close();
      }
    });
  }

  beforeApplicationShutdown(): void {
    this.#stopping.abort();
  }

  async #run(
    file: FileHandle,
    { sheet, limits, signal }: Reading,
    store: (rows: Readable) => Promise<unknown>,
  ): Promise<Sheet> {
    const child = spawn(process.execPath, [...flags, script, JSON.stringify([sheet, limits])], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', file.fd],
      env: {},
    });
    const end = new ReadingEnd(child);
    const late = AbortSignal.timeout(workbookLimits.readMs);
    const stop = AbortSignal.any([late, this.#stopping.signal, ...(signal ? [signal] : [])]);
    const kill = () => child.kill('SIGKILL');
    stop.addEventListener('abort', kill);
    if (stop.aborted) kill();
    try {
      await store(end.rows);
    } catch (error) {
      if (late.aborted) throw tooLarge(`Reading the file took longer than ${workbookLimits.readMs / 60_000} minutes.`);
      if (stop.aborted) throw stopped();
      if (end.complaint) this.log.error({ complaint: end.complaint }, 'a workbook could not be read');
      throw error;
    } finally {
      stop.removeEventListener('abort', kill);
      await end.killed();
    }
    return end.sheet();
  }
}

/** What comes out of the process: rows that end well only when it says so, and never by its death. */
class ReadingEnd {
  readonly rows = new PassThrough();
  /** What it wrote when it fell over something nobody thought of. */
  complaint = '';
  readonly #child: ChildProcess;
  #report: ReadingReport | undefined;
  #noise = '';

  constructor(child: ChildProcess) {
    this.#child = child;
    this.rows.on('error', () => {}); // a store that gave up before does not read them any more
    child.stdout?.pipe(this.rows, { end: false });
    child.stderr?.on('data', (bytes: Buffer) => (this.#noise = (this.#noise + bytes.toString()).slice(0, 4_000)));
    child.on('message', (told: ReadingReport) => (this.#report = told)); // our own process speaks only so
    child.on('error', (error) => this.rows.destroy(error));
    child.on('close', (code) => this.#close(code));
  }

  sheet(): Sheet {
    if (this.#report && 'sheets' in this.#report) return this.#report;
    throw new Error('The rows ended before the process that read them.');
  }

  async killed(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    this.#child.kill('SIGKILL');
    await once(this.#child, 'exit');
  }

  #close(code: number | null): void {
    const report = this.#report;
    if (report && 'sheets' in report) return void this.rows.end();
    if (report) return void this.rows.destroy(new WorkbookRefusal(report.refusal.code, report.refusal.message));
    if (code === null)
      return void this.rows.destroy(tooLarge('Reading the file needs more memory than a list of people should.'));
    this.complaint = this.#noise;
    this.rows.destroy(damaged('The file cannot be read.'));
  }
}

/** A copy that nobody else can open and that is gone with this process, however it ends: it has no name. */
async function withoutName(content: Readable): Promise<FileHandle> {
  const path = join(tmpdir(), `engagex-${randomUUID()}.xlsx`);
  const file = await open(path, 'wx+', 0o600);
  try {
    await rm(path);
    await file.writeFile(content);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

function stopped(): DomainError {
  return new DomainError('unavailable', 'workbook.stopped', 'Reading the file was interrupted. Upload it again.');
}
