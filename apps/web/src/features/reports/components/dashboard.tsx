import { type AskedByCard, type DashboardCard, dashboardsRoutes, type DashboardView } from '@engagex/domain/reports';
import { Check, Copy, Mail, Pencil } from 'lucide-react';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { PageHeader } from '../../../ui/page.tsx';
import { notifyFailure } from '../../../ui/toast.tsx';
import { useDashboardDraft } from '../use-dashboard-draft.ts';
import { CardGrid } from './card-grid.tsx';
import { EditBar } from './edit-bar.tsx';
import { VisibilityBadge } from './thing-row.tsx';

const trail = [{ name: 'Dashboards', href: '/dashboards' }];

/** A dashboard as it is looked at, or edited. */
export function Dashboard({ dashboard }: { dashboard: DashboardView }) {
  const [params, setParams] = useSearchParams();
  const draft = useDashboardDraft(dashboard);
  const [added, setAdded] = useState<readonly AskedByCard[]>([]);
  const { name, cards, refreshSeconds } = draft.values;
  const isEditing = dashboard.canChange && params.has('edit');
  const asked = [...dashboard.asked, ...added];
  const edit = (isOn: boolean) => setParams(isOn ? { edit: '' } : {});
  const change = (next: readonly DashboardCard[]) => draft.change({ cards: next });
  return (
    <>
      <PageHeader
        title={name}
        trail={trail}
        state={
          <span className="flex flex-wrap items-center gap-2">
            <VisibilityBadge visibility={dashboard.visibility} />
            {refreshSeconds === null ? 'Refreshed when opened' : `Refreshed every ${refreshSeconds} seconds`}
            {isEditing && <output>{draft.state}</output>}
          </span>
        }
        action={<Actions dashboard={dashboard} isEditing={isEditing} edit={edit} />}
      />
      {draft.notices}
      {isEditing && (
        <EditBar
          dashboard={dashboard}
          draft={draft}
          onAsked={(question) => setAdded((before) => [...before, question])}
        />
      )}
      {cards.length === 0 ? (
        <EmptyState
          picture="layout"
          action={dashboard.canChange && !isEditing && <Button onClick={() => edit(true)}>Add cards</Button>}
        >
          {isEditing ? 'Add a report, a number or a text above.' : 'This dashboard has no cards yet.'}
        </EmptyState>
      ) : (
        <CardGrid cards={cards} asked={asked} refreshSeconds={refreshSeconds} onChange={isEditing ? change : null} />
      )}
    </>
  );
}

interface ActionsProps {
  readonly dashboard: DashboardView;
  readonly isEditing: boolean;
  readonly edit: (isOn: boolean) => void;
}

function Actions({ dashboard: { id, canChange }, isEditing, edit }: ActionsProps) {
  const [, navigate] = useLocation();
  const canWrite = useCan('reports:write');
  const duplicate = useRouteMutation(dashboardsRoutes.duplicate, {
    onSuccess: (copy) => navigate(`/dashboards/${copy.id}`),
    onError: notifyFailure('The dashboard was not copied'),
  });
  return (
    <>
      {!isEditing && (
        <ButtonLink icon={Mail} href={`/dashboards/${id}/mail`}>
          Mail
        </ButtonLink>
      )}
      {canWrite && !isEditing && (
        <Button icon={Copy} loading={duplicate.isPending} onClick={() => duplicate.mutate({ id })}>
          Duplicate
        </Button>
      )}
      {canChange && (
        <Button
          variant={isEditing ? 'primary' : 'secondary'}
          icon={isEditing ? Check : Pencil}
          onClick={() => edit(!isEditing)}
        >
          {isEditing ? 'Done' : 'Edit'}
        </Button>
      )}
    </>
  );
}
