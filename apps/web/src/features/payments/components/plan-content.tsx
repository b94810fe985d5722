import type { PlanChoice } from '@engagex/domain/payments';
import { limited } from '@engagex/domain/plans';
import { planFeatureNames } from '@engagex/domain/shared';
import { formatAmount, formatNumber } from '../../../shared/format.ts';
import { limitInWords, limitNames } from '../../plans/index.ts';

/** What a plan has, and what more of it costs. */
export function PlanContent({ plan: { limits, beyond, missing, currency } }: { readonly plan: PlanChoice }) {
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-sm">
      {limited.map((of) => {
        const more = beyond.find(({ meter }) => meter === of);
        return (
          <div key={of} className="contents">
            <dt className="text-muted">{limitNames[of]}</dt>
            <dd>
              {limitInWords(of, limits[of])}
              {more &&
                currency &&
                `, then ${formatAmount(more.unitAmount, currency)} ${more.per === 1 ? 'each' : `for ${formatNumber(more.per)}`}`}
            </dd>
          </div>
        );
      })}
      {missing.length > 0 && (
        <div className="contents">
          <dt className="text-muted">Without</dt>
          <dd>{new Intl.ListFormat('en').format(missing.map((feature) => planFeatureNames[feature]))}</dd>
        </div>
      )}
    </dl>
  );
}
