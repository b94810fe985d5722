import { hasPrometheus } from '../testing/prometheus.ts';
import { installPackage, isDebianRoot } from './install.ts';

/** The integration tests check metrics, alerts and dashboards with the real thing; says so when there is none. */
export async function findPrometheus(root: string, say: (text: string) => void): Promise<void> {
  if (hasPrometheus()) return;
  if (isDebianRoot()) {
    say('  There is no Prometheus for the tests of metrics and alerts; installing one');
    await installPackage(root, 'prometheus');
    return;
  }
  say('  There is no prometheus on the PATH: alert rules and dashboards are not tested');
}
