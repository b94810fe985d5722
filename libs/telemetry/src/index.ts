export { productVersion } from './version.ts';
export { type Answered, HttpMetrics, unmatched } from './http-metrics.ts';
export { type Counted, Metrics, type Observed, type Sample } from './metrics.ts';
export { serveMetrics } from './serve-metrics.ts';
