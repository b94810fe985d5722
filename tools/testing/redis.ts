import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../stack/ports.ts';

const program = 'redis-server';

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** Whether this machine has a Redis to test with. */
export function hasRedis(): boolean {
  return spawnSync(program, ['--version']).status === 0;
}

/** A Redis of its own on loopback, which keeps nothing on disk; refuses to evict, as BullMQ needs. */
export async function startRedis(port?: number): Promise<TestRedis> {
  const listens = port ?? (await freePort());
  const folder = mkdtempSync(join(tmpdir(), 'engagex-redis-'));
  const flags = ['--port', String(listens), '--bind', '127.0.0.1', '--save', '', '--maxmemory-policy', 'noeviction'];
  const child = spawn(program, [...flags, '--dir', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (/ready to accept connections/i.test(said)) break;
  }
  child.stdout.resume();
  return {
    url: `redis://127.0.0.1:${listens}`,
    port: listens,
    stop: async () => {
      if (child.exitCode === null) {
        child.kill('SIGTERM');
        await once(child, 'exit');
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
