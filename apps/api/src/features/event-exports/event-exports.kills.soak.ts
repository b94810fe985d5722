import type { ChildProcess } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventExportSettingsRoutes, eventExportsRoutes } from '@engagex/domain/event-exports';
import { S3Files } from '../../adapters/s3-files.ts';
import { chanceOf, seed } from '../../testing/chance.ts';
import { end } from '../../testing/fleet.ts';
import { s3Keys, startS3, type TestS3 } from '../../testing/s3.ts';
import { killsOr } from '../../testing/size.ts';
import { startTestApi, type TestApi, type TestMember } from '../../testing/test-api.ts';
import { startWorker } from '../../testing/worker.ts';
import { acceptEvents } from '../people/testing/accepted-events.ts';

const kills = killsOr(1);
const dayMs = 86_400_000;

let api: TestApi;
let s3: TestS3;
let worker: ChildProcess;
beforeAll(async () => {
  s3 = await startS3();
  api = await startTestApi({ settings: { PRIVATE_NETWORKS: 'true' } });
});
afterAll(async () => {
  await end(worker, 'SIGKILL');
  await api.close();
  await s3.close();
});

/** A worker whose clock is wrong by so many milliseconds. */
function startWorkerAt(offsetMs: number): ChildProcess {
  const moved = `const Right = Date; globalThis.Date = class extends Right {
    constructor(...of) { if (of.length === 0) super(Right.now() + ${offsetMs}); else super(...of); }
    static now() { return Right.now() + ${offsetMs}; } };`;
  const options: Record<string, string> =
    offsetMs === 0 ? {} : { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(moved)}` };
  return startWorker(api.config, { PRIVATE_NETWORKS: 'true', ...options });
}

/** An organization with a day of events, whose export to the bucket has just fallen due. */
async function exporting(folder: string): Promise<TestMember> {
  const member = await api.newOrganization();
  const destination = { kind: 's3', endpoint: s3.endpoint, bucket: 'files', folder, ...s3Keys } as const;
  await member.call(eventExportSettingsRoutes.update, { isOn: true, includesEvents: true, destination });
  const dueAt = Math.floor((Date.now() - 10 * 3_600_000) / dayMs) * dayMs + 10 * 3_600_000;
  const second = (dueAt - 20 * 3_600_000 - Date.UTC(2026, 0, 1)) / 1_000;
  await acceptEvents(
    api,
    member,
    Array.from({ length: 30 }, (_, n) => ({ name: 'page_view', anonymousId: `visitor ${n}`, second: second + n })),
  );
  await api.owner.query('update event_export_settings set next_due_at = $2 where organization_id = $1', [
    member.organizationId,
    new Date(dueAt),
  ]);
  return member;
}

/** As if the time were over in which the worker that was killed may still be at it. */
const letGo = ({ organizationId }: TestMember) =>
  api.owner.query(
    `update event_exports set next_attempt_at = now() where organization_id = $1
     and next_attempt_at between now() and now() + interval '2 hours'`,
    [organizationId],
  );

test(
  `workers with wrong clocks, killed while a bucket takes or refuses, leave one object for each file (seed ${seed})`,
  async () => {
    const chance = chanceOf('exports');
    const killed = { before: 0, after: 0, refused: 0 };
    for (let number = 0; number < kills; number += 1) {
      const folder = `round-${number}`;
      const member = await exporting(folder);
      const offsetMs = chance.oneOf([0, 3 * dayMs, -2 * 3_600_000, 5 * 60_000]);
      // A bucket itself refuses requests whose time is wrong by more than a quarter of an hour.
      const blow =
        Math.abs(offsetMs) > 900_000 ? 'refused' : chance.oneOf<keyof typeof killed>(['before', 'after', 'refused']);
      const file = chance.oneOf(['.json', '.ndjson.gz']);
      let isOver = false;
      const strikes = (url = '') => !isOver && url.includes(`/${folder}/`) && url.includes(file);
      s3.behaviour.before = async ({ url }) => {
        if (!strikes(url) || blow === 'after') return 200;
        if (blow === 'before') {
          isOver = true;
          await end(worker, 'SIGKILL');
        }
        return 503;
      };
      s3.behaviour.after = async ({ url }) => {
        if (!strikes(url)) return;
        isOver = true;
        await end(worker, 'SIGKILL');
      };
      worker = startWorkerAt(offsetMs);
      const exportsOf = async () => (await member.call(eventExportsRoutes.list, {})).items;
      if (blow === 'refused') {
        while (!(await exportsOf())[0]?.problem) await delay(20);
        await end(worker, 'SIGKILL');
        isOver = true;
      } else while (worker.signalCode === null) await delay(10);
      killed[blow] += 1;

      await letGo(member);
      worker = startWorkerAt(0);
      while ((await exportsOf())[0]?.state !== 'done') {
        await letGo(member);
        await delay(20);
      }
      await end(worker, 'SIGTERM');
      const made = await exportsOf();
      expect(made, folder).toHaveLength(1);
      const bucket = new S3Files({ endpoint: s3.endpoint, bucket: 'files', ...s3Keys });
      for (const { name, kind } of made[0]!.files) {
        const stored = Buffer.concat(await (await bucket.read(`${folder}/${name}`)).toArray());
        const ours = await member.fetch(`/api/event-exports/${made[0]!.id}/${kind}`);
        expect(stored.equals(Buffer.from(await ours.arrayBuffer())), `${folder} ${name}`).toBe(true);
      }
      expect(await s3.keys(`${folder}/`), folder).toEqual(
        made[0]!.files.map(({ name }) => `${folder}/${name}`).toSorted(),
      );
    }
    process.stdout.write(`${JSON.stringify(killed)}\n`);
  },
  kills * 60_000,
);
