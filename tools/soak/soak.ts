/**
 * `npm run soak`: what takes too long, or too much of the machine, for every test run. Workers are killed some hundred times
 * while campaigns are sent, a thousand times two editors write one template, and the disk of the database runs full (for which it mounts one, so Linux and root are needed).
 * Build first. `npm run soak -- 500` kills 500; `npm run soak -- drafts` runs only what has this name. `npm run soak -- features/events 20`
 * sends 200,000 events by clients of others, while the process that takes them is killed 20 times and PostgreSQL restarted three times.
 * `npm run soak -- random-histories 1000` makes up 1,000 histories of segments, `npm run soak -- event-exports.kills 50` kills 50 daily exports to a bucket,
 * `npm run soak -- dashboard-schedules 50` kills 50 workers that mail dashboards, `npm run soak -- payments` tells events about a subscription in all 5,040 orders,
 * `npm run soak -- payments.kills 51` kills the API or a worker before, during and after each call of Stripe, `npm run soak -- stripe-meters` changes the plans of 1,000 organizations,
 * `npm run soak -- upgrade` goes from the last release to this one and back behind haproxy, which it installs on Debian,
 * `npm run soak -- notifications 10000` makes up 10,000 notifications.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { findHaproxy } from '../check/haproxy.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const given = process.argv.slice(2);
const names = given.filter((word) => /^[a-z]/i.test(word));
const [number = '200'] = given.filter((word) => !names.includes(word));
const kills = Number(number);
if (!Number.isInteger(kills) || kills < 1) {
  process.stderr.write('Say how many times workers are to be killed, such as: npm run soak -- 200\n');
  process.exit(2);
}
if (names.length === 0 || names.includes('upgrade'))
  await findHaproxy(ROOT, (text) => process.stderr.write(`${text}\n`));
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'soak', ...names], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, SOAK_KILLS: String(kills) },
});
process.exitCode = status ?? 1;
