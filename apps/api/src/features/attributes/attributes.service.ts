import { Injectable } from '@nestjs/common';
import {
  type AttributeDefinition,
  attributeLimits,
  attributesRoutes,
  type AttributeType,
  type AttributeValue,
  readAttribute,
} from '@engagex/domain/contacts';
import {
  conflict,
  DomainError,
  type FieldProblem,
  invalid,
  notFound,
  type ParsedInputOf,
} from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { assertUnused } from '../references/index.ts';
import {
  addAttribute,
  attributeNamed,
  defineAsText,
  getAttribute,
  listAttributes,
  lockAttribute,
  lockAttributes,
  markDeleted,
  nameAttribute,
  orderAttributes,
  typesOf,
} from './attributes.queries.ts';

/** What contacts' attributes are called and which values they take. */
@Injectable()
export class AttributesService {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
  ) {}

  async list() {
    return { items: await this.db.rows<AttributeDefinition>(listAttributes) };
  }

  async create({ name, label, type }: ParsedInputOf<typeof attributesRoutes.create>): Promise<AttributeDefinition> {
    assertRoomFor(await this.#lock(), 1);
    const added = await this.db.row<AttributeDefinition>(addAttribute, [name, label, type, currentUserId()]);
    if (!added) throw await this.#taken(name);
    this.#announce(added.id);
    return added;
  }

  async update({
    id,
    version,
    label,
    position,
  }: ParsedInputOf<typeof attributesRoutes.update>): Promise<AttributeDefinition> {
    const all = await this.#lock();
    if (!all.some((each) => each.id === id)) throw notFound('attribute');
    const edited = {
      route: attributesRoutes.update,
      lastChange: lastChangeOf('attribute_definitions'),
      id,
      version,
    } as const;
    await assertUnchanged(this.db, edited, () => this.#get(id));
    if (label !== undefined) await this.db.rows(nameAttribute, [id, label, currentUserId()]);
    if (position !== undefined) {
      const order = all.map((each) => each.id).filter((each) => each !== id);
      order.splice(position, 0, id);
      await this.db.rows(orderAttributes, [order]);
    }
    this.#announce(id);
    return this.#get(id);
  }

  /** Its row is taken first: an import that adds attributes holds it for long, and nobody else should wait for that. */
  async delete(id: string): Promise<void> {
    const found = await this.db.row<{ name: string }>(lockAttribute, [id]);
    if (!found) throw notFound('attribute');
    await assertUnused(this.db, this.tables, 'attribute', found.name);
    if (!(await this.db.row(markDeleted, [id, this.clock.now(), currentUserId()]))) throw notFound('attribute');
    this.#announce(id);
  }

  async restore(id: string): Promise<AttributeDefinition> {
    const found = await this.#get(id);
    if (found.deletedAt) {
      assertRoomFor(await this.#lock(), 1);
      await this.db.row(markDeleted, [id, null, currentUserId()]);
      this.#announce(id);
    }
    return this.#get(id);
  }

  /** Makes sure these exist, as text when they are new. Resolves to those that did not. */
  async define(names: readonly string[]): Promise<string[]> {
    const known = await this.typesOf(names);
    const unknown = names.filter((name) => !known.has(name));
    if (unknown.length === 0) return [];
    assertRoomFor(await this.#lock(), unknown.length);
    await this.db.rows(defineAsText, [unknown, currentUserId()]);
    this.#announce(null);
    return unknown;
  }

  async typesOf(names: readonly string[]): Promise<ReadonlyMap<string, AttributeType>> {
    const rows = await this.db.rows<{ name: string; type: AttributeType }>(typesOf, [names]);
    return new Map(rows.map(({ name, type }) => [name, type]));
  }

  /**
   * Values by name as they are stored, null for those to unset. Throws what is wrong, by field, of all at once.
   */
  async read(input: Readonly<Record<string, unknown>>): Promise<Record<string, AttributeValue | null>> {
    const names = Object.keys(input);
    const types = names.length === 0 ? new Map<string, AttributeType>() : await this.typesOf(names);
    const problems: FieldProblem[] = [];
    const values: Record<string, AttributeValue | null> = {};
    for (const [name, value] of Object.entries(input)) {
      const type = types.get(name);
      const read = !type
        ? { problem: `There is no attribute called ${name}. Add it under Contacts → Attributes.` }
        : isNothing(value)
          ? { value: null }
          : readAttribute(type, value);
      if ('problem' in read) problems.push({ path: ['attributes', name], message: read.problem });
      else values[name] = read.value;
    }
    const [first] = problems;
    if (!first) return values;
    const message = problems.length === 1 ? first.message : `Check ${problems.length} fields.`;
    throw invalid('input.invalid', message, problems);
  }

  async #get(id: string): Promise<AttributeDefinition> {
    const found = await this.db.row<AttributeDefinition>(getAttribute, [id]);
    if (!found) throw notFound('attribute');
    return found;
  }

  #lock(): Promise<AttributeDefinition[]> {
    return this.db.rows<AttributeDefinition>(lockAttributes);
  }

  async #taken(name: string): Promise<DomainError> {
    const other = await this.db.row<AttributeDefinition>(attributeNamed, [name]);
    const message = other?.deletedAt
      ? 'An attribute with this name was deleted. Restore it, or choose another name.'
      : 'There is already an attribute with this name.';
    return new DomainError('conflict', 'attribute.exists', message, { errors: [{ path: ['name'], message }] });
  }

  #announce(id: string | null): void {
    afterCommit(() => {
      this.live.publish('attributes', id);
      this.live.publish('contacts');
    });
  }
}

function assertRoomFor(existing: readonly unknown[], more: number): void {
  const { definitions } = attributeLimits;
  if (existing.length + more <= definitions) return;
  throw conflict(
    'attribute.too-many',
    `An organization can have at most ${definitions} attributes, and ${existing.length} are in use. Delete some first.`,
  );
}

/** How forms and programs say that there is no value. */
function isNothing(value: unknown): boolean {
  return (
    value === null || (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0)
  );
}
