/** `npm start`: everything EngageX needs, from nothing but Node, until Ctrl-C. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { stripePlan } from './billing.ts';
import { build } from './build.ts';
import { chooseDataFolder, emptyDataFolder, lockDataFolder, openDataFolder } from './data-folder.ts';
import { prepareDemo } from './demo.ts';
import type { Demo } from './demo.ts';
import { problemsWith } from './environment.ts';
import { recordProcesses, stopLeftOvers } from './leftovers.ts';
import { createLogs } from './logs.ts';
import { hasPrometheusHere, observe } from './observe.ts';
import { HELP, readRequest } from './options.ts';
import type { ProcessCounts, StackOptions } from './options.ts';
import { keepPostgresRunning } from './postgres/keep-postgres.ts';
import { withClient } from './postgres/postgres.ts';
import { readDemoDecision, readSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';
import {
  balancerPlan,
  choosePorts,
  embeddedDatabases,
  externalDatabases,
  identityPlan,
  inboxPlan,
  migrationsEnv,
  portsOfProcesses,
  servicePlans,
  stopOrder,
  usesInbox,
  usesLocalIdentity,
} from './services.ts';
import { publicUrl } from './service-plan.ts';
import type { Databases, Ports } from './stack-context.ts';
import { StackError } from './stack-error.ts';
import { Supervisor } from './supervisor.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const DATABASE = 'engagex';

// The terminal or pipe may be gone before we are: what nobody reads must not cut the orderly stop short.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

const env = process.env;
const logs = createLogs(process.stderr, process.stderr.isTTY && !env['NO_COLOR']);
const log = logs.for('start');

const request = readRequest(process.argv.slice(2));
if (request.kind === 'help') {
  process.stdout.write(HELP);
} else if (request.kind === 'refused') {
  process.stderr.write(`${request.reason}\n`);
  process.exitCode = 2;
} else {
  await start(request.options).catch((error: unknown) => {
    log(describe(error));
    process.exit(1);
  });
}

async function start(options: StackOptions) {
  const folder = chooseDataFolder(options.dataDir, join(ROOT, '.engagex'));
  if (folder.remark) log(folder.remark);
  const dataDir = folder.path;
  openDataFolder(dataDir);
  const unlock = await lockDataFolder(dataDir);

  const record = recordProcesses(dataDir, log);
  const supervisor = new Supervisor({
    stopOrder: stopOrder(options.processes),
    logFor: (name) => logs.for(name),
    ...(env['NODE_ENV'] === 'production' ? { graceMs: 40_000 } : {}),
    onStarted: (name, pid) => record.started(name, pid),
  });
  let isFinishing = false;
  let up: Promise<Demo | null> | null = null;
  const finish = async (exitCode: number, reason: string) => {
    if (isFinishing) return;
    isFinishing = true;
    log(reason);
    await supervisor.stop();
    // What was still on its way up stops itself as soon as it arrives.
    await Promise.race([up?.catch(() => {}), sleep(15_000)]);
    record.clear();
    unlock();
    log('stopped');
    process.exit(exitCode);
  };
  stopOnSignals(finish, supervisor);
  stopWithNpm(finish);

  try {
    up = bringUp({ options, dataDir, supervisor });
    const demo = await up;
    await demo?.play?.();
  } catch (error) {
    await finish(1, describe(error));
  }
}

interface BringUp {
  readonly options: StackOptions;
  readonly dataDir: string;
  readonly supervisor: Supervisor;
}

type Finish = (exitCode: number, reason: string) => Promise<void>;

async function bringUp({ options, dataDir, supervisor }: BringUp): Promise<Demo | null> {
  const startedAt = performance.now();
  await stopLeftOvers(dataDir, log);
  if (options.fresh) {
    emptyDataFolder(dataDir);
    log(`emptied ${dataDir}`);
  }
  const problems = problemsWith({ env, dataDir, demo: readDemoDecision(dataDir), billing: options.billing });
  if (problems.length > 0) throw new StackError(`EngageX cannot start like this:\n${problems.join('\n')}`);
  if (options.observe && !hasPrometheusHere())
    throw new StackError('--observe needs Prometheus on the PATH. On Debian: apt-get install prometheus');
  const secrets = readSecrets(dataDir);
  const ports = await choosePorts(options.port, log);
  const shared = await portsOfProcesses(options.processes, ports);
  const context = { root: ROOT, dataDir, ports, secrets, env, billing: options.billing };
  const balancer = balancerPlan({ ...context, shared });
  const inbox = usesInbox(env) ? `http://localhost:${ports.inbox}` : null;

  const [databases] = await allSettledOrThrow([
    bringUpDatabase({ dataDir, ports, secrets, supervisor, processes: options.processes }),
    build((task) => supervisor.complete(task), logs.for('build')),
    inbox ? supervisor.keepRunning(inboxPlan(context)) : null,
    usesLocalIdentity(env) ? supervisor.keepRunning(identityPlan(context)) : null,
    options.billing ? supervisor.keepRunning(stripePlan(context)) : null,
    balancer ? supervisor.keepRunning(balancer) : null,
  ]);
  const services = servicePlans({ ...context, databases, shared });
  const observing = { root: ROOT, dataDir, plans: services, env, onFreePort: options.port === 0, log };
  const observed = options.observe ? await observe(observing) : null;
  const plans = observed?.plans ?? services;
  await allSettledOrThrow(plans.map((plan) => supervisor.keepRunning(plan)));
  if (observed) await supervisor.keepRunning(observed.prometheus);

  const url = publicUrl(ports, env);
  const isWanted = options.demo && env['NODE_ENV'] !== 'production';
  const demo = await prepareDemo({ dataDir, isWanted, url, inboxUrl: inbox, log: logs.for('demo') });
  const names = [...plans.map(({ name }) => name), 'postgres'];
  const pids = Object.fromEntries(names.map((name) => [name, supervisor.pidOf(name)]));
  process.stdout.write(
    `ready ${JSON.stringify({ url, inbox, pids, demo: demo?.signIn ?? null, prometheus: observed?.url ?? null })}\n`,
  );
  welcome({
    url,
    inbox,
    demo,
    dataDir,
    prometheus: observed?.url ?? null,
    seconds: (performance.now() - startedAt) / 1000,
  });
  return demo;
}

interface DatabaseContext extends Omit<BringUp, 'options'> {
  readonly ports: Ports;
  readonly secrets: Secrets;
  readonly processes: ProcessCounts;
}

/** The server, the database in it, and its tables as this version wants them. */
async function bringUpDatabase({ ports, secrets, supervisor, ...rest }: DatabaseContext): Promise<Databases> {
  const databases = env['DATABASE_URL']
    ? externalDatabases(env['DATABASE_URL'], secrets)
    : embeddedDatabases(ports.postgres, await bringUpServer({ ports, secrets, supervisor, ...rest }), secrets);
  await supervisor.complete({
    name: 'migrations',
    args: [join(ROOT, 'migrations/migrate.ts')],
    env: migrationsEnv({ databases, secrets, env }),
    onLine: logs.for('migrations'),
  });
  return databases;
}

async function bringUpServer({ dataDir, ports, secrets, supervisor, processes }: DatabaseContext): Promise<string> {
  const server = await keepPostgresRunning({
    dataDir: join(dataDir, 'postgres'),
    port: ports.postgres,
    ownerPassword: secrets.ownerPassword,
    log: logs.for('postgres'),
    settings: { max_connections: String(mostConnections(processes)) },
    supervisor,
  });

  await withClient(server.ownerUrl('postgres'), async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
  return server.ownerUrl(DATABASE);
}

/** As each process may open at most (docs/scaling.md), and some for whoever looks. */
function mostConnections({ bff, api, worker }: ProcessCounts): number {
  return Math.max(200, 50 + 12 * bff + 24 * api + 80 * worker);
}

/** Like Promise.all, except that nothing is still on its way when it throws. */
async function allSettledOrThrow<T extends readonly unknown[]>(
  promises: readonly [...T],
): Promise<{ [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** npm passes a signal on that the terminal has already sent, so two within a moment are one. */
function stopOnSignals(finish: Finish, supervisor: Supervisor) {
  let firstAt: number | null = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (firstAt === null) {
        firstAt = Date.now();
        void finish(0, 'stopping; once more to hurry');
      } else if (Date.now() - firstAt > 500) {
        supervisor.hurry();
      }
    });
  }
}

/** Killing npm does not always reach what it started, which would then run on with nobody to stop it. */
function stopWithNpm(finish: Finish) {
  if (!env['npm_lifecycle_event']) return;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    void finish(0, 'npm is gone; stopping');
  }, 100);
}

interface Welcome {
  readonly url: string;
  readonly inbox: string | null;
  readonly demo: Demo | null;
  readonly dataDir: string;
  readonly prometheus: string | null;
  readonly seconds: number;
}

function welcome({ url, inbox, demo, dataDir, prometheus, seconds }: Welcome) {
  log('');
  log(`EngageX is ready after ${seconds.toFixed(1)} s:  ${url}`);
  if (demo) log(`Sign in to the demo as ${demo.signIn.email} with the password ${demo.signIn.password}`);
  if (inbox) log(`Mail it sends stays on this machine:  ${inbox}`);
  if (demo && inbox) log(`The demo shop sends it events:  ${inbox}/shop`);
  if (prometheus) log(`Metrics and alerts:  ${prometheus}`);
  log(`Data is kept in ${dataDir}. Ctrl-C stops everything.`);
  log('');
}

function describe(error: unknown): string {
  if (error instanceof StackError) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
