import { Injectable } from '@nestjs/common';
import type { ErasureReceipt, personalDataRoutes } from '@engagex/domain/personal-data';
import { addressKey, invalid, notFound, type ParsedInputOf } from '@engagex/domain/shared';
import { afterCommit, retryingDeadlocks, TenantDb } from '@engagex/tenancy';
import { noteAudit } from '../../platform/audit/request-context.ts';
import { Live } from '../../platform/live/live.ts';
import { Clock } from '../../ports/clock.ts';
import { Files } from '../../ports/files.ts';
import { noteOrigin } from '../wishes/index.ts';
import { personalTables } from './personal-tables.ts';

interface Person {
  /** What the contact is called by: address, phone or external id. */
  readonly handle: string | null;
  readonly emailKey: string | null;
}

/** Everything held about one contact: to hand out, or to erase. */
@Injectable()
export class PersonalDataService {
  constructor(
    private readonly db: TenantDb,
    private readonly files: Files,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  async export(id: string) {
    const { emailKey } = await this.#person(id);
    const data: Record<string, Record<string, unknown>[]> = {};
    for (const { table, held } of personalTables) {
      const rows = await this.db.rows<{ row: Record<string, unknown> }>(...withUsed(held, [id, emailKey]));
      data[table] = rows.map(({ row }) => row);
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

  async #erase(id: string, address: string, files: number): Promise<ErasureReceipt> {
    await this.db.rows('select from contacts where id = $1 for update', [id]);
    const person = await this.#person(id);
    assertTyped(person, address);
    await noteOrigin(this.db, { source: 'erasure' });
    const erased: Record<string, number> = { files };
    const kept: Record<string, number> = {};
    for (const { table, held, erase } of personalTables) {
      const parameters = [id, person.emailKey];
      if (erase) erased[table] = (await this.db.row<{ rows: number }>(...withUsed(erase, parameters)))?.rows ?? 0;
      else kept[table] = (await this.db.rows(...withUsed(held, parameters))).length;
    }
    if (person.emailKey) await this.#staySuppressed(person.emailKey);
    const receipt = { erasedAt: this.clock.now().toISOString(), erased, kept };
    noteAudit({ objectId: id, after: { erased, kept } });
    afterCommit(() => {
      for (const noun of ['contacts', 'groups', 'suppressions', 'deliveries', 'analytics']) this.live.publish(noun);
    });
    return receipt;
  }

  async #staySuppressed(emailKey: string): Promise<void> {
    await this.db.rows('insert into erasure_salts default values on conflict do nothing');
    await this.db.rows(
      `insert into suppressions (address_hash, reason, source)
       select sha256(salt || convert_to($1, 'UTF8')), 'erased', 'erasure' from erasure_salts on conflict do nothing`,
      [emailKey],
    );
  }

  /** The files of all imports that are over: any of them may name the person. */
  async #removeFiles(): Promise<number> {
    const imports = await this.db.transaction(() =>
      this.db.rows<{ keys: string[] }>(
        `select array_remove(array[file_key, rows_key], null) as keys from imports
         where status in ('done', 'failed', 'cancelled')`,
      ),
    );
    for (const key of imports.flatMap(({ keys }) => keys)) await this.files.remove(key);
    return imports.length;
  }

  async #person(id: string): Promise<Person> {
    const person = await this.db.row<Person>(
      `select coalesce(email, phone, external_id) as handle, email_key as "emailKey" from contacts
       where id = $1 and erased_at is null`,
      [id],
    );
    if (!person) throw notFound('contact');
    return person;
  }
}

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
  const message = 'This is not the address of this contact. Type it as it is shown.';
  throw invalid('personal-data.wrong-address', message, [{ path: ['address'], message }]);
}
