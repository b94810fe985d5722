import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

/** Workspace packages are read from their TypeScript source, so no build is needed before a test. */
const conditions = ['source', ...defaultServerConditions];

const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: ['source'] } },
  // Nest finds a constructor's dependencies in the metadata that decorators leave behind.
  oxc: { decorator: { legacy: true, emitDecoratorMetadata: true } },
};

/** What hangs is noticed; what is slow beside the browser tests on a busy machine has not failed. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 15_000 } } };

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // Otherwise each file reads the same modules again, a fifth of a run and more. What a file changes for all it puts back.
    isolate: false,
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['libs/{domain,sdk}/src/**/*.test.ts', 'apps/web/src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
          exclude: ['tools/backup/*.test.ts'],
          ...patience,
        },
      },
      {
        ...shared,
        test: {
          name: 'integration',
          include: [
            'apps/{api,bff}/src/**/*.test.ts',
            'libs/tenancy/src/**/*.test.ts',
            'migrations/**/*.test.ts',
            'tools/backup/*.test.ts',
            'deploy/**/*.test.ts',
          ],
          globalSetup: 'tools/testing/integration-setup.ts',
          ...patience,
        },
      },
      {
        ...shared,
        test: {
          name: 'soak',
          include: [
            'apps/api/src/features/deliveries/faults/*.test.ts',
            'apps/api/src/features/messages/messages.crash.test.ts',
            'apps/api/src/features/inbound/inbound.crash.test.ts',
            'apps/api/src/features/provider-events/provider-events.kills.test.ts',
            'apps/api/src/features/events/events.crash.test.ts',
            'apps/api/src/features/event-stages/event-stages.crash.test.ts',
            'apps/api/src/features/payments/{orders,payment-events,payments.kills}.test.ts',
            'apps/api/src/features/event-counts/event-counts.test.ts',
            'apps/api/src/features/dashboard-schedules/dashboard-schedules.crash.test.ts',
            'apps/api/src/features/notifications/inbox.test.ts',
            'apps/api/src/features/domain-checks/{failing,silent}-dns.test.ts',
            'apps/api/src/features/segment-memberships/random-histories.test.ts',
            'apps/api/src/features/attributions/{attributions.crash,histories}.test.ts',
            'apps/api/src/features/event-exports/event-exports.crash.test.ts',
            'apps/api/src/features/usage-reports/stripe-meters.test.ts',
            'apps/api/src/platform/workbooks/hostile-workbooks.test.ts',
            'apps/api/src/**/*.soak.ts',
            'tools/soak/**/*.soak.ts',
          ],
          globalSetup: 'tools/testing/integration-setup.ts',
          ...patience,
          maxWorkers: 1,
        },
      },
    ],
  },
});
