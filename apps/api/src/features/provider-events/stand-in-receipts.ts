import { Injectable } from '@nestjs/common';
import type { Report } from '@engagex/domain/receipts';

/** Stands in for `features/receipts` until that is merged; then this file goes. */
@Injectable()
export class Receipts {
  readonly reports: Report[] = [];

  async apply(reports: readonly Report[]): Promise<void> {
    this.reports.push(...reports);
  }
}
