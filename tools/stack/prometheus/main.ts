/**
 * Prometheus beside the stack, as a service that the launcher knows how to wait for: PORT for its readiness, PROMETHEUS_PORT for its own
 * page, PROMETHEUS_DIR for its settings and what it stored.
 */
import { spawn } from 'node:child_process';
import { createServer, type ServerResponse } from 'node:http';
import { join } from 'node:path';

const { PORT, PROMETHEUS_PORT, PROMETHEUS_DIR = '', INSTANCE_ID: instance = '' } = process.env;
const own = `http://127.0.0.1:${PROMETHEUS_PORT}`;

const prometheus = spawn(
  'prometheus',
  [
    `--config.file=${join(PROMETHEUS_DIR, 'prometheus.yml')}`,
    `--storage.tsdb.path=${join(PROMETHEUS_DIR, 'data')}`,
    '--storage.tsdb.retention.time=7d',
    `--web.listen-address=127.0.0.1:${PROMETHEUS_PORT}`,
    '--log.level=warn',
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
prometheus.once('exit', (code) => process.exit(code ?? 1));
prometheus.once('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});

createServer((_request, response) => void answer(response)).listen(Number(PORT), '127.0.0.1');

async function answer(response: ServerResponse): Promise<void> {
  const isReady = await fetch(`${own}/-/ready`).then(
    ({ ok }) => ok,
    () => false,
  );
  response.writeHead(isReady ? 200 : 503, { 'content-type': 'application/json' }).end(JSON.stringify({ instance }));
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => prometheus.kill('SIGTERM'));
