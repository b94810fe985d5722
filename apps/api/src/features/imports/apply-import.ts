import { Injectable } from '@nestjs/common';
import { attributeLimits, type ImportRehearsal } from '@engagex/domain/contacts';
import { invalid } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { createAttributes } from '../attributes/index.ts';
import { type ChangedContact, changesOf } from './changed-fields.ts';
import { addGroup } from '../contacts/index.ts';
import {
  insertPeople,
  joinGroup,
  sampleChanges,
  sampleMerged,
  suppressPeople,
  updatePeople,
} from './import-data.queries.ts';
import type { Progress } from './import-progress.ts';
import type { StoredImport } from './stored-imports.ts';

const chunkPeople = 10_000;

/** What an import did to contacts. */
export interface Applied {
  readonly people: number;
  readonly created: number;
  readonly updated: number;
  readonly changes: ImportRehearsal['changes'];
  readonly merged: ImportRehearsal['merged'];
}

/** Turns the staged people into contacts, members of the group and attributes, in the open transaction. */
@Injectable()
export class ApplyImport {
  constructor(private readonly db: TenantDb) {}

  async run(taken: StoredImport, progress: Progress): Promise<Applied> {
    const people = await this.#count('select count(*) as n from import_people');
    const last = await this.#count('select coalesce(max(number), 0) as n from import_people'); // some may have been left out
    await this.#createAttributes(taken);
    let created = 0;
    let updated = 0;
    for (let from = 0; from < last; from += chunkPeople) {
      progress.assertGoing();
      const to = Math.min(last, from + chunkPeople);
      created += await this.#count(insertPeople, [from, to, taken.createdById, taken.id]);
      updated += await this.#count(updatePeople, [from, to, taken.createdById, taken.id]);
      progress.processed = Number(taken.rows) * (0.5 + (0.5 * to) / last);
    }
    await this.db.rows(suppressPeople, [taken.fileName, taken.createdById]);
    const groupId = taken.groupId ?? (await this.#rehearsedGroup(taken));
    if (groupId) await this.db.rows(joinGroup, [groupId]);
    const isRehearsal = taken.status === 'rehearsing';
    const changes = isRehearsal ? changesOf(await this.#sample(taken)) : [];
    return { people, created, updated, changes, merged: isRehearsal ? await this.#merged() : null };
  }

  async #merged(): Promise<Applied['merged']> {
    const rows = await this.db.rows<{ line: string; email: string; into: string | null; n: string }>(sampleMerged);
    const sample = rows.map(({ line, email, into }) => ({ line: Number(line), email, into }));
    return sample.length === 0 ? null : { count: Number(rows[0]?.n), sample };
  }

  #sample({ id }: StoredImport): Promise<ChangedContact[]> {
    return this.db.rows<ChangedContact>(sampleChanges, [id]);
  }

  /** The attributes that columns become and that nobody defined yet: of the type that was chosen, or that their values have. */
  async #createAttributes({ mapping, columns, facts, newAttributes, createdById }: StoredImport): Promise<void> {
    const wanted = mapping.flatMap((target, index) => {
      if (!target.startsWith('attribute:')) return [];
      const name = target.slice('attribute:'.length);
      const chosen = newAttributes.find((each) => each.name === name);
      return [
        { name, label: chosen?.label ?? columns[index] ?? name, type: chosen?.type ?? facts?.[index]?.type ?? 'text' },
      ];
    });
    if (wanted.length === 0) return;
    const values = [wanted.map(({ name }) => name), wanted.map(({ label }) => label), wanted.map(({ type }) => type)];
    await this.db.rows(createAttributes, [...values, createdById]);
    const defined = await this.#count('select count(*) as n from attribute_definitions where deleted_at is null');
    if (defined > attributeLimits.definitions) {
      throw invalid(
        'import.attributes',
        `This would make ${defined} attributes, and the limit is ${attributeLimits.definitions}. Leave some columns out.`,
      );
    }
  }

  /** The group a run will make is made by its rehearsal too, and goes with everything else. */
  async #rehearsedGroup({ newGroupName }: StoredImport): Promise<string | null> {
    if (newGroupName === null) return null;
    return (await this.db.row<{ id: string }>(addGroup, [newGroupName]))?.id ?? null;
  }

  async #count(statement: string, values: readonly unknown[] = []): Promise<number> {
    return Number((await this.db.row<{ n: string }>(statement, values))?.n ?? 0);
  }
}
