import { createBff } from './app.ts';
import { readConfig } from './config.ts';

const drainMs = 5_000;
const config = readConfig();
const bff = createBff(config);
const server = bff.app.listen(config.PORT, config.HOST, () => {
  bff.log.info({ url: config.PUBLIC_URL }, 'bff is ready');
});

let isStopping = false;

/** Finishes requests under way; streams, which never finish by themselves, are cut after a moment. */
function stop(): void {
  if (isStopping) return;
  isStopping = true;
  server.close(() => void bff.close());
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), drainMs).unref();
}

process.once('SIGTERM', stop);
process.once('SIGINT', stop);
