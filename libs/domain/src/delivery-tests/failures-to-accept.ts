import type { Finding } from './delivery-test-facts.ts';

/**
 * What somebody has to accept before many messages leave: it is certain that mailbox providers cannot verify them, or that
 * their bounces are lost. A bounce that is missing says so only where messages reach us at all.
 */
export function failuresToAccept(findings: readonly Finding[]): Finding[] {
  const arrived = findings.some(({ name, verdict }) => name === 'arrival' && verdict === 'pass');
  return findings.filter(
    ({ name, verdict }) => verdict === 'fail' && (name === 'dmarc' || (name === 'bounce' && arrived)),
  );
}
