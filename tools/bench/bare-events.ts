/**
 * What taking events is measured beside: a bare node:http that inserts what came in the last milliseconds by UNNEST and checks
 * nothing. DATABASE_URL says where.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 2 });
await pool.query(`create table if not exists bare_events (id uuid primary key default uuidv7(),
  at timestamptz not null default now(), name text not null, properties jsonb not null)`);

interface Waiting {
  readonly name: string;
  readonly properties: string;
  readonly response: ServerResponse;
}
let waiting: Waiting[] = [];
let isWriting = false;

async function write(): Promise<void> {
  if (isWriting || waiting.length === 0) return;
  isWriting = true;
  const group = waiting;
  waiting = [];
  await pool.query({
    name: 'events',
    text: 'insert into bare_events (name, properties) select * from unnest($1::text[], $2::jsonb[])',
    values: [group.map(({ name }) => name), group.map(({ properties }) => properties)],
  });
  for (const { response } of group) response.writeHead(202, { 'content-length': 2 }).end('{}');
  isWriting = false;
  void write();
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { event, ...rest } = JSON.parse(Buffer.concat(chunks).toString()) as { event: string }; // what the bench sends
    waiting.push({ name: event, properties: JSON.stringify(rest), response });
    setTimeout(() => void write(), 2);
  });
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // a TCP server has a port
  process.send?.(port);
});
