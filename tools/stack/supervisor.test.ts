import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
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
  const { PORT, NAME, DIARY, DIES_AT_ONCE, IS_STUBBORN, INSTANCE_ID } = process.env;
  const note = (text) => appendFileSync(DIARY, NAME + ' ' + text + '\\n');
  createServer((_request, response) => response.end(JSON.stringify({ instance: INSTANCE_ID }))).listen(Number(PORT), '127.0.0.1', () => note('started'));
  if (DIES_AT_ONCE) process.exit(3);
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

test('a service that dies before it was ever ready is given up with a reason', async () => {
  const { supervisor, lines } = supervise();
  const started = supervisor.keepRunning(await service('api', { DIES_AT_ONCE: 'yes' }));

  await expect(started).rejects.toThrow('api ended with code 3, for the 6th time. Its log above says why.');
  expect(lines).toContain('api ended with code 3; starting it again (5)');
});

test('a service that keeps dying is started again after longer and longer, and no other with it', async () => {
  const { supervisor, lines } = supervise();
  await supervisor.keepRunning(await service('worker'));
  const worker = pidOf(supervisor, 'worker');
  await supervisor.keepRunning(await service('api'));

  for (let death = 1; death <= 8; death += 1) {
    const pid = pidOf(supervisor, 'api');
    process.kill(pid, 'SIGKILL');
    await vi.waitFor(() => expect(pidOf(supervisor, 'api')).not.toBe(pid), 15_000);
  }

  expect(lines).toContain('api was killed by SIGKILL; starting it again in 1 second (8)');
  expect(pidOf(supervisor, 'worker')).toBe(worker);
  expect(identify(worker)).not.toBeNull();
});

test('a stranger that answers at its address is not taken for the service', async () => {
  const port = await freePort();
  const stranger = createServer((_request, response) => response.end('{"status":"ok"}')).listen(port, '127.0.0.1');
  await once(stranger, 'listening');
  const { supervisor } = supervise();
  let isReady = false;
  const started = supervisor.keepRunning(await service('api', {}, port)).then(() => (isReady = true));
  await vi.waitFor(() => expect(identify(pidOf(supervisor, 'api'))).not.toBeNull());
  expect(isReady).toBe(false);
  await expect(started).rejects.toThrow(/api ended with code 1, for the 6th time/);
  stranger.close();
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
    const supervisor = new Supervisor({ stopOrder: [], logFor: () => () => {} });
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
