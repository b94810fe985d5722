import { type CampaignPreview, campaignsRoutes, type CampaignView, type VariantName } from '@engagex/domain/campaigns';
import { contactHandle, contactsRoutes } from '@engagex/domain/contacts';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { languageName } from '../../../shared/names-of-codes.ts';
import { routeQuery } from '../../../shared/query.ts';
import { useCan } from '../../../shared/session.ts';
import { useSettled } from '../../../shared/settled.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { ErrorState } from '../../../ui/error-state.tsx';
import { CampaignCommentsButton } from '../../template-comments/index.ts';
import { MessageViews } from '../../templates/index.ts';
import { Notice } from '../../../ui/notice.tsx';
import { SearchSelect } from '../../../ui/search-select.tsx';
import { Select, type SelectOption } from '../../../ui/select.tsx';
import { SkeletonLines } from '../../../ui/skeleton.tsx';

interface MessagePreviewProps {
  readonly campaign: Pick<CampaignView, 'id' | 'status' | 'abTest'>;
  /** Instead of the draft's own, before the choice is saved. */
  readonly templateId?: string;
  /** Whom it is shown as at first. */
  readonly as?: { readonly id: string; readonly name: string };
}

/** The message as one person sees it, by variant: as it would be sent now, or as it was sent. */
export function MessagePreview({ campaign, templateId, as }: MessagePreviewProps) {
  const [variant, setVariant] = useState<VariantName | null>(null);
  const [language, setLanguage] = useState(ofPerson);
  const [person, setPerson] = useState<SelectOption<string> | null>(as ? { value: as.id, label: as.name } : null);
  const maySeePeople = useCan('contacts:read');
  const preview = useQuery({
    ...routeQuery(campaignsRoutes.preview, {
      id: campaign.id,
      variant: variant ?? undefined,
      contactId: person?.value,
      templateId,
      language: language === ofPerson ? undefined : language,
    }),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const { data } = preview;
  return (
    <Card aria-label="The message">
      <CardHeader
        title="The message"
        state={data && `As ${data.person.name} sees it${data.person.id ? '' : ', an example person'}`}
        action={
          data && (
            <div className="flex flex-wrap gap-2">
              <CampaignCommentsButton campaignId={campaign.id} />
              {data.variants.length > 0 && (
                <Select
                  aria-label="Variant"
                  className="w-36"
                  options={data.variants.map((name) => ({ value: name, label: `Variant ${name}` }))}
                  value={data.variant}
                  onChange={setVariant}
                />
              )}
              {data.languages.length > 0 && (
                <LanguageSelect languages={data.languages} value={language} onChange={setLanguage} />
              )}
              {maySeePeople && <PersonPicker preview={data} chosen={person} onChoose={setPerson} />}
            </div>
          )
        }
      />
      <CardBody className="flex flex-col gap-3">
        {preview.error && (
          <ErrorState
            error={preview.error}
            what="The message could not be shown."
            onRetry={() => void preview.refetch()}
          />
        )}
        {preview.isPending && <SkeletonLines label="Preparing the message" lines={6} />}
        {data && !preview.error && <Shown preview={data} />}
      </CardBody>
    </Card>
  );
}

function Shown({ preview: { from, subject, preheader, html, text, problems } }: { preview: CampaignPreview }) {
  const [problem] = problems.filter(({ severity }) => severity === 'error');
  return (
    <>
      {problem && !html && (
        <Notice meaning="danger" title="The message cannot be shown">
          {problem.message}
        </Notice>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
        <dt className="text-muted">From</dt>
        <dd className="min-w-0 wrap-anywhere">{from.email ? `${from.name} <${from.email}>` : 'Not chosen yet'}</dd>
        <dt className="text-muted">Subject</dt>
        <dd className="min-w-0 wrap-anywhere">
          <strong className="font-semibold">{subject || 'No subject'}</strong>
          {preheader && <span className="text-muted"> {preheader}</span>}
        </dd>
      </dl>
      {html && <MessageViews html={html} text={text} />}
    </>
  );
}

/** Not a tag of a language. */
const ofPerson = 'person';

interface LanguageSelectProps {
  readonly languages: CampaignPreview['languages'];
  readonly value: string;
  readonly onChange: (language: string) => void;
}

/** The message in another language than that of the person it is shown as. */
function LanguageSelect({ languages, value, onChange }: LanguageSelectProps) {
  return (
    <Select
      aria-label="Language"
      className="w-44"
      options={[
        { value: ofPerson, label: 'Their language' },
        ...languages.map((tag) => ({ value: tag, label: languageName(tag) })),
      ]}
      value={value}
      onChange={onChange}
    />
  );
}

interface PersonPickerProps {
  readonly preview: CampaignPreview;
  readonly chosen: SelectOption<string> | null;
  readonly onChoose: (person: SelectOption<string>) => void;
}

/** People of the audience are offered; typing finds anybody among the contacts. */
function PersonPicker({ preview: { person, people }, chosen, onChoose }: PersonPickerProps) {
  const [text, setText] = useState('');
  const search = useSettled(text).trim();
  const found = useQuery({
    ...routeQuery(contactsRoutes.list, { search, limit: 20 }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  const ofAudience = people.map(({ id, name, detail }) => ({ value: id, label: name, detail }));
  const ofSearch = (found.data?.items ?? []).map((contact) => ({
    value: contact.id,
    label: [contact.firstName, contact.lastName].filter(Boolean).join(' ') || contactHandle(contact),
    detail: contactHandle(contact),
  }));
  const shown = person.id ? { value: person.id, label: person.name } : null;
  return (
    <SearchSelect
      aria-label="Preview as"
      className="w-56 max-w-full"
      placeholder="Find a person"
      options={search ? ofSearch : ofAudience}
      value={chosen ?? shown}
      onChange={onChoose}
      onSearch={setText}
    />
  );
}
