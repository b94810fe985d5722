import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Result {
  readonly code: number;
  /** What it printed, on both streams, in the order it came. */
  readonly output: string;
}

/** Runs a command of this project to its end. */
export function run(
  command: readonly string[],
  options: { cwd: string; env?: Record<string, string> | undefined },
): Promise<Result> {
  const [program = '', ...parameters] = command;
  const path = `${join(options.cwd, 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;
  return new Promise((resolve) => {
    const child = spawn(program, parameters, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env, PATH: path, NX_DAEMON: 'false', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => resolve({ code: 1, output: `${program} could not be started: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
