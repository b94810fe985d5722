import type { TenantDb } from '@engagex/tenancy';
import { childrenFirst, type GoesBefore } from './children-first.ts';
import type { Referred } from './references.ts';
import type { AuditedTable, PersonalTable, Table } from './table.ts';

type Audited = Table & { readonly audit: AuditedTable };
type Personal = Table & { readonly personal: PersonalTable };

/** Foreign keys from one table to another. */
const foreignKeys = `
  select distinct child.relname::text as table, parent.relname::text as before
  from pg_constraint k join pg_class child on child.oid = k.conrelid join pg_class parent on parent.oid = k.confrelid
  where k.contype = 'f' and k.conrelid <> k.confrelid and k.connamespace = 'public'::regnamespace`;

const tablesOfOrganizations = `
  select c.relname::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'organization_id'
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition`;

/** The tables of all features: what each says of itself, put together. */
export class Tables {
  readonly #all: ReadonlyMap<string, Table>;
  readonly #audited: ReadonlyMap<string, Audited>;

  /** Throws when two features declare the same table, or call their things the same in the audit log. */
  constructor(readonly declared: readonly Table[]) {
    this.#all = keyed(declared, ({ name }) => `the table ${name}`);
    this.#audited = keyed(declared.filter(isAudited), ({ audit }) => `the noun ${audit.noun}`);
  }

  get(name: string): Table | undefined {
    return this.#all.get(`the table ${name}`);
  }

  /** Where the thing of a noun is; undefined for one that has no table and says all by `noteAudit`. */
  audited(noun: string): Audited | undefined {
    return this.#audited.get(`the noun ${noun}`);
  }

  /** Whose the address in a column is, when it is nobody's who is a contact. */
  ofOthers(table: string, column: string): string | undefined {
    return this.get(table)?.addressesOfOthers?.[column];
  }

  /** Those with rows of organizations, in the order in which these are deleted. Runs in a tenant transaction. */
  async inPurgeOrder(db: TenantDb): Promise<readonly Table[]> {
    const found = await db.rows<{ name: string }>(tablesOfOrganizations);
    const names = new Set(found.map(({ name }) => name));
    return this.#childrenFirst(
      db,
      this.declared.filter(({ name }) => names.has(name)),
    );
  }

  /** Those that hold something of contacts, in the order in which it is erased. Runs in a tenant transaction. */
  async inErasureOrder(db: TenantDb): Promise<readonly Personal[]> {
    const personal = await this.#childrenFirst(db, this.declared.filter(isPersonal));
    const [first, rest] = [personal.filter(isErasedFirst), personal.filter((table) => !isErasedFirst(table))];
    return [...first, ...rest];
  }

  /** The union of what tables put on a contact's timeline. */
  timeline(): string {
    return this.declared.flatMap(({ timeline }) => timeline ?? []).join('\nunion all\n');
  }

  /** The statement of whoever refers to $1, a thing of this kind. */
  referringTo(noun: Referred): string {
    return this.declared.flatMap(({ references }) => references?.[noun] ?? []).join('\nunion all\n');
  }

  async #childrenFirst<T extends Table>(db: TenantDb, tables: readonly T[]): Promise<T[]> {
    const byName = new Map(tables.map((table) => [table.name, table]));
    const edges = [...(await db.rows<GoesBefore>(foreignKeys)), ...tables.flatMap((table) => after(table, tables))];
    return childrenFirst([...byName.keys()], edges).flatMap((name) => byName.get(name) ?? []);
  }
}

function after({ name, goesAfter = [] }: Table, tables: readonly Table[]): GoesBefore[] {
  if (goesAfter !== 'all others') return goesAfter.map((table) => ({ table, before: name }));
  const others = tables.filter((table) => table.goesAfter !== 'all others');
  return others.map((table) => ({ table: table.name, before: name }));
}

function keyed<T extends Table>(tables: readonly T[], keyOf: (table: T) => string): Map<string, T> {
  const byKey = Map.groupBy(tables, keyOf);
  const double = [...byKey].find(([, found]) => found.length > 1);
  if (double) throw new Error(`Two features declare ${double[0]}.`);
  return new Map(tables.map((table) => [keyOf(table), table]));
}

function isAudited(table: Table): table is Audited {
  return table.audit !== undefined;
}

function isPersonal(table: Table): table is Personal {
  return table.personal !== undefined;
}

function isErasedFirst({ personal }: Personal): boolean {
  return 'isErasedFirst' in personal;
}
