/** Which processes make up the stack, where each listens, and what each is told. */
import { join } from 'node:path';
import type { Log } from './logs.ts';
import { demoBilling } from './billing.ts';
import { DEFAULT_PORT, type ProcessCounts } from './options.ts';
import { choosePort, reserveFreePort } from './ports.ts';
import { urlFor } from './postgres/postgres.ts';
import type { Secrets } from './secrets.ts';
import { common, plan } from './service-plan.ts';
import type { Databases, PortName, Ports, StackContext } from './stack-context.ts';
import type { ServicePlan } from './supervisor.ts';

/** Names by stage: whoever asks others is stopped before them. */
export function stopOrder({ bff, api, worker }: ProcessCounts): readonly (readonly string[])[] {
  return [
    numbered('bff', bff),
    [...numbered('api', api), ...numbered('worker', worker)],
    ['balancer', 'inbox', 'identity', 'stripe'],
    ['postgres'],
  ];
}

/** The first goes by its plain name. */
function numbered(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => (index === 0 ? name : `${name}-${index + 1}`));
}

const USUAL_PORTS: Ports = {
  bff: DEFAULT_PORT,
  api: 3100,
  worker: 3200,
  balancer: 3300,
  inbox: 8025,
  smtp: 1025,
  inbound: 1026,
  identity: 8026,
  stripe: 8027,
  postgres: 54_320,
};

/** The wanted port for the web and the usual ones for the rest, or the next free ones; reserved from now on. */
export async function choosePorts(webPort: number, log: Log): Promise<Ports> {
  const ports = { ...USUAL_PORTS };
  for (const name of Object.keys(USUAL_PORTS) as PortName[]) {
    const wanted = name === 'bff' ? webPort : webPort === 0 ? 0 : USUAL_PORTS[name];
    const { port, isSecondChoice } = await choosePort(wanted);
    if (isSecondChoice) log(`port ${wanted} is taken; ${name} uses ${port}`);
    ports[name] = port;
  }
  return ports;
}

/** A port for each process: the usual one for a single process, free ones behind a balancer. */
export async function portsOfProcesses(counts: ProcessCounts, ports: Ports): Promise<StackContext['shared']> {
  const behindBalancer = async (port: number, count: number) =>
    count === 1 ? [port] : Promise.all(Array.from({ length: count }, reserveFreePort));
  const more = await Promise.all(Array.from({ length: counts.worker - 1 }, reserveFreePort));
  return {
    bff: await behindBalancer(ports.bff, counts.bff),
    api: await behindBalancer(ports.api, counts.api),
    worker: [ports.worker, ...more],
  };
}

/** Null where one process of each kind listens itself. */
export function balancerPlan({
  root,
  ports,
  shared,
  env,
}: Pick<StackContext, 'root' | 'ports' | 'shared' | 'env'>): ServicePlan | null {
  const balance = (['bff', 'api'] as const)
    .filter((name) => shared[name].length > 1)
    .map((name) => ({ port: ports[name], targets: shared[name] }));
  if (balance.length === 0) return null;
  return plan('balancer', join(root, 'tools/stack/balancer/main.ts'), ports.balancer, {
    ...common(env, ports),
    BALANCE: JSON.stringify(balance),
  });
}

export function usesInbox(env: NodeJS.ProcessEnv): boolean {
  return !env['SMTP_URL'] && !env['SENDGRID_API_KEY'];
}

/** The inbox sends bounces to the worker's own listener, so that the whole way of a message is there to be seen. */
function bouncesComeHome(env: NodeJS.ProcessEnv, ports: Ports): NodeJS.ProcessEnv {
  if (!usesInbox(env)) return {};
  return {
    BOUNCE_HOST: env['BOUNCE_HOST'] || 'bounces.localhost',
    INBOUND_PORT: env['INBOUND_PORT'] || String(ports.inbound),
  };
}

/** The three ways into the embedded server's database. */
export function embeddedDatabases(port: number, ownerUrl: string, secrets: Secrets): Databases {
  const { pathname } = new URL(ownerUrl);
  const url = (role: string, password: string) => urlFor(port, role, password, pathname.slice(1));
  return {
    owner: ownerUrl,
    app: url('engagex_app', secrets.appPassword),
    bff: url('engagex_bff', secrets.bffPassword),
  };
}

/** The same for a server of the person's own: host, port, database and TLS settings are taken from its owner URL. */
export function externalDatabases(ownerUrl: string, secrets: Secrets): Databases {
  const url = (role: string, password: string) => {
    const derived = new URL(ownerUrl);
    derived.username = role;
    derived.password = password;
    return derived.href;
  };
  return {
    owner: ownerUrl,
    app: url('engagex_app', secrets.appPassword),
    bff: url('engagex_bff', secrets.bffPassword),
  };
}

export function migrationsEnv({
  databases,
  secrets,
  env,
}: Pick<StackContext, 'databases' | 'secrets' | 'env'>): NodeJS.ProcessEnv {
  return {
    ...env,
    MIGRATIONS_DATABASE_URL: databases.owner,
    APP_DATABASE_PASSWORD: secrets.appPassword,
    BFF_DATABASE_PASSWORD: secrets.bffPassword,
  };
}

export function inboxPlan({ root, dataDir, ports, env }: Omit<StackContext, 'databases' | 'shared'>): ServicePlan {
  return plan('inbox', join(root, 'tools/inbox/main.ts'), ports.inbox, {
    ...common(env, ports),
    ...bouncesComeHome(env, ports),
    SMTP_PORT: String(ports.smtp),
    INBOX_DIR: join(dataDir, 'inbox'),
  });
}

/** The provider of this machine is for development: in production nobody may be whoever they say. */
export function usesLocalIdentity(env: NodeJS.ProcessEnv): boolean {
  return env['NODE_ENV'] !== 'production' && env['OIDC_PROVIDERS'] === undefined;
}

const localClient = 'engagex';

export function identityPlan({ root, ports, secrets, env }: Omit<StackContext, 'databases' | 'shared'>): ServicePlan {
  return plan('identity', join(root, 'tools/identity-provider/main.ts'), ports.identity, {
    ...common(env, ports),
    OIDC_CLIENT_ID: localClient,
    OIDC_CLIENT_SECRET: secrets.identitySecret,
  });
}

function localIdentity(ports: Ports, secrets: Secrets): NodeJS.ProcessEnv {
  const local = {
    id: 'local',
    name: 'the local provider',
    issuer: `http://localhost:${ports.identity}`,
    clientId: localClient,
    clientSecret: secrets.identitySecret,
  };
  return { OIDC_PROVIDERS: JSON.stringify([local]), PRIVATE_NETWORKS: 'true' };
}

export function servicePlans({
  root,
  dataDir,
  ports,
  secrets,
  databases,
  env,
  shared,
  billing,
}: StackContext): ServicePlan[] {
  const isBalanced = shared.bff.length + shared.api.length > 2;
  // The balancer asks four times a second who is ready.
  const drain = isBalanced ? { DRAIN_SECONDS: env['DRAIN_SECONDS'] ?? '1' } : {};
  const back = {
    ...common(env, ports),
    ...drain,
    DATABASE_URL: databases.app,
    INTERNAL_SECRET: secrets.internalSecret,
    TRACKING_SECRET: secrets.trackingSecret,
    ENCRYPTION_SECRET: secrets.encryptionSecret,
    FILES_DIR: join(dataDir, 'files'),
    ...(usesInbox(env) ? { SMTP_URL: `smtp://127.0.0.1:${ports.smtp}` } : {}),
    ...bouncesComeHome(env, ports),
    ...(usesLocalIdentity(env) ? { PRIVATE_NETWORKS: 'true' } : {}),
    ...(billing ? demoBilling({ dataDir, ports, secrets }) : {}),
  };
  const front = {
    ...common(env, ports),
    ...drain,
    DATABASE_URL: databases.bff,
    API_URL: `http://127.0.0.1:${ports.api}`,
    SESSION_SECRET: secrets.sessionSecret,
    INTERNAL_SECRET: secrets.internalSecret,
    ...(usesLocalIdentity(env) ? localIdentity(ports, secrets) : {}),
  };
  const plansOf = (name: keyof typeof shared, script: string, settings: NodeJS.ProcessEnv) =>
    numbered(name, shared[name].length).map((each, index) =>
      plan(each, join(root, script), shared[name][index] ?? 0, settings),
    );
  return [
    ...plansOf('api', 'apps/api/dist/main.js', back),
    ...plansOf('worker', 'apps/api/dist/worker.js', back),
    ...plansOf('bff', 'apps/bff/dist/main.js', front),
  ];
}
