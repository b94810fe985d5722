import type { SuggestionForDomain } from '@engagex/domain/deliverability';
import { domainsRoutes } from '@engagex/domain/domains';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatNumber } from '../../../shared/format.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Card, CardHeader } from '../../../ui/card.tsx';
import { iconOf, type Meaning } from '../../../ui/meaning.ts';

const meanings: Readonly<Record<SuggestionForDomain['pace'], Meaning>> = {
  slow_down: 'danger',
  hold: 'warning',
  begin_warm_up: 'info',
  on_track: 'good',
};
const colours: Readonly<Record<Meaning, string>> = {
  good: 'text-good',
  warning: 'text-warning',
  danger: 'text-danger',
  info: 'text-info',
  neutral: 'text-muted',
};

/** What the last week says about how much to send. */
export function SuggestionsCard({ suggestions }: { suggestions: readonly SuggestionForDomain[] }) {
  const canLimit = useCan('transports:write');
  const { data } = useQuery(routeQuery(domainsRoutes.list, {}));
  if (suggestions.length === 0) return null;
  return (
    <Card aria-label="Sending pace">
      <CardHeader title="Sending pace" state="From what mailbox providers did in the last 7 days" />
      <ul className="divide-y divide-line">
        {suggestions.map((suggestion) => {
          const meaning = meanings[suggestion.pace];
          const Icon = iconOf[meaning];
          const added = data?.items.find(({ domain }) => domain === suggestion.domain);
          return (
            <li key={suggestion.domain} className="flex items-start gap-3 px-4 py-3">
              <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${colours[meaning]}`} />
              <div className="min-w-0 flex-1">
                <p className="wrap-anywhere">
                  <span className="font-medium">{suggestion.domain}</span> {wordsFor(suggestion)}
                </p>
              </div>
              {canLimit && suggestion.perDay !== null && (
                <Link
                  href={added ? `/settings/domains/${added.id}` : '/settings/domains'}
                  className="text-sm text-accent underline"
                >
                  {added ? 'Set limit' : 'Add domain'}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

const reasons: Readonly<Record<SuggestionForDomain['because'], string>> = {
  complaints: 'too many people complained',
  refusals: 'mailbox providers refuse its messages by policy',
  deferrals: 'mailbox providers defer many of its messages',
  new_domain: 'it is new and sends without a limit',
  accepted_well: 'mailbox providers accept its messages',
};

function wordsFor({ pace, perDay, because }: SuggestionForDomain): string {
  const limit = formatNumber(perDay ?? 0);
  const reason = reasons[because];
  switch (pace) {
    case 'slow_down':
      return `should send at most ${limit} messages a day for now: ${reason}.`;
    case 'hold':
      return `should stay at ${limit} messages a day: ${reason}.`;
    case 'begin_warm_up':
      return `should be warmed up to ${limit} messages a day: ${reason}.`;
    case 'on_track':
      return `is on track with its warm-up: ${reason}.`;
  }
}
