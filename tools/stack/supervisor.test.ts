import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { freePort } from './ports.ts';
import { identify } from './processes.ts';
import { Supervisor } from './supervisor.ts';
import type { ServicePlan, SupervisorOptions } from './supervisor.ts';

const folder = temporaryFolder();
const diary = join(folder, 'diary');
const running: Supervisor[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((supervisor) => supervisor.stop()));
});

/** Answers that it is ready, writes down what happens to it, and takes orders in its environment. */
const SERVICE = `
  import { appendFileSync } from 'node:fs';
  import { createServer } from 'node:http';
  const { PORT, NAME, DIARY, DIES_AFTER, IS_STUBBORN } = process.env;
  const note = (text) => appendFileSync(DIARY, NAME + ' ' + text + '\\n');
  createServer((_request, response) => response.end()).listen(Number(PORT), '127.0.0.1', () => note('started'));
  if (DIES_AFTER) setTimeout(() => process.exit(3), Number(DIES_AFTER));
  process.on('SIGTERM', () => {
    note('was asked to stop');
    if (!IS_STUBBORN) setTimeout(() => { note('stopped'); process.exit(); }, 60);
  });
`;

test('a service that is killed is started again, told by name, under its new pid', async () => {
  const { supervisor, lines } = supervise();
  await supervisor.keepRunning(await service('worker'));
  const first = pidOf(supervisor, 'worker');

  process.kill(first, 'SIGKILL');

  await vi.waitFor(() => expect(diaryLines()).toEqual(['worker started', 'worker started']), 15_000);
  expect(lines).toContain('worker was killed by SIGKILL; starting it again (1)');
  expect(pidOf(supervisor, 'worker')).not.toBe(first);
});

test('a service that keeps dying is given up with a reason', async () => {
  const onGivenUp = vi.fn<(reason: string) => void>();
  const { supervisor, lines } = supervise({ onGivenUp });
  void supervisor.keepRunning(await service('api', { DIES_AFTER: '1' })).catch(() => {});

  await vi.waitFor(() => expect(onGivenUp).toHaveBeenCalled(), 15_000);

  expect(onGivenUp).toHaveBeenCalledExactlyOnceWith('api ended with code 3, for the 6th time within a minute');
  expect(lines.filter((line) => line.includes('starting it again'))).toHaveLength(5);
});

test('a stage is stopped when everything in the stage before it is gone', async () => {
  const { supervisor } = supervise();
  const plans = await Promise.all(['inbox', 'api', 'worker', 'bff'].map((name) => service(name)));
  await Promise.all(plans.map((plan) => supervisor.keepRunning(plan)));
  const stop = () => Promise.resolve(note('postgres stopped'));
  await supervisor.adopt('postgres', process.pid, { stop, hurry: () => {} });
  writeFileSync(diary, '');

  await supervisor.stop();

  const events = diaryLines();
  expect(events.slice(0, 2)).toEqual(['bff was asked to stop', 'bff stopped']);
  expect(events.slice(2, 4).toSorted()).toEqual(['api was asked to stop', 'worker was asked to stop']);
  expect(events.slice(4, 6).toSorted()).toEqual(['api stopped', 'worker stopped']);
  expect(events.slice(6)).toEqual(['inbox was asked to stop', 'inbox stopped', 'postgres stopped']);
});

test('what is stopped on purpose is not started again', async () => {
  const { supervisor, lines } = supervise();
  await supervisor.keepRunning(await service('bff'));
  await supervisor.stop();
  expect(lines.filter((line) => line.includes('starting it again'))).toEqual([]);
});

test('a service that does not stop in time is killed, and that is told', async () => {
  const { supervisor, lines } = supervise({ graceMs: 200 });
  await supervisor.keepRunning(await service('worker', { IS_STUBBORN: 'yes' }));
  const pid = pidOf(supervisor, 'worker');

  await supervisor.stop();

  expect(lines).toContain('did not stop within 0.2 s; killing it');
  expect(identify(pid)).toBeNull();
});

test('hurrying does not wait for the grace to pass', async () => {
  const { supervisor } = supervise({ graceMs: 60_000 });
  await supervisor.keepRunning(await service('worker', { IS_STUBBORN: 'yes' }));
  const stopped = supervisor.stop();
  supervisor.hurry();
  await stopped;
  expect(diaryLines()).toContain('worker started');
});

test('nothing new is started while stopping', async () => {
  const { supervisor } = supervise();
  await supervisor.stop();
  await expect(supervisor.keepRunning(await service('api'))).rejects.toThrow('Stopping.');
  expect(diaryLines()).toEqual([]);
});

test('a task that fails says how', async () => {
  const { supervisor, lines } = supervise();
  const task = { name: 'migrations', args: ['-e', 'console.log("half way"); process.exit(4)'], env: process.env };
  await expect(supervisor.complete({ ...task, onLine: (line) => lines.push(line) })).rejects.toThrow(
    'migrations ended with code 4.',
  );
  expect(lines).toEqual(['half way']);
});

test('services stop by themselves when the launcher is killed', async () => {
  const port = await freePort();
  const launcher = `
    import { Supervisor } from ${JSON.stringify(new URL('supervisor.ts', import.meta.url).href)};
    const supervisor = new Supervisor({ stopOrder: [], logFor: () => () => {}, onGivenUp: () => {} });
    await supervisor.keepRunning(${JSON.stringify(await service('api', {}, port))});
    process.kill(process.pid, 'SIGKILL');
  `;
  const { supervisor } = supervise();
  await supervisor
    .complete({
      name: 'launcher',
      args: ['--input-type=module', '-e', launcher],
      env: process.env,
      onLine: () => {},
    })
    .catch(() => {});
  await vi.waitFor(() => expect(diaryLines().at(-1)).toBe('api stopped'), 15_000);
});

function supervise(options: Partial<SupervisorOptions> = {}) {
  writeFileSync(diary, '');
  const lines: string[] = [];
  const supervisor = new Supervisor({
    stopOrder: [['bff'], ['api', 'worker'], ['inbox'], ['postgres']],
    logFor: () => (line) => lines.push(line),
    onGivenUp: () => {},
    firstPauseMs: 10,
    ...options,
  });
  running.push(supervisor);
  return { supervisor, lines };
}

async function service(name: string, env: NodeJS.ProcessEnv = {}, port?: number): Promise<ServicePlan> {
  const chosen = port ?? (await freePort());
  const followLauncher = new URL('follow-launcher.ts', import.meta.url).href;
  return {
    name,
    args: ['--import', followLauncher, '--input-type=module', '-e', SERVICE],
    env: { ...process.env, NAME: name, DIARY: diary, PORT: String(chosen), ...env },
    readyUrl: `http://127.0.0.1:${chosen}/`,
  };
}

function pidOf(supervisor: Supervisor, name: string): number {
  const pid = supervisor.pidOf(name);
  if (pid === null) throw new Error(`${name} does not run`);
  return pid;
}

function note(text: string) {
  writeFileSync(diary, `${text}\n`, { flag: 'a' });
}

function diaryLines(): string[] {
  return readFileSync(diary, 'utf8').split('\n').filter(Boolean);
}
