export { productVersion } from './version.ts';
export { type Answered, HttpMetrics, unmatched } from './http-metrics.ts';
export { type Counted, Metrics, type Observed, type Sample } from './metrics.ts';
export { reportProcess } from './process-report.ts';
export { kindOf, Recent } from './recent.ts';
export { serveMetrics } from './serve-metrics.ts';
