/** What tracking is measured beside: a bare node:http that commits a row for each request. DATABASE_URL says where. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 });
await pool.query('create table if not exists bare_hits (at timestamptz not null default now(), path text not null)');

const server = createServer((request, response) => {
  pool.query({ name: 'hit', text: 'insert into bare_hits (path) values ($1)', values: [request.url] }).then(
    () => response.writeHead(204).end(),
    () => response.writeHead(500).end(),
  );
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // a TCP server has a port
  process.send?.(port);
});
