import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { StatefulSet } from 'kubernetes-models/apps/v1/StatefulSet';
import { Job } from 'kubernetes-models/batch/v1/Job';
import { Ingress } from 'kubernetes-models/networking.k8s.io/v1/Ingress';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Service } from 'kubernetes-models/v1/Service';
import { afterAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { helmAt } from '../check/helm.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { knownSettings } from './known-settings.ts';

const root = join(import.meta.dirname, '../..');
const chart = join(root, 'deploy/helm/engagex');
const helm = helmAt(root);
const folder = mkdtempSync(join(temporaryFolder(), 'chart-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bucket = { files: { s3: { endpoint: 'https://s3.example.com', bucket: 'engagex' } } };
const off = { autoscaling: { enabled: false } };

const matrix: Readonly<Record<string, object>> = {
  'a bucket, and everything else as it is': bucket,
  'a volume': { files: { existingClaim: 'files' } },
  'events by themselves': { ...bucket, events: { enabled: true } },
  bounces: { ...bucket, bounces: { enabled: true, host: 'bounces.example.com' } },
  metrics: { ...bucket, metrics: { enabled: true, podMonitor: { enabled: true }, prometheusRule: { enabled: true } } },
  backups: { ...bucket, backup: { enabled: true, existingClaim: 'backups', settings: { BACKUP_AT: '03:00' } } },
  'backups in a bucket': {
    ...bucket,
    backup: { enabled: true, s3: { endpoint: 'https://s3.example.com', bucket: 'b' } },
  },
  'no autoscaling': { ...bucket, bff: off, api: off, worker: off },
  'no ingress and no policies': { ...bucket, ingress: { enabled: false }, networkPolicy: { enabled: false } },
  'pods in their places': {
    ...bucket,
    image: { repository: 'images.example.com/engagex', tag: 'x', pullSecrets: ['pull'] },
    settings: { MAIL_FROM: 'no-reply@example.com', API_KEY_LIMIT: 100, PRIVATE_NETWORKS: false },
    worker: {
      nodeSelector: { pool: 'mail' },
      tolerations: [{ key: 'mail', operator: 'Exists' }],
      podDisruptionBudget: false,
    },
  },
};

const models: Readonly<Record<string, new (object: never) => { validate(): void }>> = {
  Deployment,
  HorizontalPodAutoscaler,
  Ingress,
  Job,
  NetworkPolicy,
  PodDisruptionBudget,
  Service,
  StatefulSet,
};
/** Of the Prometheus operator. */
const operators = ['PodMonitor', 'PrometheusRule'];

interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string }[];
  readonly ports?: readonly { readonly name: string }[];
  readonly livenessProbe?: { readonly httpGet: { readonly path: string; readonly port: string } };
  readonly securityContext: Readonly<Record<string, unknown>>;
}

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector?: Readonly<Record<string, unknown>> & { readonly matchLabels?: object };
    readonly scaleTargetRef?: { readonly name: string };
    readonly template?: {
      readonly metadata: { readonly labels: object };
      readonly spec: { readonly containers: readonly Container[] };
    };
  };
}

function run(command: string, values: object, ...more: readonly string[]) {
  const file = join(folder, 'values.json');
  writeFileSync(file, JSON.stringify(values));
  const { status, stdout, stderr } = spawnSync(helm ?? '', [command, ...more, chart, '-f', file], { encoding: 'utf8' });
  return { status, output: status === 0 ? stdout : stderr + stdout };
}

const rendered = new Map<object, KubernetesObject[]>();

/** Once for each values. */
function render(values: object): KubernetesObject[] {
  const known = rendered.get(values);
  if (known) return known;
  const { status, output } = run('template', values, 'release');
  if (status !== 0) throw new Error(output);
  const objects = parseAllDocuments(output)
    .map((document): unknown => document.toJS())
    .filter((object): object is KubernetesObject => object !== null); // what the chart says; the models check it
  rendered.set(values, objects);
  return objects;
}

describe.skipIf(helm === null)('the chart', () => {
  test.each(Object.entries(matrix))(
    'with %s has no faults, and its objects are as Kubernetes wants them',
    (_what, values) => {
      expect(run('lint', values, '--strict')).toMatchObject({ status: 0 });
      const objects = render(values);
      for (const object of objects.filter(({ kind }) => !operators.includes(kind))) {
        const Model = models[object.kind];
        if (!Model) throw new Error(`There is no model for ${object.kind}.`);
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- validate() says whether it is one
        expect(() => new Model(object as never).validate(), `${object.kind} ${object.metadata.name}`).not.toThrow();
      }
      const names = objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
      expect(new Set(names).size).toBe(names.length);
    },
  );

  test.each(Object.entries(matrix))('with %s names only what is there', (_what, values) => {
    const objects = render(values);
    const deployments = objects.filter(({ kind }) => kind === 'Deployment');
    const labels = deployments.map(({ spec }) => spec.template?.metadata.labels);
    for (const { kind, spec } of objects) {
      if (kind === 'HorizontalPodAutoscaler')
        expect(deployments.map(({ metadata }) => metadata.name)).toContain(spec.scaleTargetRef?.name);
      if (kind === 'Service' || kind === 'PodDisruptionBudget')
        expect(labels).toContainEqual(expect.objectContaining(spec.selector?.matchLabels ?? spec.selector ?? {}));
    }
    for (const object of objects)
      for (const { command, env, livenessProbe, ports, securityContext } of object.spec.template?.spec.containers ??
        []) {
        const script = command.slice(1).find((word) => !word.startsWith('-')) ?? '';
        expect(existsSync(join(root, script.replace('/dist/', '/src/').replace(/\.js$/, '.ts')))).toBe(true);
        const unknown = env.filter(({ name }) => !knownSettings(script).has(name));
        expect(unknown.filter(({ name }) => !['MAIL_FROM', 'API_KEY_LIMIT'].includes(name))).toEqual([]);
        expect(securityContext).toMatchObject({ readOnlyRootFilesystem: true, allowPrivilegeEscalation: false });
        if (object.kind !== 'Deployment') continue;
        expect(livenessProbe?.httpGet.path).toBe('/health/live');
        expect(ports?.map(({ name }) => name)).toContain(livenessProbe?.httpGet.port);
      }
  });

  test('migrates before anything is installed or replaced, with the owner’s way in, which no process has', () => {
    const objects = render(bucket);
    const job = objects.find(({ kind }) => kind === 'Job');
    expect(job?.metadata).toMatchObject({ annotations: { 'helm.sh/hook': 'pre-install,pre-upgrade' } });
    const withOwner = objects.filter((object) => JSON.stringify(object).includes('MIGRATIONS_DATABASE_URL'));
    expect(withOwner).toEqual([job]);
  });

  test('opens metrics to other pods, and backs up as the owner by a process of which there is one', () => {
    const metrics = render(matrix['metrics'] ?? {}).filter(({ kind }) => kind === 'Deployment');
    for (const { spec } of metrics)
      expect(spec.template?.spec.containers[0]?.env).toContainEqual({ name: 'METRICS_HOST', value: '0.0.0.0' });
    const [backup, ...others] = render(matrix['backups'] ?? {}).filter(({ kind }) => kind === 'StatefulSet');
    expect(others).toEqual([]);
    expect(backup?.spec).toMatchObject({ replicas: 1 });
    const names = backup?.spec.template?.spec.containers[0]?.env.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['MIGRATIONS_DATABASE_URL', 'BACKUP_PASSPHRASE', 'BACKUP_DIR', 'S3_BUCKET']),
    );
  });

  test.each([
    ['no place for files', {}, 'set files.s3 (a bucket), or files.existingClaim'],
    ['an address without https', { ...bucket, publicUrl: 'http://mail.example.com' }, '/publicUrl'],
    ['a misspelt value', { ...bucket, workers: {} }, 'workers'],
    ['a setting that is no name', { ...bucket, settings: { 'mail-from': 'a' } }, 'mail-from'],
    ['a grace period shorter than draining', { ...bucket, api: { gracePeriodSeconds: 5 } }, 'gracePeriodSeconds'],
    [
      'backups without a place',
      { ...bucket, backup: { enabled: true } },
      'backup: set s3 (a bucket), or existingClaim',
    ],
    ['bounces without a host', { ...bucket, bounces: { enabled: true } }, 'bounces.host'],
  ])('refuses %s', (_what, values, message) => {
    const { status, output } = run('template', values, 'release');
    expect(status).not.toBe(0);
    expect(output).toContain(message);
  });
});
