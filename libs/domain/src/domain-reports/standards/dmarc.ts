import {
  type CheckedStandard,
  limit,
  ofVersion,
  problem,
  stateOf,
  type StandardFinding,
  tagsOf,
  type Texts,
  unanswered,
} from './standard.ts';

export interface DmarcFacts {
  readonly domain: string;
  /** Where the policy of the domain is, which may be a domain above it; null without one. */
  readonly policyDomain: string | null;
  /** TXT records of `_dmarc` there. */
  readonly texts: Texts;
  /** Hosts of other organizations that reports go to, and whether they agree to get them; null when nobody answered. */
  readonly reportHosts: readonly { readonly host: string; readonly isAuthorized: boolean | null }[];
}

const strengths: Readonly<Record<string, number>> = { none: 0, quarantine: 1, reject: 2 };

/** The hosts in `rua` that aggregate reports are mailed to. */
export function reportHostsIn(texts: Texts): readonly string[] {
  const [record] = ofVersion(texts ?? [], 'DMARC1');
  const hosts = addressesIn(record ?? '').flatMap((address) => /^mailto:[^@\s]+@([^!?\s]+)/i.exec(address)?.[1] ?? []);
  return [...new Set(hosts.map((host) => host.toLowerCase()))];
}

/** DMARC (RFC 9989, 9990): what the published policy asks for, and what mailbox providers ignore in it. */
export function checkDmarcPolicy({ domain, policyDomain, texts, reportHosts }: DmarcFacts): CheckedStandard {
  const records = ofVersion(texts ?? [], 'DMARC1');
  const [record] = records;
  if (texts === null || record === undefined)
    return unanswered('dmarc', texts, 'No DMARC policy is published. Gmail and Yahoo require one of bulk senders.');
  const tags = tagsOf(record);
  const p = tags.get('p')?.toLowerCase() ?? '';
  const findings: StandardFinding[] = [];
  if (records.length > 1)
    findings.push(problem('several_records', 'There are several DMARC records, which counts as none. Keep one.'));
  if (strengths[p] === undefined)
    findings.push(problem('bad_policy', 'The record needs p= with none, quarantine or reject.'));
  findings.push(...aboutPolicy(p, tags), ...aboutSubdomains(p, tags), ...aboutReports(tags, reportHosts, policyDomain));
  const state = stateOf(findings);
  const at = policyDomain && policyDomain !== domain ? ` It is inherited from ${policyDomain}.` : '';
  const summaries = {
    working: `Mail that fails DMARC is ${p === 'reject' ? 'rejected' : 'treated as spam'}, for subdomains too.${at}`,
    limited: `A DMARC policy is published.${at}`,
    broken: 'The DMARC record is not valid, so mailbox providers ignore it.',
  };
  return { standard: 'dmarc', state, record, summary: summaries[state], findings };
}

function aboutPolicy(p: string, tags: ReadonlyMap<string, string>): StandardFinding[] {
  const findings: StandardFinding[] = [];
  if (p === 'none')
    findings.push(
      limit(
        'p_none',
        'p=none changes nothing about mail that fails. Once reports show that all your mail passes, use quarantine or reject.',
      ),
    );
  if (tags.get('t')?.toLowerCase() === 'y' && p !== 'none')
    findings.push(
      limit(
        'testing',
        `t=y asks for one step less: ${p === 'reject' ? 'quarantine' : 'none'} instead of ${p}. Remove it once all your mail passes.`,
      ),
    );
  if (tags.has('pct'))
    findings.push(
      limit(
        'pct',
        'pct is not part of DMARC any more (RFC 9989) and is ignored. Remove it; to try a policy first, use t=y.',
      ),
    );
  const obsolete = ['rf', 'ri'].filter((name) => tags.has(name));
  if (obsolete.length > 0)
    findings.push(
      limit(
        'obsolete',
        `${obsolete.join(' and ')} ${obsolete.length > 1 ? 'are' : 'is'} ignored today (RFC 9989). Remove ${obsolete.length > 1 ? 'them' : 'it'}.`,
      ),
    );
  return findings;
}

/** `sp` is for subdomains that exist and `np` for those that do not; each falls back to the one before. */
function aboutSubdomains(p: string, tags: ReadonlyMap<string, string>): StandardFinding[] {
  const below = (name: string, otherwise: string) => {
    const value = tags.get(name)?.toLowerCase();
    return value !== undefined && strengths[value] !== undefined ? value : otherwise;
  };
  const sp = below('sp', p);
  const np = below('np', sp);
  const isWeaker = (policy: string) => (strengths[policy] ?? 0) < (strengths[p] ?? 0);
  const findings: StandardFinding[] = [];
  if (isWeaker(sp))
    findings.push(
      limit('sp_weaker', `Subdomains are protected less than the domain itself (sp=${sp}). Forgers use them instead.`),
    );
  if (isWeaker(np))
    findings.push(
      limit(
        'np_weaker',
        `Subdomains that do not exist are protected less than the domain itself (${np}). Add np=reject: no mail of yours comes from them.`,
      ),
    );
  return findings;
}

function aboutReports(
  tags: ReadonlyMap<string, string>,
  hosts: DmarcFacts['reportHosts'],
  policyDomain: string | null,
): StandardFinding[] {
  const rua = tags.get('rua') ?? '';
  if (rua === '')
    return [limit('no_rua', 'No address for aggregate reports (rua) is given, so you do not see who sends as you.')];
  const bad = rua
    .split(',')
    .map((part) => part.trim())
    .filter((part) => !/^mailto:[^@\s]+@[^@\s]+$/i.test(part));
  const findings = bad.map((part) =>
    limit('bad_rua', `Reports are not sent to “${part}”. Write an address as mailto:name@example.com.`),
  );
  for (const { host, isAuthorized } of hosts)
    if (isAuthorized === false)
      findings.push(
        limit(
          'rua_unauthorized',
          `Reports to addresses at ${host} are not sent, because ${host} does not agree to them (RFC 9990). It has to publish the TXT record “v=DMARC1” at ${policyDomain}._report._dmarc.${host}.`,
        ),
      );
  return findings;
}

function addressesIn(record: string): string[] {
  return (tagsOf(record).get('rua') ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
