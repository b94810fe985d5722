import type { DeliveryTestFacts, Finding } from './delivery-test-facts.ts';
import { finding } from './finding.ts';

export function recordsFinding({ domain, records }: DeliveryTestFacts): Finding {
  if (!records) return finding('records', 'unknown', `The DNS records of ${domain} are being looked up.`);
  const bad = records.records.filter(({ standing }) => standing === 'missing' || standing === 'wrong');
  const evidence = Object.fromEntries([
    ...bad.map(({ type, name, words }) => [`${type} ${name}`, words || 'Missing']),
    ...records.spfFaults.map((words, index) => [index === 0 ? 'SPF' : `SPF (${index + 1})`, words]),
    ['DMARC policy', records.dmarcPolicy],
  ]);
  const see = 'The page of the domain says what to publish.';
  if (bad.some(({ isRequired }) => isRequired))
    return finding('records', 'fail', `A required DNS record of ${domain} is missing or wrong. ${see}`, evidence);
  if (records.records.some(({ standing, isRequired }) => isRequired && standing !== 'published'))
    return finding('records', 'unknown', `The name servers of ${domain} did not answer.`, evidence);
  if (bad.length + records.spfFaults.length > 0)
    return finding('records', 'warn', `A recommended DNS record of ${domain} is missing or wrong. ${see}`, evidence);
  return finding('records', 'pass', `All DNS records of ${domain} are published.`, evidence);
}

export function inboundHostFinding(): Finding {
  return finding(
    'inbound_host',
    'warn',
    'This installation takes no mail, so nothing could be sent to it and bounces are not seen. The operator sets BOUNCE_HOST to a host whose MX record leads to this installation, and INBOUND_PORT for the worker (docs/operations.md).',
    { Missing: 'BOUNCE_HOST, INBOUND_PORT' },
  );
}
