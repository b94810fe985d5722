import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OWNER, urlFor } from '../stack/postgres/postgres.ts';

/** Where the owner of the tables reaches the database of a product started with this data folder. */
export async function ownerUrlOf(data: string): Promise<string> {
  const secrets = JSON.parse(await readFile(join(data, 'secrets.json'), 'utf8')) as Record<string, string>; // written by tools/stack
  const port = (await readFile(join(data, 'postgres/postmaster.pid'), 'utf8')).split('\n')[3]; // PostgreSQL writes it there
  return urlFor(Number(port), OWNER, secrets['ownerPassword'] ?? '', 'engagex');
}
