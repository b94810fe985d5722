import { z } from 'zod';
import { templateInput, type TemplateProblem, templatesRoutes, type TemplateView } from '@engagex/domain/templates';
import { useRef } from 'react';
import { Controller } from 'react-hook-form';
import { submitTo } from '../../../shared/form.ts';
import { useKeys } from '../../../shared/keys.ts';
import { useRouteMutation } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, CardBody } from '../../../ui/card.tsx';
import { CodeArea } from '../../../ui/code-area.tsx';
import { Field } from '../../../ui/field.tsx';
import { showFailure } from '../../../ui/form-failure.ts';
import { Input } from '../../../ui/input.tsx';
import { useKeptForm } from '../../../ui/kept-form.ts';
import { Page, PageHeader } from '../../../ui/page.tsx';
import { Select } from '../../../ui/select.tsx';
import { Textarea } from '../../../ui/textarea.tsx';
import { notify } from '../../../ui/toast.tsx';
import { useFormVersion } from '../../../ui/use-version.tsx';
import { TemplatePreview } from './template-preview.tsx';
import { VariableList } from './variable-list.tsx';

const formats = [
  { value: 'mjml', label: 'MJML', detail: 'looks right in every mail app' },
  { value: 'html', label: 'HTML', detail: 'exactly what you write' },
] as const;

const labels = {
  name: 'Name',
  subject: 'Subject',
  preheader: 'Preheader',
  format: 'Format',
  body: 'Content',
  textBody: 'Plain text',
};

interface TemplateEditorProps {
  /** Null for one that is not stored yet. */
  readonly id: string | null;
  readonly stored: TemplateView | null;
  readonly initial: z.input<typeof templateInput>;
  readonly onSaved: (template: TemplateView) => void;
  readonly action?: React.ReactNode;
}

export function TemplateEditor({ id, stored, initial, onSaved, action }: TemplateEditorProps) {
  const form = useKeptForm(`template ${id ?? 'new'}`, templateInput, initial, { version: stored?.updatedAt });
  const { errors, isDirty } = form.formState;
  const area = useRef<HTMLDivElement>(null);
  const canWrite = useCan('templates:write');
  const version = useFormVersion(form, { stored, valuesOf: inputOf, labels, save: (): void => submit() });
  const options = {
    onSuccess: (template: TemplateView) => {
      version.settle(template);
      notify('Template saved');
      onSaved(template);
    },
    onError: version.onRefused(showFailure(form, 'The template was not saved')),
  };
  const create = useRouteMutation(templatesRoutes.create, options);
  const update = useRouteMutation(templatesRoutes.update, options);
  const submit = submitTo(form, (values) =>
    id ? update.mutate({ ...values, id, version: version.current() }) : create.mutate(values),
  );
  useKeys({ 'mod+s': () => document.querySelector<HTMLFormElement>('#template')?.requestSubmit() });
  const content = form.watch();
  const goTo = ({ line }: TemplateProblem) => {
    const text = area.current?.querySelector('textarea');
    if (text && line) selectLine(text, line);
  };
  return (
    <Page wide>
      <PageHeader
        title={id ? content.name || 'Template' : 'New template'}
        trail={[{ name: 'Templates', href: '/templates' }]}
        state={isDirty ? 'Unsaved changes; kept on this device' : id ? 'Saved' : '\u00a0'}
        action={
          canWrite && (
            <div className="flex gap-2">
              {action}
              <Button type="submit" form="template" variant="primary" loading={create.isPending || update.isPending}>
                Save template
              </Button>
            </div>
          )
        }
      />
      {version.notices}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Card>
          <CardBody>
            <form id="template" noValidate className="flex flex-col gap-4" onSubmit={submit}>
              <Field label="Name" help="Only your organization sees it." error={errors.name?.message}>
                <Input {...form.register('name')} />
              </Field>
              <Field label="Subject" error={errors.subject?.message}>
                <Input {...form.register('subject')} />
              </Field>
              <Field
                label="Preheader"
                optional
                help="Shown after the subject in the inbox."
                error={errors.preheader?.message}
              >
                <Input {...form.register('preheader')} />
              </Field>
              <Field label="Format" error={errors.format?.message}>
                <Controller
                  name="format"
                  control={form.control}
                  render={({ field }) => <Select {...field} options={formats} />}
                />
              </Field>
              <div ref={area}>
                <Field label="Content" error={errors.body?.message}>
                  <CodeArea className="h-120" {...form.register('body')} value={content.body} />
                </Field>
              </div>
              {canWrite && <VariableList area={area} />}
              <Field
                label="Plain text"
                optional
                help="Leave empty to generate it from the content."
                error={errors.textBody?.message}
              >
                <Textarea rows={4} {...form.register('textBody')} />
              </Field>
            </form>
          </CardBody>
        </Card>
        <TemplatePreview content={content} onGoTo={goTo} />
      </div>
    </Page>
  );
}

function selectLine(text: HTMLTextAreaElement, line: number): void {
  const lines = text.value.split('\n');
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  text.focus();
  text.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
}

function inputOf({ name, subject, preheader, format, body, textBody }: TemplateView) {
  return { name, subject, preheader, format, body, textBody };
}
