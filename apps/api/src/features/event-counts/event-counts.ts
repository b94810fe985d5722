import { Injectable } from '@nestjs/common';
import { type Question, rowsOf } from '@engagex/tenancy';
import { countsBetween, countsByName, productsByViews, purchasesByCurrency } from './event-counts.queries.ts';

/** From a quarter of an hour up to, but not including, another. Days of every time zone begin and end with one. */
export interface Span {
  readonly from: Date;
  readonly to: Date;
}

export interface CountOfEvent {
  readonly name: string;
  /** PostgreSQL's `bigint`. */
  readonly count: string;
}

/** Amounts are exact numbers as text. */
export interface PurchasesIn {
  readonly currency: string;
  readonly count: string;
  readonly sum: string;
  readonly average: string;
  readonly minimum: string;
  readonly maximum: string;
}

export interface ProductViews {
  readonly product: string;
  readonly views: string;
}

/** What was counted of the scope's organization, also of events that are kept no longer. Answers in milliseconds. */
@Injectable()
export class EventCounts {
  /** How often each event happened, the most frequent first. */
  byName({ from, to }: Span): Question<CountOfEvent[]> {
    return rowsOf(countsByName, [from, to]);
  }

  /** One entry for each currency somebody paid in, the most used first. */
  purchases({ from, to }: Span): Question<PurchasesIn[]> {
    return rowsOf(purchasesByCurrency, [from, to]);
  }

  /** The products with the most page views. */
  products({ from, to }: Span, most: number): Question<ProductViews[]> {
    return rowsOf(productsByViews, [from, to, most]);
  }

  /**
   * How often each of these events happened between each two boundaries, by the place of the first; points without any are left
   * out. For null, everything people did together, without a name.
   */
  between(
    names: readonly string[] | null,
    boundaries: readonly Date[],
  ): Question<{ readonly name: string | null; readonly point: number; readonly count: string }[]> {
    return rowsOf(countsBetween, [names, boundaries]);
  }
}
