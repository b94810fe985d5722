import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { productVersion, reportProcess } from '@engagex/telemetry';
import { DataSource } from 'typeorm';
import { ProcessMetrics } from './process-metrics.ts';

/** Writes that this process is running, and how it is, for operators. */
@Injectable()
export class ProcessReports implements BeforeApplicationShutdown {
  #end: () => Promise<void> = async () => {};

  constructor(
    private readonly source: DataSource,
    private readonly metrics: ProcessMetrics,
  ) {}

  start(): void {
    this.#end = reportProcess({
      name: this.metrics.process,
      version: productVersion,
      recent: this.metrics.recent,
      query: (sql, parameters) => this.source.query(sql, parameters),
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.#end();
  }
}
