import { dashboardSchedulesRoutes } from '@engagex/domain/dashboard-schedules';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Field } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { SearchSelect } from '../../../ui/search-select.tsx';

interface Person {
  readonly id: string;
  readonly name: string;
}

interface RecipientsInputProps {
  readonly dashboardId: string;
  readonly value: readonly Person[];
  readonly onChange: (people: Person[]) => void;
}

/** The members who get it; those who may not share dashboards can only take somebody off. */
export function RecipientsInput({ dashboardId, value, onChange }: RecipientsInputProps) {
  const canShare = useCan('reports:share');
  const { data } = useQuery({
    ...routeQuery(dashboardSchedulesRoutes.candidates, { dashboardId }),
    enabled: canShare,
  });
  const chosen = new Set(value.map(({ id }) => id));
  const others = (data?.items ?? []).filter(({ id }) => !chosen.has(id));
  return (
    <div className="flex flex-col gap-2">
      {canShare ? (
        <Field label="To" help="Members who can open this dashboard. It is not mailed to other addresses.">
          <SearchSelect
            options={others.map(({ id, name }) => ({ value: id, label: name }))}
            value={null}
            placeholder="Add a member"
            nothing="No other member can open this dashboard."
            onChange={({ value: id, label: name }) => onChange([...value, { id, name }])}
          />
        </Field>
      ) : (
        <p className="font-medium">To</p>
      )}
      <ul aria-label="Recipients" className="flex flex-wrap gap-1.5">
        {value.map(({ id, name }) => (
          <li key={id} className="flex items-center gap-1 rounded-md border border-line py-0.5 pr-0.5 pl-2 text-sm">
            <span className="wrap-anywhere">{name}</span>
            <IconButton
              size="small"
              icon={X}
              label={`Remove ${name}`}
              onClick={() => onChange(value.filter((each) => each.id !== id))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
