/**
 * `npm run soak`: what takes too long, or too much of the machine, for every test run. Workers are killed some hundred times
 * while campaigns are sent, a thousand times two editors write one template, and the disk of the database runs full (for which it mounts one, so Linux and root are needed).
 * Build first. `npm run soak -- 500` kills 500. `npm run soak -- events` is only about events: 200,000 of them by clients of others, while the
 * process that takes them is killed 20 times and PostgreSQL restarted three times.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const only = process.argv[2] === 'events' ? ['apps/api/src/features/events'] : [];
const kills = only.length > 0 ? 20 : Number(process.argv[2] ?? 200);
if (!Number.isInteger(kills) || kills < 1) {
  process.stderr.write('Say how many times workers are to be killed, such as: npm run soak -- 200\n');
  process.exit(2);
}
const { status } = spawnSync('npx', ['vitest', 'run', '--project', 'soak', ...only], {
  cwd: ROOT,
  stdio: 'inherit',
  env: { ...process.env, SOAK_KILLS: String(kills) },
});
process.exitCode = status ?? 1;
