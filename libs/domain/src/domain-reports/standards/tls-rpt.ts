import {
  type CheckedStandard,
  ofVersion,
  problem,
  stateOf,
  type StandardFinding,
  tagsOf,
  type Texts,
  unanswered,
} from './standard.ts';

/** SMTP TLS reporting (RFC 8460, 3). `texts` are the TXT records of `_smtp._tls` below the domain. */
export function checkTlsRpt(texts: Texts, domain: string): CheckedStandard {
  const records = ofVersion(texts ?? [], 'TLSRPTv1');
  const [record] = records;
  if (texts === null || record === undefined)
    return unanswered(
      'tls_rpt',
      texts,
      `No TLS reports are requested. To learn when mail to ${domain} could not be encrypted, publish a TXT record at _smtp._tls.${domain}: v=TLSRPTv1; rua=mailto:tls-reports@${domain}`,
    );
  const findings: StandardFinding[] = [];
  if (records.length > 1)
    findings.push(problem('several_records', 'There are several records, so senders ignore all of them. Keep one.'));
  const rua = tagsOf(record).get('rua') ?? '';
  const places = rua
    .split(',')
    .map((place) => place.trim())
    .filter(Boolean);
  if (places.length === 0)
    findings.push(problem('no_rua', 'The record does not say where to send reports. Add rua=mailto: and an address.'));
  for (const place of places.filter((each) => !/^(mailto:[^@\s]+@[^@\s]+|https:\/\/\S+)$/i.test(each)))
    findings.push(problem('bad_rua', `“${place}” is neither mailto: with an address nor an https:// URL.`));
  const summary = findings.length > 0 ? 'TLS reports do not arrive.' : `TLS reports go to ${places.join(', ')}.`;
  return { standard: 'tls_rpt', state: stateOf(findings), record, summary, findings };
}
