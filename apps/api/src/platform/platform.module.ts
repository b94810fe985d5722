import {
  type DynamicModule,
  Global,
  Module,
  type BeforeApplicationShutdown,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR, DiscoveryModule } from '@nestjs/core';
import { pino, type Logger } from 'pino';
import { DataSource } from 'typeorm';
import { errorForLog, ErrorReports, productVersion } from '@engagex/telemetry';
import { poolOf, TenantDb } from '@engagex/tenancy';
import type { Config } from '../config.ts';
import { AccountAudit } from './audit/account-audit.ts';
import { AuditTrail } from './audit/audit-trail.ts';
import { CheckFiles } from './check-files.ts';
import { ReadList } from './csv/read-list.ts';
import { ReadUpload } from './csv/read-upload.ts';
import { Contents } from './contents.ts';
import { createDataSource, turnsAtDatabase } from './database.ts';
import { Draining } from './draining.ts';
import type { Feature } from './feature.ts';
import { HealthController } from './health/health.controller.ts';
import { FeatureGate } from './http/feature-gate.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { OperatorDoor } from './http/operator-door.ts';
import { RouteInterceptor } from './http/route.interceptor.ts';
import { IdentityTokens } from './identity-token.ts';
import { JobFailures } from './job-failures.ts';
import { Live } from './live/live.ts';
import { LiveAdmissions } from './live/live-admissions.ts';
import { LiveController } from './live/live.controller.ts';
import { ProcessMetrics, type ProcessName } from './metrics/process-metrics.ts';
import { ProcessReports } from './metrics/process-reports.ts';
import { OpenApi } from './openapi/openapi.ts';
import { OpenApiController } from './openapi/openapi.controller.ts';
import { platformTables } from './platform.tables.ts';
import { Queues } from './queues.ts';
import { SecretBox } from './secret-box.ts';
import { Tables } from './tables/tables.ts';
import { CONFIG, LOGGER } from './tokens.ts';
import { Unfinished } from './unfinished.ts';
import { WorkbookReader } from './workbooks/workbook-reader.ts';

/** What every feature stands on, and what is put together of all of them. */
@Global()
@Module({})
export class PlatformModule implements BeforeApplicationShutdown, OnApplicationShutdown {
  constructor(
    private readonly queues: Queues,
    private readonly live: Live,
    private readonly source: DataSource,
    private readonly unfinished: Unfinished,
  ) {}

  static forRoot(config: Config, features: readonly Feature[], process: ProcessName): DynamicModule {
    const entities = features.flatMap((feature) => feature.entities ?? []);
    const tables = features.flatMap((feature) => feature.tables ?? []);
    return {
      module: PlatformModule,
      imports: [DiscoveryModule],
      controllers: [HealthController, LiveController, OpenApiController],
      providers: [
        { provide: CONFIG, useValue: config },
        { provide: LOGGER, useFactory: () => createLogger(config) },
        {
          provide: ProcessMetrics,
          useFactory: (log: Logger) => new ProcessMetrics(config, process, reportsOf(config, process, log)),
          inject: [LOGGER],
        },
        {
          provide: DataSource,
          useFactory: async (metrics: ProcessMetrics) => {
            const source = await createDataSource(config, entities, metrics.statements).initialize();
            metrics.statements.watchPool(poolOf(source), config.DATABASE_POOL); // before it is asked for readiness
            metrics.watchReadiness(() => source.query('select 1'));
            return source;
          },
          inject: [ProcessMetrics],
        },
        {
          provide: TenantDb,
          useFactory: (source: DataSource) => new TenantDb(source, turnsAtDatabase(config)),
          inject: [DataSource],
        },
        { provide: Tables, useValue: new Tables([...platformTables, ...tables]) },
        { provide: Contents, useValue: new Contents(features.flatMap((feature) => feature.contents ?? [])) },
        { provide: IdentityTokens, useFactory: () => new IdentityTokens(config.INTERNAL_SECRET) },
        { provide: SecretBox, useFactory: () => new SecretBox(config.ENCRYPTION_SECRET) },
        {
          provide: JobFailures,
          useFactory: (db: TenantDb, log: Logger, metrics: ProcessMetrics) => new JobFailures(db, log, metrics.jobs),
          inject: [TenantDb, LOGGER, ProcessMetrics],
        },
        {
          provide: Queues,
          useFactory: (log: Logger, failures: JobFailures, metrics: ProcessMetrics) =>
            new Queues(config, log, failures, metrics),
          inject: [LOGGER, JobFailures, ProcessMetrics],
        },
        { provide: Live, useFactory: (log: Logger) => new Live(config, log), inject: [LOGGER] },
        { provide: APP_INTERCEPTOR, useClass: RouteInterceptor },
        {
          provide: APP_FILTER,
          useFactory: (log: Logger, { recent }: ProcessMetrics) => new ProblemFilter(log, recent),
          inject: [LOGGER, ProcessMetrics],
        },
        AccountAudit,
        AuditTrail,
        CheckFiles,
        Draining,
        FeatureGate,
        LiveAdmissions,
        OpenApi,
        OperatorDoor,
        ProcessReports,
        ReadList,
        ReadUpload,
        Unfinished,
        WorkbookReader,
      ],
      exports: [
        CONFIG,
        LOGGER,
        ProcessMetrics,
        DataSource,
        TenantDb,
        JobFailures,
        Queues,
        Live,
        AccountAudit,
        AuditTrail,
        Contents,
        FeatureGate,
        OpenApi,
        OperatorDoor,
        ReadList,
        ReadUpload,
        SecretBox,
        Tables,
        Unfinished,
        WorkbookReader,
      ],
    };
  }

  /** Jobs under way are finished while all they work with is still there; what carries mail is closed after them. */
  async beforeApplicationShutdown(): Promise<void> {
    this.live.endStreams();
    await this.queues.finishWork();
    await this.unfinished.finished();
  }

  /** After the last request and job: nothing of theirs is cut off. */
  async onApplicationShutdown(): Promise<void> {
    await this.queues.close();
    await this.live.close();
    await this.source.destroy();
  }
}

function createLogger(config: Config): Logger {
  return pino({ level: config.LOG_LEVEL, base: null, serializers: { err: errorForLog } });
}

function reportsOf({ ERRORS_DSN: dsn, NODE_ENV }: Config, process: ProcessName, log: Logger): ErrorReports | null {
  if (!dsn) return null;
  const onProblem = (problem: string) => log.warn({ problem }, 'an error could not be reported');
  return new ErrorReports({ dsn, process, version: productVersion, environment: NODE_ENV, onProblem });
}
