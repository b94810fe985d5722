import { Injectable } from '@nestjs/common';
import {
  assertReferences,
  type KnownSegment,
  mostAskedOfContact,
  type SegmentsOfContact as Answer,
  segmentTree,
  type SegmentContext,
} from '@engagex/domain/segments';
import { DomainError, notFound } from '@engagex/domain/shared';
import { TenantDb } from '@engagex/tenancy';
import { Clock } from '../../ports/clock.ts';
import { missingFrom } from './broken.ts';
import { compileProbe } from './compile-segment.ts';
import { endWhenSlow, firstSegments } from './segments.queries.ts';
import { contextOf, reachableFrom } from './segment-context.ts';

interface Stored extends KnownSegment {
  readonly id: string;
}

/** A statement takes 65,535 values; the largest segment has a few thousand. */
const valuesPerStatement = 10_000;

/** Which segments one contact is in now: each looks the contact up, many of them in one statement. */
@Injectable()
export class SegmentsOfContact {
  constructor(
    private readonly db: TenantDb,
    private readonly clock: Clock,
  ) {}

  async find(contactId: string): Promise<Answer> {
    if (!(await this.db.row('select 1 from contacts where id = $1 and deleted_at is null', [contactId]))) {
      throw notFound('contact');
    }
    const stored = await this.db.rows<Stored>(firstSegments, [mostAskedOfContact + 1]);
    const asked = stored.slice(0, mostAskedOfContact);
    const { sound, context } = await this.#soundOf(asked);
    const isIn = await this.#ask(contactId, sound, context);
    const named = (segments: readonly Stored[]) => segments.map(({ id, name }) => ({ id, name }));
    return {
      items: named(sound.filter((_, index) => isIn[index])),
      unanswered: named(asked.filter((each) => !sound.includes(each))),
      isComplete: stored.length === asked.length,
      asOf: context.now.toISOString(),
    };
  }

  /** Those that can be compiled. The others do not affect them. */
  async #soundOf(asked: readonly Stored[]): Promise<{ sound: Stored[]; context: SegmentContext }> {
    const readable = asked.filter(({ tree }) => segmentTree.safeParse(tree).success);
    const known = await reachableFrom(
      this.db,
      readable.map(({ tree }) => tree),
      new Map(readable.map((each) => [each.id, each])),
    );
    const missing = await missingFrom(
      this.db,
      readable.map(({ tree }) => tree),
      known,
    );
    const sound = readable.filter(({ id, tree }, index) => missing[index]?.length === 0 && isSound(id, tree, known));
    return { sound, context: await contextOf(this.db, this.clock.now(), known) };
  }

  /** For each segment, whether the contact is in it. */
  async #ask(contactId: string, segments: readonly Stored[], context: SegmentContext): Promise<boolean[]> {
    await this.db.configure(endWhenSlow);
    const answers: boolean[] = [];
    while (answers.length < segments.length) {
      const parameters: unknown[] = [contactId];
      const tests: string[] = [];
      for (const { tree } of segments.slice(answers.length)) {
        tests.push(compileProbe(tree, context, parameters).where);
        if (parameters.length > valuesPerStatement) break;
      }
      const sql = `select array[${tests.join(', ')}] as results from contacts c where c.id = $1`;
      const row = await this.db.row<{ results: boolean[] }>(sql, parameters);
      answers.push(...tests.map((_, index) => row?.results[index] === true));
    }
    return answers;
  }
}

function isSound(id: string, tree: Stored['tree'], known: ReadonlyMap<string, KnownSegment>): boolean {
  try {
    assertReferences(id, tree, known);
    return true;
  } catch (error) {
    if (error instanceof DomainError) return false;
    throw error;
  }
}
