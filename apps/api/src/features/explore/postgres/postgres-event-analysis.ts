import { Injectable } from '@nestjs/common';
import { DomainError } from '@engagex/domain/shared';
import { exploreLimits, type FunnelQuery, type PathsQuery, type TopQuery } from '@engagex/domain/explore';
import { sqlStateOf, TenantDb } from '@engagex/tenancy';
import {
  EventAnalysis,
  type FunnelRow,
  type PathRow,
  type PeopleQuestion,
  type RetentionQuestion,
  type RetentionRow,
  type SeriesQuestion,
  type SeriesRow,
  type Span,
  type TopRow,
} from '../../../ports/event-analysis.ts';
import { Values } from './deeds.ts';
import { funnelSql } from './funnel-sql.ts';
import { pathsSql } from './paths-sql.ts';
import { peopleSql } from './people-sql.ts';
import { retentionSql } from './retention-sql.ts';
import { seriesSql } from './series-sql.ts';
import { topSql } from './top-sql.ts';

/** Somebody waits for the answer, and others for the memory: what is beyond it is sorted on the disk. */
const bounds = (
  ms: number,
) => `select set_config('statement_timeout', '${ms}', true), set_config('work_mem', '64MB', true),
  set_config('hash_mem_multiplier', '1.0', true), set_config('jit', 'off', true)`;
const canceled = '57014';

/** Reads the log itself, in one statement for each question. */
@Injectable()
export class PostgresEventAnalysis extends EventAnalysis {
  protected readonly limitMs: number = exploreLimits.queryMs;

  constructor(private readonly db: TenantDb) {
    super();
  }

  series(question: SeriesQuestion): Promise<SeriesRow[]> {
    return this.#ask((values) => seriesSql(question, values));
  }

  async funnel(query: FunnelQuery, span: Span): Promise<FunnelRow[]> {
    const rows = await this.#ask<{ part: string; people: number[]; ms: (number | null)[] }>((values) =>
      funnelSql(query, span, values),
    );
    return rows.map(({ part, people, ms }) => ({
      part,
      people,
      medianSeconds: ms.map((each) => (each === null ? null : each / 1_000)),
    }));
  }

  retention(question: RetentionQuestion): Promise<RetentionRow[]> {
    return this.#ask((values) => retentionSql(question, values));
  }

  paths(query: PathsQuery, span: Span): Promise<PathRow[]> {
    return this.#ask((values) => pathsSql(query, span, values));
  }

  top(query: TopQuery, span: Span): Promise<TopRow[]> {
    return this.#ask((values) => topSql(query, span, values));
  }

  async people(question: PeopleQuestion, after: string | null, limit: number): Promise<string[]> {
    const rows = await this.#ask<{ person: string }>((values) => {
      const people = peopleSql(question, values);
      const place = after === null ? 'true' : `person > ${values.put(after, 'uuid')}`;
      return `select person from (${people}) p where ${place} group by person order by person limit ${values.put(limit, 'int')}`;
    });
    return rows.map(({ person }) => person);
  }

  async #ask<Row>(sqlOf: (values: Values) => string): Promise<Row[]> {
    const values = new Values();
    const sql = sqlOf(values);
    await this.db.configure(bounds(this.limitMs));
    try {
      return await this.db.rows<Row>(sql, values.all);
    } catch (error) {
      if (sqlStateOf(error) !== canceled) throw error;
      throw new DomainError(
        'limit',
        'explore.too-slow',
        `This takes longer than ${exploreLimits.queryMs / 1_000} seconds. Choose a shorter period or fewer events.`,
        { cause: error },
      );
    }
  }
}
