import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { untilListening } from '../../bench/mail-sink.ts';

/** Debian puts it here. */
const haproxyPath = '/usr/sbin/haproxy';
export const hasHaproxy = existsSync(haproxyPath);

export interface Front {
  readonly name: string;
  readonly port: number;
  readonly targets: readonly number[];
  /** Browsers and programs come by HTTP; the BFF keeps its connections to the API as they are. */
  readonly mode: 'http' | 'tcp';
}

/** haproxy as deploy/compose/haproxy.cfg sets it up, with these in front and behind. Resolves to what stops it. */
export async function startHaproxy(folder: string, fronts: readonly Front[]): Promise<() => Promise<void>> {
  const file = join(folder, 'haproxy.cfg');
  writeFileSync(file, [defaults, ...fronts.map(section)].join('\n'));
  const haproxy = spawn(haproxyPath, ['-db', '-f', file], { stdio: 'ignore' });
  await Promise.all(fronts.map(({ port }) => untilListening(port)));
  return async () => {
    const ended = once(haproxy, 'exit');
    haproxy.kill('SIGKILL');
    await ended;
  };
}

const defaults = `
defaults
  timeout connect 5s
  timeout client 75s
  timeout server 75s
  timeout check 5s
  option redispatch
  retry-on conn-failure
  retries 3
`;

function section({ name, port, targets, mode }: Front): string {
  const servers = targets.map(
    (target) => `  server ${name}-${target} 127.0.0.1:${target} check inter 200ms fall 1 rise 1`,
  );
  return `
listen ${name}
  mode ${mode}
  bind 127.0.0.1:${port}
  balance roundrobin
  option httpchk GET /health/ready
${servers.join('\n')}
`;
}
