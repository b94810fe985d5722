import {
  type AskedByCard,
  type DashboardCard,
  dashboardLimits,
  dashboardsRoutes,
  type DashboardView,
  placeFor,
  refreshSeconds,
} from '@engagex/domain/reports';
import { Plus, Type, UsersRound } from 'lucide-react';
import { useState } from 'react';
import { randomId } from '../../../shared/random-id.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { notify, notifyFailure } from '../../../ui/toast.tsx';
import type { useDashboardDraft } from '../use-dashboard-draft.ts';
import { AddReportDialog } from './add-report-dialog.tsx';

const refreshes = [
  ...refreshSeconds.map((seconds) => ({ value: String(seconds), label: `Every ${seconds} seconds` })),
  { value: 'never', label: 'When opened' },
];

const sizes = { chart: { w: 6, h: 3 }, number: { w: 3, h: 1 }, text: { w: 4, h: 2 } } as const;

interface EditBarProps {
  readonly dashboard: DashboardView;
  readonly draft: ReturnType<typeof useDashboardDraft>;
  /** What a card that was just added asks, before the server says so. */
  readonly onAsked: (question: AskedByCard) => void;
}

/** The name, cards to add, how often it refreshes, and who sees it. */
export function EditBar({ dashboard: { id, visibility }, draft, onAsked }: EditBarProps) {
  const [isAdding, setIsAdding] = useState(false);
  const canShare = useCan('reports:share');
  const isShared = visibility === 'organization';
  const share = useRouteMutation(dashboardsRoutes.update, {
    onSuccess: () => notify(isShared ? 'The dashboard is no longer shared' : 'The dashboard is shared with everyone'),
    onError: notifyFailure('The dashboard was not changed'),
  });
  const { cards, name } = draft.values;
  const isFull = cards.length >= dashboardLimits.cards;
  function add(content: DashboardCard['content']): string {
    const size = sizes[content.kind];
    const card = { id: randomId(), ...placeFor(cards, size), ...size, content };
    draft.change({ cards: [...cards, card] });
    return card.id;
  }
  return (
    <div className="flex flex-wrap items-end gap-3 rounded-md border border-line bg-surface p-3">
      <Field label="Name" className="min-w-48 flex-1">
        <Input
          value={name}
          maxLength={dashboardLimits.nameLength}
          onChange={({ target: { value } }) => draft.change({ name: value })}
        />
      </Field>
      <Field label="Refresh" className="w-44">
        <Select
          options={refreshes}
          value={String(draft.values.refreshSeconds ?? 'never')}
          onChange={(value) => draft.change({ refreshSeconds: value === 'never' ? null : Number(value) })}
        />
      </Field>
      <Button icon={Plus} disabled={isFull} onClick={() => setIsAdding(true)}>
        Add report
      </Button>
      <Button icon={Type} disabled={isFull} onClick={() => add({ kind: 'text', text: '' })}>
        Add text
      </Button>
      {canShare && (
        <Button
          icon={UsersRound}
          loading={share.isPending}
          onClick={() => share.mutate({ id, visibility: isShared ? 'private' : 'organization' })}
        >
          {isShared ? 'Stop sharing' : 'Share'}
        </Button>
      )}
      <AddReportDialog
        open={isAdding}
        onOpenChange={setIsAdding}
        add={(report, kind) => {
          const cardId = add({ kind, source: { kind: 'report', reportId: report.id } });
          onAsked({ cardId, name: report.name, query: report.query });
        }}
      />
    </div>
  );
}
