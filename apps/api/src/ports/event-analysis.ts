import type {
  ExploreSelection,
  FunnelQuery,
  Group,
  PathsQuery,
  RetentionQuery,
  SeriesQuery,
  TopQuery,
} from '@engagex/domain/explore';

/** From an instant up to, but not including, another. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** A line of a series. `point` is null for the whole period; points without anything are left out. */
export interface SeriesRow {
  readonly part: string;
  readonly point: number | null;
  readonly amount: string | null;
}

export interface FunnelRow {
  readonly part: string;
  /** How many people took exactly so many steps. */
  readonly people: readonly number[];
  readonly medianSeconds: readonly (number | null)[];
}

/** How many people of a cohort returned; `interval` is null for the cohort itself. Zeros are left out. */
export interface RetentionRow {
  readonly cohort: number;
  readonly interval: number | null;
  readonly people: number;
}

/** A step of people, or with `nextName` the way from it to the next; `name` is null for the others together. */
export interface PathRow {
  readonly place: number;
  readonly name: string | null;
  readonly value: string | null;
  readonly isLink: boolean;
  readonly nextName: string | null;
  readonly nextValue: string | null;
  readonly people: number;
  /** Of a step: whose path ends with it. */
  readonly ended: number;
}

export interface TopRow {
  readonly part: string;
  readonly amount: string | null;
  readonly events: string;
  /** Of what is left: how many values. */
  readonly values: number;
}

/** A series of one event. */
export interface SeriesQuestion {
  readonly event: SeriesQuery['events'][number];
  readonly measure: SeriesQuery['measure'];
  readonly breakdown: SeriesQuery['breakdown'];
  /** Parts that are known already, in the period compared with; null to find them. */
  readonly parts: readonly string[] | null;
  /** One more than there are points. */
  readonly boundaries: readonly Date[];
}

export interface RetentionQuestion {
  readonly query: RetentionQuery;
  /** Of the cohorts, and of the intervals after them. */
  readonly boundaries: readonly Date[];
  readonly cohorts: number;
}

/** One number of an answer, with the times that its query means. */
export type PeopleQuestion =
  | { readonly kind: 'series'; readonly question: SeriesQuestion; readonly group: Group; readonly within: Span }
  | {
      readonly kind: 'funnel';
      readonly query: FunnelQuery;
      readonly span: Span;
      readonly of: Extract<ExploreSelection, { kind: 'funnel' }>;
    }
  | {
      readonly kind: 'retention';
      readonly question: RetentionQuestion;
      readonly cohort: number;
      readonly interval: number | null;
      readonly outcome: 'returned' | 'not_returned';
    }
  | {
      readonly kind: 'paths';
      readonly query: PathsQuery;
      readonly span: Span;
      readonly of: Extract<ExploreSelection, { kind: 'paths' }>;
    }
  | { readonly kind: 'top'; readonly query: TopQuery; readonly span: Span; readonly group: Group };

/**
 * Answers questions about the events of the scope's organization, with people as they are merged today. A part of a breakdown
 * is `v` and its value, `n` for events without the property, `o` for the others, and empty when there is no breakdown.
 */
export abstract class EventAnalysis {
  /** Parts by how many events they have, the others last. */
  abstract series(question: SeriesQuestion): Promise<SeriesRow[]>;
  abstract funnel(query: FunnelQuery, span: Span): Promise<FunnelRow[]>;
  abstract retention(question: RetentionQuestion): Promise<RetentionRow[]>;
  abstract paths(query: PathsQuery, span: Span): Promise<PathRow[]>;
  /** The greatest first, then what is left. */
  abstract top(query: TopQuery, span: Span): Promise<TopRow[]>;
  /** People behind a number, by their ids, those after `after`. */
  abstract people(question: PeopleQuestion, after: string | null, limit: number): Promise<string[]>;
}
