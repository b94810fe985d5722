import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { DomainError } from '@engagex/domain/shared';
import type { SandboxLimits } from './limits.ts';
import type { Order, Report } from './messages.ts';
import { needsMemory, notStarted, stopped, takesTime, tooNested, unreadable } from './refusals.ts';

interface Doing {
  readonly began: () => void;
  readonly end: (report: Exclude<Report, { began: true }>) => void;
  readonly fail: (error: unknown) => void;
}

interface JobProcessOptions {
  readonly script: URL;
  readonly limits: SandboxLimits;
  readonly hasAddons?: true | undefined;
  readonly complain: (complaint: string) => void;
}

/** How V8 ends a process whose heap is full, and the system one that takes too much. */
const deathsOfMemory = new Set<string | number | null>(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGKILL', 134]);

/**
 * A process with little memory and nothing to lose: it knows no setting of ours, may write no file and start nothing.
 * A thread would not do: an allocation that is too large for it ends the whole process.
 */
export class JobProcess {
  readonly #child: ChildProcess;
  readonly #limits: SandboxLimits;
  readonly #complain: (complaint: string) => void;
  #doing: Doing | null = null;
  #noise = '';
  /** Why it was ended, when we did it. */
  #verdict: (() => DomainError) | null = null;
  #isOver = false;

  constructor({ script, limits, hasAddons, complain }: JobProcessOptions) {
    this.#limits = limits;
    this.#complain = complain;
    const memory = `--max-old-space-size=${limits.heapMegabytes}`;
    const flags = [
      memory,
      '--permission',
      '--allow-fs-read=*',
      ...(hasAddons ? ['--allow-addons', '--no-warnings'] : []),
    ];
    const source = script.pathname.endsWith('.ts') ? ['--conditions=source'] : [];
    this.#child = spawn(process.execPath, [...flags, ...source, fileURLToPath(script)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      env: {},
    });
    this.#child.stderr?.on('data', (bytes: Buffer) => (this.#noise = (this.#noise + bytes.toString()).slice(-4_000)));
    this.#child.on('message', (report: Report) => this.#hear(report)); // serve-jobs.ts speaks only so
    this.#child.on('error', (error) => this.#close(error.message, null));
    this.#child.on('close', (code, signal) => this.#close(this.#noise, signal ?? code));
  }

  /** Whether it can be given more to do. */
  get isUsable(): boolean {
    return !this.#isOver && this.#verdict === null;
  }

  /** Does one piece of work; the process is over when it takes too long or too much. */
  run(order: Order): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    let late = setTimeout(() => this.#kill(notStarted), this.#limits.startMs);
    const done = () => {
      clearTimeout(late);
      this.#doing = null;
    };
    this.#doing = {
      began: () => {
        clearTimeout(late);
        late = setTimeout(() => this.#kill(() => takesTime(this.#limits.jobMs)), this.#limits.jobMs);
      },
      end: (report) => {
        done();
        if ('output' in report) return resolve(report.output);
        reject(this.#errorOf(report));
      },
      fail: (error) => {
        done();
        reject(error);
      },
    };
    this.#child.send({ ...order }, (error) => error && this.#kill(notStarted));
    return promise;
  }

  end(): void {
    this.#kill(stopped);
  }

  #errorOf(report: Exclude<Report, { began: true } | { output: unknown }>): Error {
    if ('refusal' in report) {
      const { kind, code, message, errors } = report.refusal;
      return new DomainError(kind, code, message, { errors });
    }
    if (report.limit === 'nesting') return tooNested();
    if (report.limit === 'memory') return needsMemory(this.#limits.heapMegabytes);
    this.#complain(report.complaint);
    return unreadable();
  }

  #hear(report: Report): void {
    if ('began' in report) this.#doing?.began();
    else this.#doing?.end(report);
  }

  #kill(verdict: () => DomainError): void {
    this.#verdict ??= verdict;
    this.#child.kill('SIGKILL');
  }

  /** Its death without our doing is its memory, or else something nobody thought of. */
  #close(noise: string, how: string | number | null): void {
    if (this.#isOver) return;
    this.#isOver = true;
    if (!this.#doing) return;
    if (this.#verdict) return this.#doing.fail(this.#verdict());
    if (deathsOfMemory.has(how) || /heap out of memory/i.test(noise))
      return this.#doing.fail(needsMemory(this.#limits.heapMegabytes));
    this.#complain(`It ended with ${how}: ${noise}`);
    this.#doing.fail(notStarted());
  }
}
