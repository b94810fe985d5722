import type { ExploreAnswer, ExploreQuery } from '../explore/index.ts';
import type { DashboardView } from './dashboards.contract.ts';

/** A dashboard with its numbers: everything that a picture of it shows. */
export interface DrawnDashboard {
  readonly dashboard: Pick<DashboardView, 'name' | 'cards' | 'asked'>;
  readonly answers: readonly { readonly query: ExploreQuery; readonly answer: ExploreAnswer }[];
  readonly organization: string;
  /** Of the organization. */
  readonly timeZone: string;
  /** ISO 8601. */
  readonly asOf: string;
}

/** Where the page that shows it gets it from, and where it then says that it is drawn: an attribute of its root. */
export const drawnDashboardPath = '/picture.json';
export const drawnAttribute = 'data-drawn';
