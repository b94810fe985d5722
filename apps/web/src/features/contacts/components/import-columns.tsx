import {
  type AttributeDefinition,
  attributesRoutes,
  type AttributeType,
  groupsRoutes,
  importsRoutes,
  type ImportTarget,
  type ImportView,
} from '@engagex/domain/contacts';
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
import { ImportColumn } from './import-column.tsx';
import { ImportFormat } from './import-format.tsx';

const shownRows = 3;
const none: readonly AttributeDefinition[] = [];
const noGroup = 'none';
const newGroup = 'new';
const prefix = 'attribute:';

/** What each column of the file becomes, beside the first rows, the group everyone joins and what they agreed to. */
export function ImportColumns({ view, onRehearse }: { view: ImportView; onRehearse: () => void }) {
  const [mapping, setMapping] = useState<readonly ImportTarget[]>(view.mapping);
  const [types, setTypes] = useState<Readonly<Record<string, AttributeType | undefined>>>(() =>
    Object.fromEntries(view.newAttributes.map(({ name, type }) => [prefix + name, type])),
  );
  const [group, setGroup] = useState(view.groupId ?? (view.rehearsal && !view.newGroupName ? noGroup : newGroup));
  const [name, setName] = useState(view.newGroupName ?? view.fileName.replace(/\.\w+$/, '').slice(0, 100));
  const [consent, setConsent] = useState(view.consent ?? '');
  const [isConsentMissing, setConsentMissing] = useState(false);
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const definitions = useQuery(routeQuery(attributesRoutes.list, {})).data?.items ?? none;
  const rehearse = useRouteMutation(importsRoutes.rehearse, { onSuccess: onRehearse });
  const newAttributes = mapping.flatMap((target, index) => {
    const type = types[target];
    if (!type || !target.startsWith(prefix) || definitions.some(({ name }) => prefix + name === target)) return [];
    const attribute = target.slice(prefix.length);
    return [{ name: attribute, label: (view.columns[index] ?? attribute).slice(0, 100), type }];
  });
  const begin = () => {
    setConsentMissing(consent.trim() === '');
    if (consent.trim() === '') return;
    rehearse.mutate({
      id: view.id,
      mapping: [...mapping],
      newAttributes,
      consent,
      ...(group === newGroup ? { newGroupName: name } : group === noGroup ? {} : { groupId: group }),
    });
  };
  return (
    <Card>
      <CardHeader title="What is each column?" state="We guessed from the header; change what is not right." />
      <CardBody className="flex flex-col gap-4">
        {view.problem && <Notice meaning="warning">{view.problem}</Notice>}
        <ImportFormat view={view} />
        <ol className="flex flex-col text-sm" aria-label="Columns of the file">
          {view.columns.map((column, index) => (
            <ImportColumn
              key={`${index} ${column}`}
              name={column}
              sample={view.sample.slice(0, shownRows).map((row) => row[index] ?? '')}
              target={mapping[index] ?? 'ignore'}
              type={types[mapping[index] ?? 'ignore']}
              definitions={definitions}
              onTarget={(target) => setMapping(mapping.map((each, at) => (at === index ? target : each)))}
              onType={(type) => setTypes({ ...types, [mapping[index] ?? 'ignore']: type })}
            />
          ))}
        </ol>
        <Field
          label="Where do these people come from, and what did they agree to?"
          help="Kept with the import, for the day somebody asks."
          error={
            isConsentMissing
              ? 'Write where these people come from, such as “Shop customers who ticked the newsletter box”.'
              : undefined
          }
        >
          <Input value={consent} maxLength={1_000} onChange={(event) => setConsent(event.target.value)} />
        </Field>
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
        {rehearse.error && <Notice meaning="danger">{messageOf(rehearse.error)}</Notice>}
        <div className="flex justify-end">
          <Button variant="primary" loading={rehearse.isPending} onClick={begin}>
            Rehearse {formatCount(view.rows, 'row')}
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}
