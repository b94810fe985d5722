export { productVersion } from './version.ts';
export { type Answered, HttpMetrics, unmatched } from './http-metrics.ts';
export { type Counted, Metrics, type Observed, type Sample } from './metrics.ts';
export { reportProcess } from './process-report.ts';
export { errorForLog, type Frame } from './error-fields.ts';
export { ErrorReports, partsOfDsn } from './error-reports.ts';
export { Sampled } from './sampled.ts';
export { Recent } from './recent.ts';
export { serveMetrics } from './serve-metrics.ts';
