import { fileURLToPath } from 'node:url';
import type { Ports } from './stack-context.ts';
import type { ServicePlan } from './supervisor.ts';

export function publicUrl(ports: Ports, env: NodeJS.ProcessEnv): string {
  return env['PUBLIC_URL'] ?? `http://localhost:${ports.bff}`;
}

/** What the person set passes through, except the owner's way into the database: no service may hold that. */
export function common(env: NodeJS.ProcessEnv, ports: Ports): NodeJS.ProcessEnv {
  const { DATABASE_URL: _ownerUrl, MIGRATIONS_DATABASE_URL: _sameAgain, ...rest } = env;
  return {
    NODE_ENV: 'development',
    LOG_LEVEL: 'info',
    DRAIN_SECONDS: '0',
    ...rest,
    HOST: '127.0.0.1',
    PUBLIC_URL: publicUrl(ports, env),
  };
}

export function plan(name: string, script: string, port: number, env: NodeJS.ProcessEnv): ServicePlan {
  const followLauncher = new URL('follow-launcher.ts', import.meta.url).href;
  const compileCache = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));
  return {
    name,
    args: ['--import', followLauncher, script],
    env: { NODE_COMPILE_CACHE: compileCache, ...env, PORT: String(port) },
    readyUrl: `http://127.0.0.1:${port}/health/ready`,
  };
}
