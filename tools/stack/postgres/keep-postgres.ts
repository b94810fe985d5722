/** PostgreSQL as a service of the stack: started again when it dies, like any other. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Deaths, inWords } from '../deaths.ts';
import { startPostgres } from './postgres.ts';
import type { PostgresOptions, RunningPostgres } from './postgres.ts';
import { StackError } from '../stack-error.ts';
import type { Supervisor } from '../supervisor.ts';

export interface KeepPostgresOptions extends PostgresOptions {
  readonly supervisor: Supervisor;
}

/** Resolves when it first answers; from then on it is started again for as long as the stack is not stopping. */
export async function keepPostgresRunning({ supervisor, ...options }: KeepPostgresOptions): Promise<RunningPostgres> {
  const first = await startPostgres(options);
  const service: Service = { current: Promise.resolve(first), deaths: new Deaths() };
  // One that is on its way up is waited for: nobody else would stop it.
  const stop = async () => (await service.current)?.stop();
  await supervisor.adopt('postgres', first.pid, { stop, hurry: () => {} });
  void restartWhenItEnds(service, options, supervisor);
  return first;
}

interface Service {
  /** Null when it could not be started. */
  current: Promise<RunningPostgres | null>;
  readonly deaths: Deaths;
}

async function restartWhenItEnds(service: Service, options: PostgresOptions, supervisor: Supervisor) {
  while (!supervisor.isStopping) {
    const startedAt = Date.now();
    const server = await service.current;
    const ending = server ? await server.exited : 'did not start';
    if (supervisor.isStopping) return;
    const pause = service.deaths.count(server ? Date.now() - startedAt : 0);
    options.log(`PostgreSQL ${ending}; ${inWords(pause)}`);
    await sleep(pause);
    if (supervisor.isStopping) return;
    service.current = startAgain(options, supervisor);
  }
}

async function startAgain(options: PostgresOptions, supervisor: Supervisor): Promise<RunningPostgres | null> {
  try {
    const server = await startPostgres(options);
    supervisor.noteStart('postgres', server.pid);
    options.log('PostgreSQL is running again');
    return server;
  } catch (error) {
    options.log(error instanceof StackError ? error.message : String(error));
    return null;
  }
}
