import { Injectable } from '@nestjs/common';
import {
  assertReferences,
  decidingConditions,
  type Explanation,
  audienceLimits,
  type ReferenceLimits,
  type KnownSegment,
  nodesOf,
  type SegmentBranch,
  type SegmentMember,
  type SegmentContext,
} from '@engagex/domain/segments';
import { addressKey, notFound } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { pageOf } from '../../platform/http/paging.ts';
import { Clock } from '../../ports/clock.ts';
import { broken, type Missing, missingFrom, problemOf } from './broken.ts';
import { type CompiledSegment, compileNodes, compileProbe, compileSegment } from './compile-segment.ts';
import {
  contactByAddress,
  countMembers,
  endWhenSlow,
  listMembers,
  listNearby,
  segmentsById,
  tuneForSegments,
} from './segments.queries.ts';
import { contextOf, reachableFrom } from './segment-context.ts';

/** So many contacts are looked up at first, and so many where members are rarer. */
const nearby = 2_000;
const further = 16_000;

interface Page {
  readonly cursor: string | null;
  readonly limit: number;
}

/** Who is in a segment now. Everything runs in the open transaction. */
@Injectable()
export class SegmentMembers {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  /**
   * The part of a statement that finds whom a tree means; its values are appended to `parameters`. Throws when the
   * tree refers to segments that do not exist, or to itself: `id` is the segment it belongs to.
   */
  async compile(tree: SegmentBranch, parameters: unknown[], id: string | null = null): Promise<CompiledSegment> {
    await this.db.configure(tuneForSegments);
    return compileSegment(tree, await this.#context(tree, id), parameters);
  }

  /** The same for a stored segment. */
  async compileById(id: string, parameters: unknown[]): Promise<CompiledSegment> {
    const segment = await this.db.row<KnownSegment>(segmentsById, [[id]]);
    if (!segment) throw notFound('segment');
    return this.compile(segment.tree, parameters, id);
  }

  /** What is wrong with each of these segments, by id; those in order are left out. */
  async problemsOf(segments: readonly { id: string; tree: SegmentBranch }[]): Promise<ReadonlyMap<string, string>> {
    const trees = segments.map(({ tree }) => tree);
    const missing = await missingFrom(this.db, trees, await reachableFrom(this.db, trees));
    return new Map(
      segments.flatMap(({ id }, index) => {
        const problem = problemOf(missing[index] ?? []);
        return problem ? [[id, problem] as const] : [];
      }),
    );
  }

  /** What is gone of what a tree of whole segments and groups leads to. */
  async missingFrom(tree: SegmentBranch): Promise<readonly Missing[]> {
    const [missing = []] = await missingFrom(this.db, [tree], await reachableFrom(this.db, [tree]));
    return missing;
  }

  /** The same for a tree that is made of whole segments. */
  async compileAudience(tree: SegmentBranch, parameters: unknown[]): Promise<CompiledSegment> {
    await this.db.configure(tuneForSegments);
    return compileSegment(tree, await this.#context(tree, null, audienceLimits), parameters);
  }

  async count(tree: SegmentBranch, id?: string) {
    const parameters: unknown[] = [];
    await this.db.configure(endWhenSlow);
    const sql = countMembers(await this.compile(tree, parameters, id));
    const row = await this.db.row<{ count: string }>(sql, parameters);
    return { count: row?.count ?? '0', asOf: this.clock.now() };
  }

  /**
   * Newest first. Most pages are found among the next contacts, looked up one by one: among more of them when it can be
   * seen that these will do. Only then is everyone asked.
   */
  async page(tree: SegmentBranch, { cursor, limit }: Page, id?: string) {
    await this.db.configure(endWhenSlow);
    await this.db.configure(tuneForSegments);
    const context = await this.#context(tree, id ?? null);
    const find = (compile: typeof compileSegment, list: typeof listMembers) => {
      const parameters: unknown[] = [cursor, limit + 1];
      return this.db.rows<SegmentMember>(list(compile(tree, context, parameters), '$1', '$2'), parameters);
    };
    const findNearby = (among: number) =>
      find(compileProbe, (segment, from, most) => listNearby(segment, from, most, among));
    let rows = await findNearby(nearby);
    const share = rows.length / nearby;
    if (rows.length <= limit && share * further > limit) rows = await findNearby(further);
    if (rows.length <= limit) rows = await find(compileSegment, listMembers);
    return { ...pageOf(rows, limit, (row) => row.id), asOf: this.clock.now() };
  }

  /** Asks each part of the tree about the one contact with this address. */
  async explain(tree: SegmentBranch, address: string, id?: string): Promise<Explanation> {
    const context = await this.#context(tree, id ?? null);
    const asOf = context.now.toISOString();
    const contact = await this.db.row<{ id: string }>(contactByAddress, [addressKey(address)]);
    if (!contact) return { contactId: null, isMember: false, nodes: [], deciding: [], asOf };
    const parameters: unknown[] = [contact.id];
    const nodes = compileNodes(tree, context, parameters);
    const row = await this.db.row<{ results: boolean[] }>(
      `select array[${nodes.join(', ')}] as results from contacts c where c.id = $1`,
      parameters,
    );
    const results = new Map(nodesOf(tree).map(({ path }, index) => [path.join(), row?.results[index] === true]));
    const resultAt = (path: readonly number[]) => results.get(path.join()) === true;
    return {
      contactId: contact.id,
      isMember: resultAt([]),
      nodes: nodesOf(tree).map(({ path }) => ({ path: [...path], result: resultAt(path) })),
      deciding: decidingConditions(tree, resultAt).map((path) => [...path]),
      asOf,
    };
  }

  /** Refuses a tree that could not be compiled. */
  async assertCompiles(tree: SegmentBranch, id: string | null): Promise<void> {
    assertReferences(id, tree, await reachableFrom(this.db, [tree]));
  }

  /** Throws `segment.broken` for one that refers to what is gone. */
  async #context(tree: SegmentBranch, id: string | null, limits?: ReferenceLimits): Promise<SegmentContext> {
    const known = await reachableFrom(this.db, [tree]);
    const [missing = []] = await missingFrom(this.db, [tree], known);
    const problem = problemOf(missing);
    if (problem) throw broken(problem);
    assertReferences(id, tree, known, limits);
    return contextOf(this.db, this.clock.now(), known);
  }
}
