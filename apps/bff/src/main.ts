import { serveMetrics } from '@engagex/telemetry';
import { createBff } from './app.ts';
import { readConfig } from './config.ts';
import { linkServerFor, serverFor } from './server.ts';

const drainMs = 5_000;
const config = readConfig();
const bff = createBff(config);
if (config.METRICS_PORT !== undefined)
  await serveMetrics(bff.metrics, { port: config.METRICS_PORT, host: config.METRICS_HOST });
const server = serverFor(bff.app, config).listen(config.PORT, config.HOST, () => {
  bff.startReporting();
  bff.log.info({ url: config.PUBLIC_URL }, 'bff is ready');
});
const secure =
  config.HTTPS_PORT === undefined
    ? null
    : linkServerFor(bff.app, config, bff.certificates).listen(config.HTTPS_PORT, config.HOST);

let isStopping = false;

/** Finishes requests under way and ends streams; what is still open after a moment is cut. */
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  secure?.close();
  server.close(() => void bff.close());
  bff.endStreams();
  server.closeIdleConnections();
  secure?.closeIdleConnections();
  setTimeout(() => {
    server.closeAllConnections();
    secure?.closeAllConnections();
  }, drainMs).unref();
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
