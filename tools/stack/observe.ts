/** `--observe`: metrics of every process, and a Prometheus that reads them and evaluates the alerts. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from './logs.ts';
import { choosePort, reserveFreePort } from './ports.ts';
import { plan } from './service-plan.ts';
import type { ServicePlan } from './supervisor.ts';

const usualPort = 9090;
/** Often enough to watch it change; an installation asks every 15 s. */
const everySeconds = 5;

interface Observing {
  readonly root: string;
  readonly dataDir: string;
  readonly plans: readonly ServicePlan[];
  readonly env: NodeJS.ProcessEnv;
  /** Whether every port is to be a free one. */
  readonly onFreePort: boolean;
  readonly log: Log;
}

export interface Observed {
  /** The services, each with a port for its metrics. */
  readonly plans: readonly ServicePlan[];
  readonly prometheus: ServicePlan;
  readonly url: string;
}

/** Whether Prometheus is on the PATH. */
export function hasPrometheusHere(): boolean {
  return spawnSync('prometheus', ['--version']).status === 0;
}

export async function observe({ root, dataDir, plans, env, onFreePort, log }: Observing): Promise<Observed> {
  const watched = await Promise.all(plans.map(async (service) => ({ service, port: await reserveFreePort() })));
  const { port, isSecondChoice } = await choosePort(onFreePort ? 0 : usualPort);
  if (isSecondChoice) log(`port ${usualPort} is taken; prometheus uses ${port}`);
  const folder = join(dataDir, 'prometheus');
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  const targets = watched.map((each) => `127.0.0.1:${each.port}`);
  writeFileSync(join(folder, 'prometheus.yml'), settings(join(root, 'deploy/prometheus/alerts.yml'), targets));
  const database = join(dataDir, 'postgres');
  return {
    plans: watched.map(({ service, port: metrics }) => ({
      ...service,
      env: {
        ...service.env,
        METRICS_PORT: String(metrics),
        ...(env['DATABASE_URL'] ? {} : { DATABASE_DIR: database }),
      },
    })),
    prometheus: plan('prometheus', join(root, 'tools/stack/prometheus/main.ts'), await reserveFreePort(), {
      ...env,
      PROMETHEUS_PORT: String(port),
      PROMETHEUS_DIR: folder,
    }),
    url: `http://localhost:${port}`,
  };
}

/** JSON is YAML. The job is the one that the alerts know. */
function settings(alerts: string, targets: readonly string[]): string {
  const every = `${everySeconds}s`;
  return JSON.stringify({
    global: { scrape_interval: every, evaluation_interval: every },
    rule_files: [alerts],
    scrape_configs: [{ job_name: 'engagex', static_configs: [{ targets }] }],
  });
}
