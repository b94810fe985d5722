import { eventExportSettingsRoutes, eventExportsRoutes } from '@engagex/domain/event-exports';
import { type Changes, inLog } from './change.ts';

const bucket = {
  kind: 's3',
  endpoint: 'https://s3.example',
  bucket: 'events',
  region: 'eu-central-1',
  folder: '',
  accessKeyId: 'key',
} as const;

export const eventExportChanges: Changes = {
  'event-export-settings.update': {
    act: (owner) =>
      owner.call(eventExportSettingsRoutes.update, {
        isOn: true,
        includesEvents: true,
        destination: { ...bucket, secretAccessKey: 'correct horse' },
      }),
    entry: {
      objectType: 'event-export-settings',
      before: { isOn: false, includesEvents: false, destination: { kind: 'none' } },
      after: { isOn: true, includesEvents: true, destination: bucket, secretAccessKey: '(not kept)' },
    },
  },
  'event-export-settings.rotate-signing-secret': {
    act: (owner) => owner.call(eventExportSettingsRoutes.rotateSigningSecret, {}),
    entry: { objectType: 'event-export-settings', after: { replaced: false } },
  },
  'event-exports.retry': {
    arrange: async ({ organizationId }, api) => {
      const { rows } = await api.owner.query<{ id: string }>(
        `insert into event_exports (organization_id, due_at, includes_events, state, problem)
         values ($1, '2026-11-29T10:00Z', false, 'failed', 'It answered with status 500.') returning id`,
        [organizationId],
      );
      return rows[0]!.id;
    },
    act: (owner, id) => owner.call(eventExportsRoutes.retry, { id }),
    entry: { ...inLog('event-exports', '2026-11-28'), after: { problem: 'It answered with status 500.' } },
  },
};
