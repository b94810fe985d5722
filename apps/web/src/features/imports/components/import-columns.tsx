import {
  type AttributeDefinition,
  attributesRoutes,
  type AttributeType,
  groupsRoutes,
  type ImportQuestion,
  type ImportReading,
  importsRoutes,
  isMailField,
  type MappedFile,
  meaningIn,
  openQuestions,
  styleIn,
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
import { RoundedIdsChoice } from './import-ids.tsx';
import { ImportMailValues } from './import-mail-values.tsx';
import { ImportStyles } from './import-styles.tsx';

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
  const [reading, setReading] = useState<ImportReading>(view.reading);
  const [isIncomplete, setIncomplete] = useState(false);
  const [group, setGroup] = useState(view.groupId ?? (view.rehearsal && !view.newGroupName ? noGroup : newGroup));
  const [name, setName] = useState(view.newGroupName ?? view.fileName.replace(/\.\w+$/, '').slice(0, 100));
  const [roundedIds, setRoundedIds] = useState(view.roundedIds);
  const [consent, setConsent] = useState(view.consent ?? '');
  const [isConsentMissing, setConsentMissing] = useState(false);
  const groups = useQuery(routeQuery(groupsRoutes.list, {}));
  const definitions = useQuery(routeQuery(attributesRoutes.list, {})).data?.items ?? none;
  const rehearse = useRouteMutation(importsRoutes.rehearse, { onSuccess: onRehearse });
  const typeOf = (target: ImportTarget, index: number) => types[target] ?? view.facts?.[index]?.type ?? 'text';
  const newAttributes = mapping.flatMap((target, index) => {
    const type = typeOf(target, index);
    if (!target.startsWith(prefix) || definitions.some(({ name }) => prefix + name === target)) return [];
    const attribute = target.slice(prefix.length);
    return [{ name: attribute, label: (view.columns[index] ?? attribute).slice(0, 100), type }];
  });
  const file: MappedFile = {
    fileName: view.fileName,
    isWorkbook: view.sheets !== null,
    columns: view.columns,
    mapping,
    facts: view.facts ?? [],
    reading,
    types: new Map([...definitions, ...newAttributes].map((each) => [each.name, each.type])),
  };
  const questions = openQuestions(file);
  const begin = () => {
    setConsentMissing(consent.trim() === '');
    setIncomplete(questions.length > 0);
    if (consent.trim() === '' || questions.length > 0) return;
    rehearse.mutate({
      id: view.id,
      mapping: [...mapping],
      newAttributes,
      reading,
      consent,
      roundedIds,
      ...(group === newGroup ? { newGroupName: name } : group === noGroup ? {} : { groupId: group }),
    });
  };
  return (
    <Card>
      <CardHeader title="Match your columns" state="We matched them by their headers. Correct any we got wrong." />
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
              type={typeOf(mapping[index] ?? 'ignore', index)}
              definitions={definitions}
              onTarget={(target) => setMapping(mapping.map((each, at) => (at === index ? target : each)))}
              onType={(type) => setTypes({ ...types, [mapping[index] ?? 'ignore']: type })}
            >
              {isMailField(mapping[index] ?? 'ignore') && (
                <MailValues file={file} column={index} onChange={setReading} />
              )}
            </ImportColumn>
          ))}
        </ol>
        <ImportStyles
          fileName={view.fileName}
          reading={reading}
          style={styleIn(file)}
          hasPhone={mapping.includes('phone')}
          asksEveryone={reading.everyone !== null || questions.some(({ about }) => about === 'everyone')}
          onChange={(said) => setReading({ ...reading, ...said })}
        />
        <RoundedIdsChoice view={view} mapping={mapping} value={roundedIds} onChange={setRoundedIds} />
        <Field
          label="Where do these people come from, and what did they agree to?"
          help="Kept with the import in case anyone asks."
          error={
            isConsentMissing
              ? 'Write where these people come from, such as “Shop customers who ticked the newsletter box”.'
              : undefined
          }
        >
          <Input value={consent} maxLength={1_000} onChange={(event) => setConsent(event.target.value)} />
        </Field>
        <Field label="Add everyone to" help="Campaigns are sent to groups.">
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
          <Field label="New group’s name">
            <Input value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
        )}
        <p className="text-sm text-muted">
          People who have unsubscribed stay unsubscribed, whatever the file says. Empty cells change nothing.
        </p>
        {isIncomplete && questions.length > 0 && (
          <Notice meaning="danger" title={`${formatCount(questions.length, 'question')} left to answer`}>
            {[...new Set(questions.map((question) => topicOf(question, view.columns)))].join(', ')}
          </Notice>
        )}
        {rehearse.error && <Notice meaning="danger">{messageOf(rehearse.error)}</Notice>}
        <div className="flex justify-end">
          <Button
            variant="primary"
            loading={rehearse.isPending}
            disabled={view.fileNotes.encodings !== null}
            onClick={begin}
          >
            Check {formatCount(view.rows, 'row')}
          </Button>
        </div>
      </CardBody>
    </Card>
  );
}

interface MailValuesProps {
  readonly file: MappedFile;
  readonly column: number;
  readonly onChange: (reading: ImportReading) => void;
}

function MailValues({ file, column, onChange }: MailValuesProps) {
  const field = file.mapping[column] ?? 'ignore';
  if (!isMailField(field)) return null;
  const { reading } = file;
  return (
    <ImportMailValues
      column={file.columns[column] ?? ''}
      field={field}
      facts={file.facts[column]}
      meaningOf={(value) => meaningIn(file, { column, field, value })}
      onMeaning={(value, means) => {
        const others = reading.mailValues.filter((each) => each.column !== column || each.value !== value);
        onChange({ ...reading, mailValues: [...others, { column, value, means }] });
      }}
    />
  );
}

function topicOf(question: ImportQuestion, columns: readonly string[]): string {
  if ('column' in question) return `what “${columns[question.column]}” means`;
  const topics = {
    decimalMark: 'what separates decimals',
    dayOrder: 'what comes first in a date',
    everyone: 'who these people are',
  };
  return topics[question.about];
}
