import { groupsRoutes, importsRoutes, type ImportTarget, type ImportView } from '@engagex/domain/contacts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '../../../shared/api-error.ts';
import { formatCount } from '../../../shared/format.ts';
import { routeQuery, useRouteMutation } from '../../../shared/query.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { Select } from '../../../ui/select.tsx';

const shownRows = 3;
const noGroup = 'none';
const newGroup = 'new';

/** What each column of the file becomes, beside the first rows, and the group everyone joins. */
export function ImportColumns({ view }: { view: ImportView }) {
  const [mapping, setMapping] = useState<readonly ImportTarget[]>(view.mapping);
  const [group, setGroup] = useState(newGroup);
  const [name, setName] = useState(view.fileName.replace(/\.\w+$/, '').slice(0, 100));
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const start = useRouteMutation(importsRoutes.start, { touches: ['groups'] });
  const choose = (index: number, target: ImportTarget) =>
    setMapping(mapping.map((each, at) => (at === index ? target : each)));
  const begin = () =>
    start.mutate({
      id: view.id,
      mapping: [...mapping],
      ...(group === newGroup ? { newGroupName: name } : group === noGroup ? {} : { groupId: group }),
    });
  return (
    <Card>
      <CardHeader title="What is each column?" state="We guessed from the header; change what is not right." />
      <CardBody className="flex flex-col gap-4">
        {start.error && <Notice meaning="danger">{messageOf(start.error)}</Notice>}
        <ol className="flex flex-col text-sm" aria-label="Columns of the file">
          {view.columns.map((column, index) => (
            <li
              key={`${index} ${column}`}
              className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] items-start gap-x-4 gap-y-2 border-t border-line py-2 first:border-t-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]"
            >
              <span className="font-medium wrap-anywhere">{column}</span>
              <span className="text-muted">
                {view.sample.slice(0, shownRows).map((row, at) => (
                  <span key={at} className="block truncate">
                    {row[index] || '–'}
                  </span>
                ))}
              </span>
              <span className="col-span-2 md:col-span-1">
                <Select
                  aria-label={`${column} becomes`}
                  options={targetsFor(view.mapping[index], column)}
                  value={mapping[index] ?? 'ignore'}
                  onChange={(target) => choose(index, target)}
                />
              </span>
            </li>
          ))}
        </ol>
        <Field label="Put everyone into" help="Campaigns are sent to groups.">
          <Select
            options={[
              { value: newGroup, label: 'A new group' },
              ...(groups.data?.items ?? []).map(({ id, name: label }) => ({ value: id, label })),
              { value: noGroup, label: 'No group' },
            ]}
            value={group}
            onChange={setGroup}
          />
        </Field>
        {group === newGroup && (
          <Field label="Name of the new group">
            <Input value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        )}
        <p className="text-sm text-muted">
          Who unsubscribed stays unsubscribed, whatever the file says. Empty cells change nothing.
        </p>
        <div className="flex justify-end">
          <Button variant="primary" loading={start.isPending} onClick={begin}>
            Import {formatCount(view.rows, 'row')}
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}

/** The fields, and the attribute the column would be kept as. */
function targetsFor(guess: ImportTarget | undefined, column: string): { value: ImportTarget; label: string }[] {
  const fallback = column
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[^a-z]+|_+$/g, '')
    .slice(0, 63);
  const attribute: ImportTarget | null = guess?.startsWith('attribute:')
    ? guess
    : fallback
      ? `attribute:${fallback}`
      : null;
  return [
    { value: 'email', label: 'Email address' },
    { value: 'firstName', label: 'First name' },
    { value: 'lastName', label: 'Last name' },
    { value: 'unsubscribed', label: 'Unsubscribed (yes or no)' },
    ...(attribute ? [{ value: attribute, label: `Attribute ${attribute.slice('attribute:'.length)}` }] : []),
    { value: 'ignore', label: 'Leave out' },
  ];
}
