import { Injectable } from '@nestjs/common';
import {
  assertReferences,
  Segment,
  type SegmentBranch,
  segmentsRoutes,
  type SegmentView,
  type TextField,
} from '@engagex/domain/segments';
import { DomainError, invalid, notFound } from '@engagex/domain/shared';
import { afterCommit, currentUserId, TenantDb } from '@engagex/tenancy';
import { assertUnchanged, lastChangeOf } from '../../platform/http/versions.ts';
import { Live } from '../../platform/live/live.ts';
import { Tables } from '../../platform/tables/tables.ts';
import { Clock } from '../../ports/clock.ts';
import { assertUnused, goneAmong, keepReferences, wordsOfGone } from '../references/index.ts';
import { referencesIn } from './broken.ts';
import { SegmentMembers } from './segment-members.ts';
import { listSegments, lockTrees, valuesOfAttribute, valuesOfField } from './segments.queries.ts';

/** A segment and what its conditions refer to that no longer exists. */
type Listed = Omit<SegmentView, 'createdAt' | 'updatedAt'> & Pick<Segment, 'createdAt' | 'updatedAt'>;

interface Draft {
  readonly name: string;
  readonly tree: SegmentBranch;
}

interface ValuesAsked {
  readonly field: TextField | undefined;
  readonly attribute: string | undefined;
  readonly search: string;
}

@Injectable()
export class SegmentsService {
  constructor(
    private readonly db: TenantDb,
    private readonly tables: Tables,
    private readonly live: Live,
    private readonly clock: Clock,
    private readonly members: SegmentMembers,
  ) {}

  async list() {
    const segments = await this.db.rows<Omit<Listed, 'problem'>>(listSegments);
    const problems = await this.members.problemsOf(segments);
    return { items: segments.map((segment) => ({ ...segment, problem: problems.get(segment.id) ?? null })) };
  }

  /** What contacts have in a field or attribute, to choose from. */
  async values({ field, attribute, search }: ValuesAsked) {
    const rows = (sql: string, ...of: string[]) => this.db.rows<{ value: string }>(sql, [search, ...of]);
    const found = attribute ? await rows(valuesOfAttribute, attribute) : field ? await rows(valuesOfField(field)) : [];
    return { items: found.map(({ value }) => value) };
  }

  async get(id: string): Promise<Segment> {
    const segment = await this.db.find(Segment, id);
    if (!segment) throw notFound('segment');
    return segment;
  }

  /** As it is stored, and what is wrong with it. */
  async view(id: string): Promise<Listed> {
    const segment = await this.get(id);
    const { name, tree, createdAt, updatedAt } = segment;
    const problems = await this.members.problemsOf([segment]);
    return { id, name, tree, problem: problems.get(id) ?? null, createdAt, updatedAt };
  }

  async create({ name, tree }: Draft): Promise<Segment> {
    await this.#assertMeaningful(tree, null);
    return this.#save(Object.assign(new Segment(), { name, tree, createdById: currentUserId() }));
  }

  async update(id: string, { name, tree }: Partial<Draft>, version?: string): Promise<Segment> {
    const edited = { route: segmentsRoutes.update, lastChange: lastChangeOf('segments'), id, version } as const;
    await assertUnchanged(this.db, edited, () => this.view(id));
    const segment = await this.get(id);
    if (tree) await this.#assertMeaningful(tree, id);
    return this.#save(Object.assign(segment, { name: name ?? segment.name, tree: tree ?? segment.tree }));
  }

  async delete(id: string): Promise<void> {
    const segment = await this.get(id);
    await assertUnused(this.db, this.tables, 'segment', id);
    await this.#save(Object.assign(segment, { deletedAt: this.clock.now() }));
  }

  async restore(id: string): Promise<Segment> {
    const segment = await this.db.repo(Segment).findOneBy({ id });
    if (!segment) throw notFound('segment');
    await keepReferences(this.db);
    await this.db.rows(lockTrees);
    await this.members.assertCompiles(segment.tree, id);
    return this.#save(Object.assign(segment, { deletedAt: null }));
  }

  async #assertMeaningful(tree: SegmentBranch, id: string | null): Promise<void> {
    await keepReferences(this.db);
    await this.db.rows(lockTrees);
    await this.members.assertCompiles(tree, id);
    if (id) await this.#assertOthersStand(tree, id);
    const { segment: _, ...parts } = referencesIn([tree]);
    const [unknown] = await goneAmong(this.db, parts);
    if (unknown) {
      throw invalid(
        `segment.unknown-${unknown.kind}`,
        `This segment refers to ${wordsOfGone(unknown)}. Choose another, or restore it.`,
      );
    }
  }

  /** Those that refer to this one must not become too large or too deep by it. */
  async #assertOthersStand(tree: SegmentBranch, id: string): Promise<void> {
    const { items } = await this.list();
    const known = new Map(items.map((segment) => [segment.id, segment.id === id ? { ...segment, tree } : segment]));
    for (const other of known.values()) {
      try {
        assertReferences(other.id, other.tree, known);
      } catch (error) {
        if (!(error instanceof DomainError) || error.code === 'segment.unknown') throw error;
        throw invalid(error.code, `The segment “${other.name}” refers to this one. ${error.message}`);
      }
    }
  }

  async #save(segment: Segment): Promise<Segment> {
    await this.#assertNameFree(segment);
    const saved = await this.db.repo(Segment).save(Object.assign(segment, { updatedById: currentUserId() }));
    afterCommit(() => this.live.publish('segments', saved.id));
    return saved;
  }

  async #assertNameFree({ id, name, deletedAt }: Segment): Promise<void> {
    if (deletedAt) return;
    const taken = await this.db.row(
      'select 1 from segments where lower(name) = lower($1) and deleted_at is null and ($2::uuid is null or id <> $2)',
      [name, id ?? null],
    );
    if (!taken) return;
    const message = 'There is already a segment with this name.';
    throw new DomainError('conflict', 'segment.exists', message, { errors: [{ path: ['name'], message }] });
  }
}
