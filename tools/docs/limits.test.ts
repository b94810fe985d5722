import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inboundLimits } from '../../apps/api/src/features/inbound/inbound-limits.ts';
import { mostHits } from '../../apps/api/src/features/engagements/judging/rules.ts';
import { configSchema } from '../../apps/bff/src/config.ts';
import { reportLimits } from '../../libs/domain/src/domain-reports/domain-reports.contract.ts';
import { maxLinkHosts } from '../../libs/domain/src/link-hosts/link-hosts.contract.ts';
import {
  mostReportedEvents,
  reportedEventsRoutes,
} from '../../libs/domain/src/provider-events/reported-events.contract.ts';
import { bodies, doors, live, readiness, receiving, server } from '../../apps/bff/src/limits.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/limits.md'), 'utf8');
const number = (value: number) => value.toLocaleString('en');

/** The rows below a heading, as their cells. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = text.split(`## ${heading}\n`);
  return section
    .split('\n## ', 1)[0]!
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
}

test('the table of doors says what the code does', () => {
  expect(rowsBelow('Doors to the API (BFF)')).toEqual(
    Object.entries(doors).map(([name, { places, placesPerCaller, waiting, waitingPerCaller, patienceMs }]) => [
      name,
      ...[places, placesPerCaller, waiting, waitingPerCaller].map(number),
      `${patienceMs / 1000} s`,
    ]),
  );
  const { placesPerCaller, waitingPerCaller } = doors.api;
  expect(placesPerCaller + waitingPerCaller).toBe(configSchema.shape.REQUESTS_PER_USER.parse(undefined));
});

test('the table of bodies says what the code does', () => {
  const size = (bytes: number) =>
    bytes === 0 ? 'none' : bytes < 1024 ** 2 ? `${bytes / 1024} kB` : `${Math.floor(bytes / 1024 ** 2)} MB`;
  expect(rowsBelow('Bodies (BFF)')).toEqual(
    Object.entries(bodies).map(([name, { bytes, idleMs, graceMs, minBytesPerSecond }]) => [
      name,
      size(bytes),
      `${idleMs / 1000} s`,
      `${number(minBytesPerSecond)} after ${graceMs / 1000} s`,
    ]),
  );
  const words = text.replaceAll(/\s+/g, ' ');
  expect(words).toContain(`${receiving.freeBytes / 1024} kB, or that take longer than a second`);
  expect(words).toContain(`${number(receiving.atOnce)} may be received at once, ${receiving.atOncePerCaller} of`);
  expect(words).toContain(`it is ${receiving.largeAtOnce} and ${receiving.largeAtOncePerCaller}.`);
});

test('the other figures of the BFF are those of the code', () => {
  const cells = rowsBelow('Everything else').flat();
  for (const words of [
    number(server.connections),
    `${number(server.connectionsPerAddress)} of one address, without a proxy in front`,
    `${number(live.streams)} for each BFF, over one connection to the API`,
    `${number(live.waitingChanges)}, each thing once`,
  ])
    expect(cells).toContain(words);
  expect(text).toContain(`more than ${readiness.eventLoopLagMs / 1000} s`);
  expect(text).toContain(`waiting for ${readiness.stuckMs / 1000} s at a door`);
});

test.each([
  ['Inbound mail', inboundLimits],
  ['DMARC and TLS reports', reportLimits],
])('the table of %s says what the code does', (heading, limits) => {
  const said = rowsBelow(heading).map(([name = '', value = '']) => [name.replaceAll('`', ''), value]);
  expect(said).toEqual(Object.entries(limits).map(([name, value]) => [name, number(value)]));
});

test('the limits of event webhooks and link hosts are those of the code', () => {
  expect(text).toContain(`at most ${reportedEventsRoutes.report.bodyBytes / 1024 ** 2} MB in one request`);
  expect(text).toContain(`at most ${number(mostReportedEvents)} events in one request`);
  expect(text).toContain(`the newest ${number(mostHits)} around new ones`);
  expect(text).toContain(`An organization can have ${maxLinkHosts} link hosts.`);
});
