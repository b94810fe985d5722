import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { isAsNoted, noteState } from './built.ts';
import { enterAlone } from './enter-alone.ts';
import type { Log } from './logs.ts';
import { StackError } from './stack-error.ts';
import type { TaskPlan } from './supervisor.ts';

const PROJECTS = ['domain', 'tenancy', 'sdk', 'api', 'bff', 'web'];
const REMIND_AFTER_MS = 5_000;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Whatever the build reads or writes. */
const PLACES = [
  'apps',
  'libs',
  'tsconfig.base.json',
  'rolldown.base.ts',
  'nx.json',
  'package.json',
  'package-lock.json',
];
const NOTE = join(ROOT, '.nx/built-by-npm-start');
const LOCK = join(ROOT, '.nx/building');

/**
 * Builds what changed since the last time, which Nx knows; `complete` runs the task. Says little unless it fails. When
 * nothing was touched at all, Nx is not even asked: that alone takes it some seconds.
 */
export async function build(complete: (task: TaskPlan) => Promise<void>, log: Log) {
  if (isAsNoted(NOTE, ROOT, PLACES)) return;
  const leave = await enterAlone(LOCK);
  try {
    // Whoever was here before may have built just this.
    if (!isAsNoted(NOTE, ROOT, PLACES)) await buildAll(complete, log);
  } finally {
    leave();
  }
}

async function buildAll(complete: (task: TaskPlan) => Promise<void>, log: Log) {
  const output: string[] = [];
  const waiting = new Set(PROJECTS);
  const onLine = (line: string) => {
    output.push(line);
    const { project, note } = /✔\s+nx run @engagex\/(?<project>\w+):build(?<note>.*)/.exec(line)?.groups ?? {};
    if (project === undefined || !waiting.delete(project)) return;
    if (!note?.includes('cache')) log(`built ${project}`);
  };
  const reminder = setInterval(() => log(`still building ${[...waiting].join(', ')}`), REMIND_AFTER_MS);

  try {
    const projects = PROJECTS.map((name) => `@engagex/${name}`).join(',');
    const args = [createRequire(import.meta.url).resolve('nx'), 'run-many', '-t', 'build', '-p', projects];
    await complete({ name: 'build', args, env: { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false' }, onLine });
    noteState(NOTE, ROOT, PLACES);
    log('everything is built');
  } catch (cause) {
    throw new StackError(`The build failed.\n${failureIn(output)}`, { cause });
  } finally {
    clearInterval(reminder);
  }
}

/** The output of the task that failed, without what Nx and npm say around it. */
function failureIn(output: readonly string[]): string {
  const lines = output.map((line) => stripVTControlCharacters(line));
  const first = lines.findIndex((line) => line.startsWith('> nx run'));
  const last = lines.findIndex((line, index) => index > first && /^\s*NX\s+Running target/.test(line));
  const task = first === -1 ? lines : lines.slice(first, last === -1 ? undefined : last);
  return task.filter((line) => line.trim() !== '' && !line.startsWith('npm error')).join('\n');
}
