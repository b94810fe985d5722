/**
 * Loaded ahead of every service that the launcher starts. A launcher that was killed cannot stop its services; the
 * channel to it closes, and each of them then stops itself as if it had been asked to.
 */
process.once('disconnect', () => {
  process.kill(process.pid, 'SIGTERM');
});
// Listening must not keep a service alive that has nothing else left to do.
process.channel?.unref();

// With the launcher gone nobody reads what is written, which must not cut the orderly stop short.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
