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

/** What was found of the policy file; `problem` says in words why it could not be fetched. */
export type FetchedPolicy = { readonly text: string } | { readonly problem: string };

export interface MtaStsFacts {
  readonly domain: string;
  /** TXT records of `_mta-sts` below the domain. */
  readonly texts: Texts;
  /** `https://mta-sts.<domain>/.well-known/mta-sts.txt`; null when it was not asked for. */
  readonly policy: FetchedPolicy | null;
  /** The mail servers of the domain; null when nobody answered. */
  readonly exchanges: readonly string[] | null;
}

const day = 86_400;
const longestAge = 31_557_600;

/** MTA-STS (RFC 8461): senders may be told to deliver only over verified TLS. */
export function checkMtaSts({ domain, texts, policy, exchanges }: MtaStsFacts): CheckedStandard {
  const records = ofVersion(texts ?? [], 'STSv1');
  const [record] = records;
  if (texts === null || record === undefined)
    return unanswered(
      'mta_sts',
      texts,
      `MTA-STS is not set up. It makes senders deliver mail to ${domain} over verified TLS only. It is about the mail you receive and is not needed for sending.`,
    );
  const findings: StandardFinding[] = [];
  if (records.length > 1)
    findings.push(problem('several_records', 'There are several records, so senders ignore all of them. Keep one.'));
  if (!/^[a-z0-9]{1,32}$/i.test(tagsOf(record).get('id') ?? ''))
    findings.push(problem('bad_id', 'The record needs an id of 1 to 32 letters and digits, such as id=20261130.'));
  const read = policy && 'text' in policy ? policyOf(policy.text) : null;
  if (!policy || !read)
    findings.push(problem('no_policy', policy && 'problem' in policy ? policy.problem : 'There is no policy file.'));
  else findings.push(...problemsIn(read, exchanges));
  const mode = read?.get('mode')?.[0];
  return { standard: 'mta_sts', state: stateOf(findings), record, summary: summaryOf(findings, mode), findings };
}

function summaryOf(findings: readonly StandardFinding[], mode: string | undefined): string {
  if (stateOf(findings) === 'broken') return 'MTA-STS does not work: senders ignore it, or fail to deliver.';
  if (mode === 'enforce') return 'Senders deliver only over verified TLS.';
  if (mode === 'testing') return 'Senders report failures of TLS and deliver all the same.';
  return 'MTA-STS is being turned off.';
}

/** RFC 8461, 3.2: lines of `key: value`; `mx` may stand several times. */
function policyOf(text: string): ReadonlyMap<string, readonly string[]> {
  const lines = text.split(/\r?\n/).flatMap((line) => {
    const at = line.indexOf(':');
    return at < 0 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()] as const];
  });
  const values = new Map<string, string[]>();
  for (const [key, value] of lines) values.set(key, [...(values.get(key) ?? []), value]);
  return values;
}

function problemsIn(
  policy: ReadonlyMap<string, readonly string[]>,
  exchanges: readonly string[] | null,
): StandardFinding[] {
  const findings: StandardFinding[] = [];
  if (policy.get('version')?.[0] !== 'STSv1')
    findings.push(problem('bad_version', 'The policy file must begin with version: STSv1.'));
  const mode = policy.get('mode')?.[0] ?? '';
  if (!['enforce', 'testing', 'none'].includes(mode))
    findings.push(problem('bad_mode', 'The policy file must have mode: enforce, testing or none.'));
  const age = Number(policy.get('max_age')?.[0] ?? Number.NaN);
  if (!Number.isInteger(age) || age < 0 || age > longestAge)
    findings.push(problem('bad_max_age', `max_age must be a number of seconds up to ${longestAge}.`));
  else if (age < day && mode === 'enforce')
    findings.push(
      limit(
        'short_max_age',
        'max_age is less than a day; senders forget the policy between messages. Use a week or more.',
      ),
    );
  const allowed = (policy.get('mx') ?? []).map((host) => host.toLowerCase());
  if (mode !== 'none' && allowed.length === 0)
    findings.push(problem('no_mx', 'The policy file names no mail server (mx:).'));
  for (const host of mode === 'none' ? [] : (exchanges ?? []))
    if (allowed.length > 0 && !allowed.some((pattern) => matches(pattern, host.toLowerCase())))
      findings.push(
        problem(
          'mx_not_listed',
          `The mail server ${host} is not in the policy file. Senders that enforce it do not deliver there.`,
        ),
      );
  if (mode === 'testing')
    findings.push(
      limit('testing', 'The policy is in testing mode. Change it to enforce once the TLS reports show no failures.'),
    );
  return findings;
}

/** RFC 8461, 4.1: `*.` stands for exactly one label. */
function matches(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === host;
  return host.slice(host.indexOf('.') + 1) === pattern.slice(2);
}
