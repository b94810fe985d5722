import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { knownSettings } from './known-settings.ts';

const root = join(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const service = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  ports: z.array(z.string()).default([]),
  profiles: z.array(z.string()).default([]),
  read_only: z.boolean().default(false),
});

const compose = z
  .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
  .parse(parse(read('docker-compose.yml'), { merge: true }));
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image.startsWith('engagex'));

test('every service of compose runs a script that exists, with settings that it knows', () => {
  expect(ours.map(([name]) => name)).toEqual(['migrate', 'api', 'worker', 'events', 'bff']);
  for (const [name, { command, environment }] of ours) {
    const script = command?.[1] ?? '';
    expect(
      existsSync(join(root, script.replace('/dist/', '/src/').replace(/\.js$/, '.ts'))),
      `${name}: ${script}`,
    ).toBe(true);
    expect(Object.keys(environment).filter((setting) => !knownSettings(script).has(setting))).toEqual([]);
  }
});

test('volumes, files and services that compose names are there', () => {
  for (const [name, { volumes, depends_on: needed }] of services) {
    for (const volume of volumes) {
      const [source = ''] = volume.split(':');
      const isThere = source.startsWith('.') ? existsSync(join(root, source)) : source in compose.volumes;
      expect(isThere, `${name}: ${source}`).toBe(true);
    }
    for (const [other, { condition }] of Object.entries(needed)) {
      const target = compose.services[other];
      expect(target, `${name} needs ${other}`).toBeDefined();
      if (condition === 'service_healthy')
        expect(target?.healthcheck, `${other} says whether it is healthy`).toBeDefined();
      expect(target?.profiles.every((profile) => compose.services[name]?.profiles.includes(profile))).toBe(true);
    }
  }
});

test('nothing of compose is reachable from other machines, and our containers cannot write to their image', () => {
  expect(services.flatMap(([, { ports }]) => ports).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  expect(ours.every(([, container]) => container.read_only)).toBe(true);
});

test('the workflow of GitHub runs what .ci/run is', () => {
  const workflow = z
    .object({ jobs: z.object({ test: z.object({ steps: z.array(z.object({ run: z.string().optional() })) }) }) })
    .parse(parse(read('.github/workflows/ci.yml')));
  expect(workflow.jobs.test.steps.at(-1)?.run).toBe('.ci/run');
  expect(existsSync(join(root, '.ci/run'))).toBe(true);
});
