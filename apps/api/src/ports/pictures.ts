import type { ExploreAnswer, ExploreQuery } from '@engagex/domain/explore';
import type { DashboardView } from '@engagex/domain/reports';

/** A dashboard with its numbers: everything that is drawn of it. */
export interface DrawnDashboard {
  readonly dashboard: Pick<DashboardView, 'name' | 'cards' | 'asked'>;
  readonly answers: readonly { readonly query: ExploreQuery; readonly answer: ExploreAnswer }[];
  readonly organization: string;
  /** Of the organization. */
  readonly timeZone: string;
  /** ISO 8601. */
  readonly asOf: string;
}

/** Draws dashboards as the web application shows them. */
export abstract class Pictures {
  /** Throws `PictureFailed` when there is no browser on this machine, or it failed, took too long or too much. */
  abstract draw(dashboard: DrawnDashboard, as: 'png' | 'pdf'): Promise<Buffer>;

  /** The process ends: what is being drawn fails. */
  abstract close(): void;
}

/** There is no picture; the message says why, in words for members. */
export class PictureFailed extends Error {}
