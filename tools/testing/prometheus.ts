import { spawnSync } from 'node:child_process';
import { hasPrometheusHere } from '../stack/observe.ts';

/** Whether this machine has Prometheus and its promtool to test with. */
export function hasPrometheus(): boolean {
  return hasPrometheusHere() && spawnSync('promtool', ['--version']).status === 0;
}

/** What promtool has to say; empty when all is well. */
export function promtool(args: readonly string[], input = ''): string {
  const { status, stdout, stderr } = spawnSync('promtool', [...args], { input, encoding: 'utf8' });
  return status === 0 ? '' : `${stdout}${stderr}`.trim() || `promtool ended with ${status}`;
}
