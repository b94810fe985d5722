/**
 * Walks the audit log of organizations from the first entry to the last and says where it was tampered with. The hash
 * is computed here and not by the database's own function: whoever can change a row there can change that as well.
 */
import { createHash } from 'node:crypto';
import type pg from 'pg';

export interface CheckedLog {
  readonly organizationId: string;
  readonly name: string;
  readonly entries: number;
  /** The hash of the last entry, in hexadecimal; all zeros for an empty log. */
  readonly head: string;
  /** The first thing that is wrong, as a sentence; null when the chain is intact. */
  readonly problem: string | null;
}

export interface CheckOptions {
  /** Only this organization. */
  readonly organizationId?: string | undefined;
  /** Hashes that were noted elsewhere, by organization: each must still be the hash of one of its entries. */
  readonly expected?: ReadonlyMap<string, string>;
}

interface Entry {
  readonly seq: string;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  readonly content: string;
}

interface Head {
  readonly seq: string;
  readonly hash: Buffer;
}

const pageSize = 2_000;
const nothingBefore = Buffer.alloc(32);

/** What `audit_entry_hash` of the migrations hashes after the hash before. */
const entriesAfter = `
  select seq, previous_hash as "previousHash", hash, jsonb_build_array(
    organization_id, seq, (extract(epoch from at) * 1000000)::bigint, actor_kind, actor_id, actor_name,
    action, object_type, object_id, object_name, before, after, request_id, address)::text as content
  from audit_entries where organization_id = $1 and seq > $2 order by seq limit $3`;

/** Checks one organization after the other, on a connection of the owner of the tables, without locking anybody out. */
export async function* checkLogs(client: pg.Client, options: CheckOptions = {}): AsyncGenerator<CheckedLog> {
  const { rows } = await client.query<{ id: string; name: string }>(
    'select id, name from organizations where $1::uuid is null or id = $1 order by id',
    [options.organizationId ?? null],
  );
  for (const { id, name } of rows) {
    // One snapshot, so that entries written meanwhile do not look like a wrong head.
    await client.query('begin isolation level repeatable read read only');
    await client.query(`select set_config('app.organization_id', $1, true)`, [id]);
    const log = await checkLog(client, id, options.expected?.get(id) ?? null);
    await client.query('commit');
    yield { organizationId: id, name, ...log };
  }
}

/**
 * Who was erased is taken out of the log: an emptied entry keeps its hash, and the later entry about the erasure says
 * what the emptied one says now. That one is part of the chain like every other.
 */
const redactionsOf = `
  select seq, after -> 'redacted' as redacted from audit_entries
  where organization_id = $1 and action = 'personal-data.erase' and after ? 'redacted' order by seq`;

type Redactions = ReadonlyMap<string, { readonly digest: string; readonly by: number }>;

async function readRedactions(client: pg.Client, organizationId: string): Promise<Redactions> {
  const { rows } = await client.query<{ seq: string; redacted: Record<string, string> }>(redactionsOf, [
    organizationId,
  ]);
  return new Map(
    rows.flatMap(({ seq, redacted }) =>
      Object.entries(redacted).map(([place, digest]) => [place, { digest, by: Number(seq) }] as const),
    ),
  );
}

async function checkLog(client: pg.Client, organizationId: string, expected: string | null) {
  const redactions = await readRedactions(client, organizationId);
  let last: Place = { seq: 0, hash: nothingBefore };
  let hasExpected = expected === null;
  for await (const entry of entriesOf(client, organizationId)) {
    const problem = problemBetween(last, entry, redactions);
    if (problem) return { entries: last.seq, head: last.hash.toString('hex'), problem };
    last = { seq: Number(entry.seq), hash: entry.hash };
    hasExpected ||= entry.hash.toString('hex') === expected;
  }
  const { rows } = await client.query<Head>('select seq, hash from audit_heads where organization_id = $1', [
    organizationId,
  ]);
  const problem =
    problemAtEnd(last, rows[0]) ??
    (hasExpected ? null : `no entry has the expected hash ${expected}: the log was rewritten`);
  return { entries: last.seq, head: last.hash.toString('hex'), problem };
}

async function* entriesOf(client: pg.Client, organizationId: string): AsyncGenerator<Entry> {
  let after = '0';
  for (;;) {
    const { rows } = await client.query<Entry>(entriesAfter, [organizationId, after, pageSize]);
    yield* rows;
    after = rows.at(-1)?.seq ?? after;
    if (rows.length < pageSize) return;
  }
}

interface Place {
  readonly seq: number;
  readonly hash: Buffer;
}

function problemBetween(
  last: Place,
  { seq, previousHash, hash, content }: Entry,
  redactions: Redactions,
): string | null {
  const next = last.seq + 1;
  if (Number(seq) !== next) return `entry ${next} is missing`;
  const computed = createHash('sha256').update(previousHash).update(content).digest();
  if (!computed.equals(hash) && !isRedacted(seq, content, redactions)) return `entry ${next} was changed`;
  if (!previousHash.equals(last.hash)) return `entry ${next} does not follow entry ${last.seq}: one was replaced`;
  return null;
}

/** Emptied by an erasure that comes later in the chain, and says exactly this now. */
function isRedacted(seq: string, content: string, redactions: Redactions): boolean {
  const redaction = redactions.get(seq);
  if (!redaction || redaction.by <= Number(seq)) return false;
  return createHash('sha256').update(content).digest('hex') === redaction.digest;
}

function problemAtEnd(last: Place, head: Head | undefined): string | null {
  if (!head) return last.seq === 0 ? null : 'the head of the chain is missing';
  if (Number(head.seq) > last.seq) return `entry ${last.seq + 1} is missing, up to ${head.seq}`;
  if (Number(head.seq) < last.seq || !last.hash.equals(head.hash))
    return `the head of the chain is not entry ${last.seq}`;
  return null;
}
