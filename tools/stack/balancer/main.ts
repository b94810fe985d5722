/** The balancer as a process of the stack: `BALANCE` says which ports it listens on, and which processes share each. */
import { createServer } from 'node:http';
import { z } from 'zod';
import { startBalancer } from './balancer.ts';

const settings = z.object({
  PORT: z.coerce.number(),
  INSTANCE_ID: z.string().default(''),
  BALANCE: z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(z.array(z.object({ port: z.number(), targets: z.array(z.number()).min(1) }))),
});

const { PORT, INSTANCE_ID, BALANCE } = settings.parse(process.env);
const balancers = await Promise.all(BALANCE.map(startBalancer));
const health = createServer((_request, response) => {
  // As soon as it listens: the processes that it leads to are started at the same time.
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ status: 'ok', instance: INSTANCE_ID }));
}).listen(PORT, '127.0.0.1');

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => {
    health.close();
    void Promise.all(balancers.map((balancer) => balancer.close()));
  });
