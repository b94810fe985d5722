import { Injectable } from '@nestjs/common';
import type { ErasureReceipt, personalDataRoutes } from '@engagex/domain/personal-data';
import { addressKey, conflict, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { Files } from '../../ports/files.ts';
import { suppressErased } from '../suppressions/index.ts';
import { exportedFiles } from '../exports/index.ts';
import { importedFiles } from '../imports/index.ts';
import { noteOrigin } from '../preferences/index.ts';
import { redactLog, redactMentions, tracesOf } from './mentions.ts';

interface Person {
  /** What the contact is called by: address, phone or external id. */
  readonly handle: string | null;
  /** The contact and whoever was merged into it. */
  readonly ids: string[];
  /** Every address they had, but those that are somebody else's by now. */
  readonly keys: string[];
  /** Their phone numbers. */
  readonly phones: string[];
}

/** Everything held about one contact: to hand out, or to erase. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly tables: Tables,
  ) {}

  async export(id: string) {
    const { ids, keys } = await this.#person(id);
    const data: Record<string, Record<string, unknown>[]> = {};
    for (const { name, personal } of await this.tables.inErasureOrder(this.db)) {
      const rows = await this.db.rows<{ row: Record<string, unknown> }>(...withUsed(personal.held, [ids, keys]));
      data[name] = rows.map(({ row }) => row);
    }
    const of = await this.db.row<{ name: string }>('select name from organizations where id = current_organization()');
    return { exportedAt: this.clock.now(), organization: of?.name ?? '', data };
  }

  /**
   * Leaves empty rows where others count on them, and of the address the salted hash that keeps it suppressed. All in
   * one transaction. Uploaded files go first: no finished import needs them, and a crash in between loses nothing.
   */
  async erase({ id, address }: ParsedInputOf<typeof personalDataRoutes.erase>): Promise<ErasureReceipt> {
    await this.db.transaction(async () => assertTyped(await this.#person(id), address));
    const files = await this.#removeFiles();
    return retryingDeadlocks(() => this.db.transaction(() => this.#erase(id, address, files)));
  }

  /**
   * Erases somebody who was erased before a backup was restored that still had them. Nobody is asked to confirm; the audit log says
   * what happened, as it has to for its chain.
   */
  async eraseAgain(id: string): Promise<void> {
    const files = await this.#removeFiles();
    await retryingDeadlocks(() =>
      this.db.transaction(async () => {
        await this.db.rows('select from contacts where id = $1 for update', [id]);
        const { receipt, redacted } = await this.#eraseEverywhere(await this.#person(id), files);
        const { erased, kept } = receipt;
        await this.db.rows(noteErasedAgain, [id, JSON.stringify({ erased, kept, redacted })]);
      }),
    );
  }

  async #erase(id: string, address: string, files: number): Promise<ErasureReceipt> {
    await this.db.rows('select from contacts where id = $1 for update', [id]);
    const person = await this.#person(id);
    assertTyped(person, address);
    const { receipt, redacted } = await this.#eraseEverywhere(person, files);
    noteAudit({ objectId: id, after: { erased: receipt.erased, kept: receipt.kept, redacted } });
    return receipt;
  }

  async #eraseEverywhere(person: Person, files: number) {
    await noteOrigin(this.db, { source: 'erasure' });
    const erased: Record<string, number> = { files };
    const kept: Record<string, number> = {};
    const parameters = [person.ids, person.keys];
    for (const { end } of fileSources) await this.db.rows(end);
    for (const { name, personal } of await this.tables.inErasureOrder(this.db)) {
      if ('kept' in personal) kept[name] = (await this.db.rows(...withUsed(personal.held, parameters))).length;
      else erased[name] = (await this.db.row<{ rows: number }>(...withUsed(personal.erase, parameters)))?.rows ?? 0;
    }
    await suppressErased(this.db, person.keys);
    const traces = tracesOf([...person.keys, ...person.phones]);
    const mentions = await redactMentions(this.db, this.tables, traces);
    for (const [table, rows] of mentions) erased[table] = (erased[table] ?? 0) + rows;
    const redacted = await redactLog(this.db, person.ids, traces);
    erased['audit_entries'] = Object.keys(redacted).length;
    const receipt: ErasureReceipt = { erasedAt: this.clock.now().toISOString(), erased, kept };
    afterCommit(() => {
      for (const noun of ['contacts', 'groups', 'suppressions', 'deliveries', 'analytics'] as const)
        this.live.publish(noun);
    });
    return { receipt, redacted };
  }

  /** The files of all imports that are over and of all exports: any of them may name the person. */
  async #removeFiles(): Promise<number> {
    const files = await this.db.transaction(async () => {
      const underWay = await this.db.row<{ name: string }>(fileInUse);
      if (underWay) {
        const message = `“${underWay.name}” is still being processed and may contain this person. Wait until it finishes or cancel it, then erase.`;
        throw conflict('personal-data.file-in-use', message);
      }
      return this.db.rows<Stored>(storedFiles);
    });
    for (const key of files.flatMap(({ keys }) => keys)) await this.files.remove(key);
    return files.length;
  }

  async #person(id: string): Promise<Person> {
    const person = await this.db.row<Person>(personWithThose, [id]);
    if (!person) throw notFound('contact');
    return person;
  }
}

/** $1 contact, $2 what was erased. The log knows users and keys; this is nobody's deed of today. */
const noteErasedAgain = `
  select append_audit_entry('user', '00000000-0000-0000-0000-000000000000', 'Restored backup', 'personal-data.erase',
    'personal-data', $1, null, null, $2::jsonb, 'restore', null)`;

/** Any of these files may name the person. */
const fileSources = [importedFiles, exportedFiles];
const fileInUse = `${fileSources.map(({ inUse }) => `(${inUse})`).join(' union all ')} limit 1`;
const storedFiles = fileSources.map(({ stored }) => stored).join(' union all ');

interface Stored {
  readonly keys: string[];
}

/** $1 contact. An address they had is in what was sent to them; who has it by now keeps what is theirs. */
const personWithThose = `
  with person as (
    select c.* from contacts c where (c.id = $1 or c.merged_into_id = $1) and c.erased_at is null
  ), had as (
    select email_key as key from person
    union select lower(d.address collate "C") from deliveries d where d.contact_id in (select id from person)
    union select m.email_key from messages m where m.contact_id in (select id from person)
  )
  select coalesce(c.email, c.phone, c.external_id) as handle, (select array_agg(id) from person) as ids,
    array(select key from had where key <> '' and not exists (select from contacts o
      where o.email_key = had.key and o.deleted_at is null and o.id not in (select id from person))) as keys,
    array(select distinct phone from person where length(phone) >= 8) as phones
  from person c where c.id = $1`;

/** PostgreSQL refuses parameters that a statement does not mention. */
function withUsed(sql: string, parameters: readonly unknown[]): [string, unknown[]] {
  if (sql.includes('$2')) {
    // One that mentions only the second still has to be told the type of the first.
    return sql.includes('$1') ? [sql, [...parameters]] : [sql.replaceAll('$2', '$1'), parameters.slice(1)];
  }
  return [sql, parameters.slice(0, 1)];
}

function assertTyped({ handle }: Person, typed: string): void {
  if (handle === null || addressKey(typed) === addressKey(handle)) return;
  const message = 'This is not this contact’s address. Type it exactly as shown.';
  throw invalid('personal-data.wrong-address', message, [{ path: ['address'], message }]);
}
