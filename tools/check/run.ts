import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

export interface Result {
  readonly code: number;
  /** What it printed, on both streams, in the order it came. */
  readonly output: string;
}

const running = new Set<ChildProcess>();

/** Runs a command of this project to its end. */
export function run(
  [program = '', ...args]: readonly string[],
  { cwd, env = {} }: { cwd: string; env?: Readonly<Record<string, string>> },
): Promise<Result> {
  const { FORCE_COLOR: _colour, ...inherited } = process.env;
  const path = `${join(cwd, 'node_modules/.bin')}:${inherited['PATH'] ?? ''}`;
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...inherited, ...env, PATH: path, NX_DAEMON: 'false', NX_TUI: 'false', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    const collect = (chunk: string) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', (error) => resolve({ code: 1, output: `${program} could not be started: ${error.message}` }));
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code: code ?? 1, output });
    });
  });
}

export function stopRunning() {
  for (const child of running) child.kill('SIGTERM');
}
