import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { hasPrometheus, promtool } from '../../tools/testing/prometheus.ts';

const rules = join(import.meta.dirname, 'alerts.yml');
const folder = mkdtempSync(join(tmpdir(), 'engagex-alerts-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Series by their values, a minute apart, in promtool's notation: `0+60x30` grows by 60 thirty times. */
type Series = Readonly<Record<string, string>>;

interface Alert {
  readonly name: string;
  readonly fires: Readonly<Record<string, Series>>;
  readonly doesNot: Readonly<Record<string, Series>>;
}

const everyProcess: Series = {
  'engagex_build_info{process="bff"}': '1x30',
  'engagex_build_info{process="api"}': '1x30',
  'engagex_build_info{process="worker"}': '1x30',
  'up{job="engagex",instance="api"}': '1x30',
};
const requests = (good: string, bad: string): Series => ({
  'engagex_http_requests_total{process="api",route="/api/contacts",status="2xx"}': good,
  'engagex_http_requests_total{process="api",route="/api/contacts",status="5xx"}': bad,
});
const durations = (within2s: string, all: string, route = '/api/contacts'): Series => ({
  ...requests('0+60x30', '0x30'),
  [`engagex_http_request_duration_seconds_bucket{process="api",route="${route}",le="2"}`]: within2s,
  [`engagex_http_request_duration_seconds_bucket{process="api",route="${route}",le="5"}`]: all,
  [`engagex_http_request_duration_seconds_bucket{process="api",route="${route}",le="+Inf"}`]: all,
});
const one = (series: string, values: string): Series => ({ [series]: values });
const mail = (accepted: string, failed: string): Series => ({
  'engagex_deliveries_total{process="worker",lane="campaign",outcome="accepted"}': accepted,
  'engagex_deliveries_total{process="worker",lane="campaign",outcome="failed"}': failed,
});
const connections = (open: string, waiting: string): Series => ({
  'engagex_database_connections{kind="open"}': open,
  'engagex_database_connections{kind="most"}': '100x30',
  'engagex_database_pool_waiting{process="api"}': waiting,
});
const disk = (free: string): Series => ({
  'engagex_disk_free_bytes{disk="files"}': free,
  'engagex_disk_size_bytes{disk="files"}': '100x30',
});

const alerts: readonly Alert[] = [
  {
    name: 'EngageXErrors',
    fires: { 'six in a hundred requests fail': requests('0+94x30', '0+6x30') },
    doesNot: {
      'four in a hundred fail': requests('0+96x30', '0+4x30'),
      'one of two requests failed in a quiet hour': requests('0+1x30', '0 0 0 0 0 0 0 0 0 0 1x20'),
      'nobody asks for anything': requests('7x30', '7x30'),
    },
  },
  {
    name: 'EngageXSlow',
    fires: { 'two in a hundred take longer than 2 s': durations('0+980x30', '0+1000x30') },
    doesNot: {
      'one in a thousand does': durations('0+999x30', '0+1000x30'),
      'only uploads do': durations('0+1x30', '0+1000x30', '/api/imports'),
    },
  },
  {
    name: 'EngageXDown',
    fires: { 'a target does not answer': one('up{job="engagex",instance="api"}', '0x30') },
    doesNot: {
      'it missed one': one('up{job="engagex",instance="api"}', '1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 0 1x10'),
      'another product is down': one('up{job="other"}', '0x30'),
    },
  },
  {
    name: 'EngageXMissing',
    fires: {
      'no worker is left': { ...everyProcess, 'engagex_build_info{process="worker"}': '1 1 1 1 _x30' },
      'service discovery lists nothing': {},
    },
    doesNot: { 'there is one of each': everyProcess },
  },
  {
    name: 'EngageXNotReady',
    fires: { 'a process says that it is not ready': one('engagex_ready{process="api"}', '0x30') },
    doesNot: { 'it says that it is': one('engagex_ready{process="api"}', '1x30') },
  },
  {
    name: 'EngageXWorkFailing',
    fires: { 'imports fail again and again': one('engagex_work_failing{queue="imports"}', '1x30') },
    doesNot: { 'nothing fails': one('engagex_queue_waiting{queue="imports"}', '0x30') },
  },
  {
    name: 'EngageXDisk',
    fires: { 'nine of a hundred are free': disk('9x30') },
    doesNot: { 'eleven are': disk('11x30') },
  },
  {
    name: 'EngageXQueueBehind',
    fires: {
      'an import has waited for six minutes and more': one('engagex_queue_oldest_seconds{queue="imports"}', '360x30'),
    },
    doesNot: {
      'it waits for four': one('engagex_queue_oldest_seconds{queue="imports"}', '240x30'),
      'a campaign woke up after a long pause': one(
        'engagex_queue_oldest_seconds{queue="campaigns"}',
        '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 9000 9000 0x10',
      ),
    },
  },
  {
    name: 'EngageXMessagesBehind',
    fires: {
      'a password reset has waited for two minutes': one('engagex_queue_oldest_seconds{queue="messages"}', '120x30'),
    },
    doesNot: {
      'it left within a minute': one('engagex_queue_oldest_seconds{queue="messages"}', '30x30'),
      'a campaign has': one('engagex_queue_oldest_seconds{queue="campaigns"}', '120x30'),
    },
  },
  {
    name: 'EngageXEventsBehind',
    fires: { 'a stage is ten minutes behind': one('engagex_event_lag_seconds{stage="people"}', '600x30') },
    doesNot: { 'it is a minute behind': one('engagex_event_lag_seconds{stage="people"}', '60x30') },
  },
  {
    name: 'EngageXLedgerOpen',
    fires: { 'one does not close': one('engagex_unclosed_ledgers', '1x30') },
    doesNot: {
      'all do': one('engagex_unclosed_ledgers', '0x30'),
      'one took a moment': one('engagex_unclosed_ledgers', '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 0x10'),
    },
  },
  {
    name: 'EngageXDeadLetters',
    fires: { 'one has waited for a day and more': one('engagex_dead_letters_oldest_seconds', '90000x30') },
    doesNot: { 'they are of today': one('engagex_dead_letters_oldest_seconds', '40000x30') },
  },
  {
    name: 'EngageXFiguresMissing',
    fires: {
      'no worker shows them': {},
      'they are old': one('engagex_figures_read_timestamp_seconds', '0x30'),
    },
    doesNot: { 'they are read every minute': one('engagex_figures_read_timestamp_seconds', '0+60x30') },
  },
  {
    name: 'EngageXCertificate',
    fires: {
      'one expires in ten days': one(
        'engagex_certificate_expires_timestamp_seconds{certificate="inbound"}',
        '864000x90',
      ),
    },
    doesNot: {
      'the next expires in twenty': one(
        'engagex_certificate_expires_timestamp_seconds{certificate="inbound"}',
        '1728000x90',
      ),
      'there is none': {},
    },
  },
  {
    name: 'EngageXReplication',
    fires: {
      'a standby is 2 GiB behind': one('engagex_database_replication_lag_bytes', '2147483648x30'),
      'a standby is ten minutes behind': one('engagex_database_replication_lag_seconds', '600x30'),
    },
    doesNot: {
      'it keeps up': one('engagex_database_replication_lag_bytes', '4096x30'),
      'there is none': {},
    },
  },
  {
    name: 'EngageXConnections',
    fires: {
      'ninety-five of a hundred are open': connections('95x30', '0x30'),
      'work waits for one': connections('20x30', '40x30'),
    },
    doesNot: { 'there are enough': connections('80x30', '2x30') },
  },
  {
    name: 'EngageXBackup',
    fires: {
      'the last is of the day before yesterday': one('engagex_backup_last_success_timestamp_seconds', '-172800x30'),
    },
    doesNot: {
      'the last is of this night': one('engagex_backup_last_success_timestamp_seconds', '-3600x30'),
      'backups are made by other means': {},
    },
  },
  {
    name: 'EngageXMailFailing',
    fires: { 'every second message fails': mail('0+60x40', '0+60x40') },
    doesNot: {
      'one in ten does': mail('0+90x40', '0+10x40'),
      'the only message of an hour did': mail('0x40', '0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1x20'),
    },
  },
];

/** By when each has been seen for as long as it must last. */
const minutes = (name: string) => (name === 'EngageXCertificate' ? 80 : 25);

describe.runIf(hasPrometheus())('alerts', () => {
  test('every alert of the file is tested, and the file has nothing wrong', () => {
    const named = [...readFileSync(rules, 'utf8').matchAll(/- alert: (\w+)/g)].map(([, name]) => name);
    expect(named).toEqual(alerts.map(({ name }) => name));
    expect(promtool(['check', 'rules', rules])).toBe('');
    expect(promtool(['check', 'config', join(import.meta.dirname, 'prometheus.yml')])).toBe('');
  });

  test.each(alerts)('$name fires when it should, and at no other time', ({ name, fires, doesNot }) => {
    const file = join(folder, `${name}.json`);
    writeFileSync(
      file,
      JSON.stringify({
        rule_files: [rules],
        evaluation_interval: '1m',
        tests: [
          ...Object.entries(fires).map(([when, series]) => caseOf(name, when, series, true)),
          ...Object.entries(doesNot).map(([when, series]) => caseOf(name, when, series, false)),
        ],
      }),
    );
    expect(promtool(['test', 'rules', file])).toBe('');
  });
});

function caseOf(name: string, when: string, series: Series, isFiring: boolean) {
  return {
    name: when,
    interval: '1m',
    input_series: Object.entries(series).map(([of, values]) => ({ series: of, values })),
    promql_expr_test: [
      {
        // At any time so far: one that fired and stopped would have woken somebody up, too.
        expr: `group(last_over_time(ALERTS{alertname="${name}",alertstate="firing"}[2h]))`,
        eval_time: `${minutes(name)}m`,
        exp_samples: isFiring ? [{ labels: '{}', value: 1 }] : [],
      },
    ],
  };
}
