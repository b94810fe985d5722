import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';

const built = (name: string) => join(import.meta.dirname, `../../dist/${name}.js`);

/** So that the workers of many tests are compiled once. */
const compileCache = join(import.meta.dirname, '../../../../node_modules/.cache/compiled');

/** The built worker as a process of its own, to be killed in the middle of its work; throws when it is not built. */
export function startWorker(config: Config, settings: Readonly<Record<string, string>> = {}): ChildProcess {
  return startBuilt('worker', config, settings);
}

/** The built process that takes events, at this port. */
export function startEvents(config: Config, port: number): ChildProcess {
  return startBuilt('events', config, { PORT: String(port), EVENTS_PER_SECOND: String(config.EVENTS_PER_SECOND) });
}

/** The built API, at this port. */
export function startApi(config: Config, port: number, settings: Readonly<Record<string, string>> = {}): ChildProcess {
  return startBuilt('main', config, { PORT: String(port), ...settings });
}

function startBuilt(name: string, config: Config, settings: Readonly<Record<string, string>>): ChildProcess {
  const script = built(name);
  if (!existsSync(script)) throw new Error(`${name} is not built. Run: npm run build`);
  return spawn(process.execPath, [script], {
    stdio: 'inherit',
    env: {
      NODE_ENV: 'test',
      NODE_COMPILE_CACHE: compileCache,
      PORT: '0',
      PUBLIC_URL: config.PUBLIC_URL,
      DATABASE_URL: config.DATABASE_URL,
      INTERNAL_SECRET: config.INTERNAL_SECRET,
      TRACKING_SECRET: config.TRACKING_SECRET,
      ENCRYPTION_SECRET: config.ENCRYPTION_SECRET,
      FILES_DIR: config.FILES_DIR,
      SMTP_URL: config.SMTP_URL,
      LOG_LEVEL: process.env['TEST_LOG_LEVEL'] ?? 'fatal',
      ...settings,
    },
  });
}
