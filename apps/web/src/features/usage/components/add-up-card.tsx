import { meterNames, meters, type UsageOfDay, usageRoutes } from '@engagex/domain/usage';
import { useMutation } from '@tanstack/react-query';
import { Calculator, Download } from 'lucide-react';
import { download } from '../../../shared/files.ts';
import { formatCount, formatNumber } from '../../../shared/format.ts';
import { send, urlOf } from '../../../shared/http.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { addUp, textOf } from '../add-up.ts';
import { quantityOf } from '../quantities.ts';

interface AddUpCardProps {
  readonly period: { readonly from: string; readonly to: string };
  readonly days: readonly UsageOfDay[];
}

/** Fetches every entry of the month and adds it up in this browser, to compare with what is shown. */
export function AddUpCard({ period, days }: AddUpCardProps) {
  const adding = useMutation({
    mutationFn: async () =>
      addUp(textOf(await send(urlOf(usageRoutes.file, period), { headers: { accept: usageRoutes.file.produces } }))),
    onError: notifyFailure('The entries were not added up'),
  });
  const saving = useMutation({
    mutationFn: () => download(usageRoutes.file, period, `usage-${period.from}-${period.to}.csv`),
    onError: notifyFailure('The entries were not downloaded'),
  });
  return (
    <Card>
      <CardHeader
        title="Check the sums yourself"
        state="Every number above is the sum of entries: one for each email, contact, seat or batch of events."
        action={
          <div className="flex flex-wrap gap-2">
            <Button icon={Calculator} loading={adding.isPending} onClick={() => adding.mutate()}>
              Add up in this browser
            </Button>
            <Button icon={Download} loading={saving.isPending} onClick={() => saving.mutate()}>
              Download entries
            </Button>
          </div>
        }
      />
      {adding.data && (
        <CardBody>
          <Result sums={adding.data} days={days} />
        </CardBody>
      )}
    </Card>
  );
}

function Result({ sums, days }: { sums: Awaited<ReturnType<typeof addUp>>; days: readonly UsageOfDay[] }) {
  const found = meters.map((meter) => ({
    meter,
    shown: quantityOf(days, meter),
    added: sums.get(meter)?.quantity ?? 0,
  }));
  const entries = [...sums.values()].reduce((sum, each) => sum + each.entries, 0);
  const wrong = found.filter(({ shown, added }) => shown !== added);
  if (wrong.length === 0)
    return (
      <Notice meaning="good" title="The sums are right">
        {formatCount(entries, 'entry comes', 'entries come')} to exactly what is shown.
      </Notice>
    );
  return (
    <Notice meaning="warning" title="The entries come to something else">
      {wrong.map(({ meter, shown, added }) => (
        <span key={meter} className="block">
          {meterNames[meter].name}: {formatNumber(shown)} shown, {formatNumber(added)} in the entries.
        </span>
      ))}{' '}
      If something was used since this page was loaded, reload it and add up again.
    </Notice>
  );
}
