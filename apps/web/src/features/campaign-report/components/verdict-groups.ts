import type { HitReason, Verdicts } from '@engagex/domain/engagements';

export interface HitCounts {
  readonly opens: number;
  readonly clicks: number;
}

export interface VerdictGroup extends HitCounts {
  readonly name: string;
}

const groupNames = {
  people: 'People',
  privacy: 'Apple’s privacy proxy',
  scanners: 'Security gateways and scanners',
  bursts: 'Many links at once',
  early: 'Right at delivery',
  programs: 'Programs without a browser',
  networks: 'Data centers',
} as const;
type Group = keyof typeof groupNames;

const groupOf: Readonly<Record<HitReason, Exclude<Group, 'people'>>> = {
  head_request: 'scanners',
  head_twin: 'scanners',
  scanner: 'scanners',
  gateway_network: 'scanners',
  gateway_mailbox: 'scanners',
  program: 'programs',
  bare_name: 'programs',
  no_name: 'programs',
  old_browser: 'programs',
  before_acceptance: 'early',
  too_soon: 'early',
  within_seconds: 'early',
  within_half_a_minute: 'early',
  not_opened: 'early',
  many_links: 'bursts',
  two_at_once: 'bursts',
  every_link: 'bursts',
  same_program: 'bursts',
  privacy_proxy: 'privacy',
  private_relay: 'privacy',
  image_proxy: 'privacy',
  cloud_network: 'networks',
  mailbox_network: 'networks',
};

/** Hits in groups that a chart has room for: people first, then machines by their strongest reason, most first. */
export function groupVerdicts(reasons: Verdicts['reasons']): VerdictGroup[] {
  const sums = new Map<Group, HitCounts>();
  for (const { kind, by, reason, hits } of reasons) {
    const group = by === 'person' || reason === null ? 'people' : groupOf[reason];
    const { opens, clicks } = sums.get(group) ?? { opens: 0, clicks: 0 };
    sums.set(group, kind === 'open' ? { opens: opens + hits, clicks } : { opens, clicks: clicks + hits });
  }
  const { opens = 0, clicks = 0 } = sums.get('people') ?? {};
  const machines = [...sums]
    .filter(([group]) => group !== 'people')
    .map(([group, counts]) => ({ name: groupNames[group], ...counts }))
    .toSorted((one, other) => other.opens + other.clicks - one.opens - one.clicks);
  return [{ name: groupNames.people, opens, clicks }, ...machines];
}

/** Each reason with its hits, people first; the words name the side and what was noticed. */
export function rowsOfReasons(reasons: Verdicts['reasons'], wordsFor: (reason: HitReason) => string) {
  const rows = new Map<string, { name: string; values: HitCounts; isMachine: boolean }>();
  for (const { kind, by, reason, hits } of reasons) {
    const isMachine = by === 'machine';
    const seen = reason === null ? (isMachine ? 'reason not recorded' : 'nothing unusual') : wordsFor(reason);
    const name = `${isMachine ? 'Machine' : 'Person'}: ${seen}`;
    const { values } = rows.get(name) ?? { values: { opens: 0, clicks: 0 } };
    const { opens, clicks } = values;
    rows.set(name, {
      name,
      isMachine,
      values: kind === 'open' ? { opens: opens + hits, clicks } : { opens, clicks: clicks + hits },
    });
  }
  return [...rows.values()].toSorted((one, other) => Number(one.isMachine) - Number(other.isMachine));
}
