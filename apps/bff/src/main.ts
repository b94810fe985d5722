import { once } from 'node:events';
import { serveMetrics } from '@engagex/telemetry';
import { createBff } from './app.ts';
import { drainMsOf, finishMsOf, readConfig } from './config.ts';
import { linkServerFor, serverFor } from './server.ts';

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

/** Goes on answering until balancers know, then finishes requests under way and ends streams; what is still open after that is cut. */
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  bff.drain();
  setTimeout(() => void close(), drainMsOf(config));
}

async function close(): Promise<void> {
  const servers = secure ? [server, secure] : [server];
  const closed = servers.map((each) => once(each.close(), 'close'));
  bff.endStreams();
  for (const each of servers) each.closeIdleConnections();
  setTimeout(() => {
    for (const each of servers) each.closeAllConnections();
  }, finishMsOf(config)).unref();
  await Promise.all(closed);
  await bff.close();
}

process.on('SIGTERM', stop);
process.on('SIGINT', stop);
