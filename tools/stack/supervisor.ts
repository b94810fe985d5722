/** Starts the processes of the stack, starts them again when they die, and stops them in order. */
import { randomUUID } from 'node:crypto';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { Deaths, inWords } from './deaths.ts';
import type { Log } from './logs.ts';
import { eachLine, endOf } from './processes.ts';
import { StackError } from './stack-error.ts';

export interface ServicePlan {
  readonly name: string;
  /** Arguments to this same Node: the script and what it takes. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Answers 200 when the service can work, with the INSTANCE_ID it was started with as `instance`. */
  readonly readyUrl: string;
}

export interface TaskPlan {
  readonly name: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly onLine: Log;
}

export interface SupervisorOptions {
  /** Names by stage: a stage is stopped once everything in the stage before it is gone. */
  readonly stopOrder: readonly (readonly string[])[];
  readonly logFor: (name: string) => Log;
  /** Called with the pid at every start, so that it can be written down. */
  readonly onStarted?: (name: string, pid: number) => void;
  readonly graceMs?: number;
  readonly firstPauseMs?: number;
}

/** A service as it runs now. */
interface Service {
  readonly plan: ServicePlan;
  /** What the running process was told to call itself. */
  instance: string;
  readonly deaths: Deaths;
  lastEnding: string;
}

interface Stoppable {
  stop(): Promise<void>;
  hurry(): void;
}

/** A service that dies this often before it was ever ready will not become it by being started once more. */
const DEATHS_AT_FIRST = 5;
const READY_WITHIN_MS = 60_000;

export class Supervisor {
  readonly #options: Required<SupervisorOptions>;
  readonly #running = new Map<string, Stoppable>();
  readonly #pids = new Map<string, number>();
  #stopping: Promise<void> | null = null;
  #isHurried = false;

  constructor(options: SupervisorOptions) {
    this.#options = { graceMs: 10_000, firstPauseMs: 250, onStarted: () => {}, ...options };
  }

  get isStopping(): boolean {
    return this.#stopping !== null;
  }

  pidOf(name: string): number | null {
    return this.#pids.get(name) ?? null;
  }

  /** Keeps the service running from now on; resolves when it first answers that it is ready. */
  async keepRunning(plan: ServicePlan): Promise<void> {
    const log = this.#options.logFor(plan.name);
    const deaths = new Deaths(this.#options.firstPauseMs);
    const service: Service = { plan, instance: '', deaths, lastEnding: '' };
    let child: ChildProcess | null = null;
    let pause: NodeJS.Timeout | undefined;
    let whenGone = Promise.resolve();

    const start = () => {
      const startedAt = Date.now();
      service.instance = randomUUID();
      child = this.#spawn({ ...plan, env: { ...plan.env, INSTANCE_ID: service.instance } }, 'ipc');
      const { pid } = child;
      if (pid !== undefined) this.noteStart(plan.name, pid);
      eachLine(child, log);
      whenGone = endOf(child).then((ending) => {
        if (pid !== undefined) killGroup(pid);
        if (!this.#stopping) startAgain(ending, Date.now() - startedAt);
      });
    };
    const startAgain = (ending: string, livedMs: number) => {
      service.lastEnding = ending;
      const pauseMs = deaths.count(livedMs);
      log(`${plan.name} ${ending}; ${inWords(pauseMs)} (${deaths.inARow})`);
      pause = setTimeout(start, pauseMs);
    };

    this.#adopt(plan.name, {
      stop: async () => {
        clearTimeout(pause);
        await this.#end(child, whenGone, log);
      },
      hurry: () => child?.kill('SIGKILL'),
    });
    start();
    await this.#untilReady(service);
  }

  /** Runs something that ends on its own, and throws when it does not end well. */
  async complete(plan: TaskPlan): Promise<void> {
    this.#refuseWhenStopping();
    const child = this.#spawn(plan, 'ignore');
    eachLine(child, plan.onLine);
    const ended = endOf(child);
    this.#adopt(plan.name, {
      stop: () =>
        this.#end(
          child,
          ended.then(() => {}),
          plan.onLine,
        ),
      hurry: () => child.kill('SIGKILL'),
    });
    const ending = await ended;
    this.#running.delete(plan.name);
    this.#refuseWhenStopping();
    if (ending !== 'ended') throw new StackError(`${plan.name} ${ending}.`);
  }

  /** Takes over the stopping of a process that somebody else started. */
  async adopt(name: string, pid: number, process: Stoppable) {
    this.noteStart(name, pid);
    if (this.#stopping) await process.stop();
    this.#adopt(name, process);
  }

  /** What was taken over runs under another pid now. */
  noteStart(name: string, pid: number) {
    this.#pids.set(name, pid);
    this.#options.onStarted(name, pid);
  }

  /** Stops everything, stage by stage. A second call waits for the same stop. */
  stop(): Promise<void> {
    this.#stopping ??= this.#stopInOrder();
    return this.#stopping;
  }

  /** No more patience: what still runs is killed, except what was adopted, which knows best itself. */
  hurry() {
    this.#isHurried = true;
    for (const process of this.#running.values()) process.hurry();
  }

  async #stopInOrder() {
    const named = this.#options.stopOrder.flat();
    const unnamed = [...this.#running.keys()].filter((name) => !named.includes(name));
    for (const stage of [unnamed, ...this.#options.stopOrder]) {
      await Promise.all(
        stage.map(async (name) => {
          await this.#running.get(name)?.stop();
          this.#running.delete(name);
        }),
      );
    }
  }

  #adopt(name: string, process: Stoppable) {
    this.#refuseWhenStopping();
    this.#running.set(name, process);
  }

  #refuseWhenStopping() {
    if (this.#stopping) throw new StackError('Stopping.');
  }

  #spawn({ args, env }: ServicePlan | TaskPlan, channel: 'ipc' | 'ignore'): ChildProcess {
    // Its own process group: Ctrl-C must reach the launcher alone, or everything would stop at once and in no order.
    return spawn(process.execPath, args, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe', channel] });
  }

  async #end(child: ChildProcess | null, whenGone: Promise<void>, log: Log) {
    if (!child || hasEnded(child)) return whenGone;
    child.kill(this.#isHurried ? 'SIGKILL' : 'SIGTERM');
    const patience = setTimeout(() => {
      log(`did not stop within ${this.#options.graceMs / 1000} s; killing it`);
      child.kill('SIGKILL');
    }, this.#options.graceMs);
    await whenGone;
    clearTimeout(patience);
  }

  async #untilReady(service: Service) {
    const { name, readyUrl } = service.plan;
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await isReady(readyUrl, service.instance))) {
      this.#refuseWhenStopping();
      const { deaths, lastEnding } = service;
      if (deaths.inARow > DEATHS_AT_FIRST)
        throw new StackError(`${name} ${lastEnding}, for the ${deaths.inARow}th time. Its log above says why.`);
      if (Date.now() > deadline) {
        throw new StackError(
          `${name} was not ready within ${READY_WITHIN_MS / 1000} s (${readyUrl}). Its log above says why.`,
        );
      }
      await sleep(50);
    }
    this.#refuseWhenStopping();
  }
}

/** Whether the process that was started is ready, not another one that answers at its address. */
async function isReady(url: string, instance: string): Promise<boolean> {
  try {
    // Not by fetch(): loading that takes longer than some of what is waited for.
    const [response] = (await once(get(url, { signal: AbortSignal.timeout(2_000) }), 'response')) as [IncomingMessage];
    const answer: unknown = await json(response);
    const says = answer && typeof answer === 'object' && 'instance' in answer ? answer.instance : null;
    return response.statusCode === 200 && says === instance;
  } catch {
    return false;
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** What a dead service started itself must not outlive it. */
function killGroup(pid: number) {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group, as it should be.
  }
}
