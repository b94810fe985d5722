import type { DrawnDashboard } from '@engagex/domain/reports';

/** Draws dashboards as the web application shows them. */
export abstract class Pictures {
  /** Throws `PictureFailed` when there is no browser on this machine, or it failed, took too long or too much. */
  abstract draw(dashboard: DrawnDashboard, as: 'png' | 'pdf'): Promise<Buffer>;

  /** The process ends: what is being drawn fails. */
  abstract close(): void;
}

/** There is no picture; the message says why, in words for members. */
export class PictureFailed extends Error {}
