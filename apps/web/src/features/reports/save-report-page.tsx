import { savedReportInput, savedReportsRoutes } from '@engagex/domain/reports';
import type { ExploreQuery } from '@engagex/domain/explore';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { submitTo, useZodForm } from '../../shared/form.ts';
import { routeQuery, useRouteMutation } from '../../shared/query.ts';
import { useCan } from '../../shared/session.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Card, CardBody } from '../../ui/card.tsx';
import { Checkbox } from '../../ui/checkbox.tsx';
import { Field } from '../../ui/field.tsx';
import { showFailure } from '../../ui/form-failure.ts';
import { Input } from '../../ui/input.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Page, PageHeader } from '../../ui/page.tsx';
import { Select } from '../../ui/select.tsx';
import { notify, notifyFailure } from '../../ui/toast.tsx';
import { AnswerOf, kindWords, periodInWords, queryIn } from '../explore/index.ts';

const trail = [
  { name: 'Dashboards', href: '/dashboards' },
  { name: 'Explore', href: '/explore' },
];

/** Keeps a question of Explore under a name, or in the place of one that was kept. */
export function SaveReportPage() {
  const [params] = useSearchParams();
  const query = queryIn(params.get('query') ?? '');
  return (
    <Page>
      <PageHeader title="Save report" trail={trail} />
      {query ? (
        <>
          <NewReport query={query} />
          <ReplaceReport query={query} />
          <AnswerOf query={query} />
        </>
      ) : (
        <Notice
          meaning="warning"
          title="This link is incomplete"
          action={
            <ButtonLink size="small" href="/explore">
              Open Explore
            </ButtonLink>
          }
        >
          Ask the question in Explore again, then save it.
        </Notice>
      )}
    </Page>
  );
}

const nameAndSharing = savedReportInput.pick({ name: true, visibility: true });

function NewReport({ query }: { query: ExploreQuery }) {
  const [, navigate] = useLocation();
  const canShare = useCan('reports:share');
  const usual = `${kindWords[query.kind]}, ${periodInWords(query.period).toLowerCase()}`;
  const form = useZodForm(nameAndSharing, { name: usual, visibility: 'private' });
  const create = useRouteMutation(savedReportsRoutes.create, {
    onSuccess: ({ id, name }) => {
      notify(`“${name}” saved`);
      navigate(`/reports/${id}`);
    },
    onError: showFailure(form, 'The report was not saved'),
  });
  return (
    <Card>
      <CardBody>
        <form
          noValidate
          className="flex flex-col gap-3"
          onSubmit={submitTo(form, (values) => create.mutate({ ...values, query }))}
        >
          <Field label="Name" error={form.formState.errors.name?.message}>
            <Input autoFocus {...form.register('name')} />
          </Field>
          {canShare && (
            <Checkbox
              label="Share with everyone in the organization"
              checked={form.watch('visibility') === 'organization'}
              onChange={({ target: { checked } }) => form.setValue('visibility', checked ? 'organization' : 'private')}
            />
          )}
          <Button type="submit" variant="primary" className="self-start" loading={create.isPending}>
            Save report
          </Button>
        </form>
      </CardBody>
    </Card>
  );
}

function ReplaceReport({ query }: { query: ExploreQuery }) {
  const [, navigate] = useLocation();
  const { data } = useQuery(routeQuery(savedReportsRoutes.list, {}));
  const [chosen, setChosen] = useState<string | null>(null);
  const update = useRouteMutation(savedReportsRoutes.update, {
    touches: ['dashboards'],
    onSuccess: ({ id, name }) => {
      notify(`“${name}” replaced`);
      navigate(`/reports/${id}`);
    },
    onError: notifyFailure('The report was not replaced'),
  });
  const mine = data?.items.filter(({ canChange }) => canChange) ?? [];
  if (mine.length === 0) return null;
  return (
    <div className="flex flex-wrap items-end gap-2">
      <Field label="Or replace a saved report" className="w-72" help="Dashboards that show it change with it.">
        <Select
          options={mine.map(({ id, name }) => ({ value: id, label: name }))}
          value={chosen}
          onChange={setChosen}
        />
      </Field>
      <Button
        className="mb-6.5"
        disabled={chosen === null}
        loading={update.isPending}
        onClick={() => chosen && update.mutate({ id: chosen, query })}
      >
        Replace
      </Button>
    </div>
  );
}
