import {
  type BrandKit,
  type BrandSocialLink,
  type BrandWords,
  documentLimits,
  plain,
  plainTextOf,
  socialNetworks,
} from '@engagex/domain/documents';
import { recipientLanguageOf, recipientWords } from '@engagex/domain/recipients';
import { Trash2 } from 'lucide-react';
import { languageName } from '../../../shared/names-of-codes.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Field } from '../../../ui/field.tsx';
import { IconButton } from '../../../ui/icon-button.tsx';
import { Input } from '../../../ui/input.tsx';
import { LanguageSelect } from '../../../ui/language-select.tsx';
import type { BrandPart } from './brand-part.ts';

/** What footers, profiles and the logo say to readers of other languages. */
export function LanguagesCard({ kit, change, isDisabled, errorOf }: BrandPart) {
  const words = kit.words ?? {};
  const languages = Object.keys(words);
  const add = (language: string) => {
    if (!words[language]) change({ ...kit, words: { ...words, [language]: usualWords(language) } });
  };
  return (
    <Card aria-label="Other languages">
      <CardHeader
        title="Other languages"
        state="For messages in several languages: what the footer says unless the message has its own translation."
      />
      <CardBody className="flex flex-col gap-5">
        {languages.map((language) => (
          <Words key={language} {...{ kit, change, isDisabled, errorOf, language }} />
        ))}
        {!isDisabled && languages.length < documentLimits.languages && (
          <Field label="Add a language">
            <LanguageSelect placeholder="Choose a language" value={null} onChange={add} />
          </Field>
        )}
        {isDisabled && languages.length === 0 && <p className="text-muted">No other languages yet.</p>}
      </CardBody>
    </Card>
  );
}

function Words({ kit, change, isDisabled, errorOf, language }: BrandPart & { language: string }) {
  const own = kit.words?.[language] ?? noWords;
  const name = languageName(language);
  const set = (next: Partial<BrandWords>) =>
    change({ ...kit, words: { ...kit.words, [language]: { ...own, ...next } } });
  const line = (part: keyof BrandWords, label: string, help?: string) => (
    <Field label={label} help={help} error={errorOf(`words.${language}.${part}`)}>
      <Input
        lang={language}
        dir="auto"
        disabled={isDisabled}
        value={own[part]}
        onChange={({ target }) => set({ [part]: target.value })}
      />
    </Field>
  );
  return (
    <section aria-label={name} className="flex flex-col gap-3 rounded-md border border-line p-4">
      <div className="flex items-center gap-2">
        <h3 className="flex-1 font-medium">{name}</h3>
        {!isDisabled && (
          <IconButton label={`Remove ${name}`} icon={Trash2} onClick={() => change(without(kit, language))} />
        )}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        {line('unsubscribe', 'Unsubscribe link')}
        {line('preferences', 'Preferences link')}
      </div>
      {line('address', 'Postal address', 'As it is written in this language. Leave empty to use the usual one.')}
      {kit.logo.light && line('logoAlt', 'Alternative text of the logo')}
      {kit.social.map((profile, at) => (
        <Profile
          // oxlint-disable-next-line react/no-array-index-key -- profiles have no ids, and stay where they are
          key={at}
          profile={profile}
          language={language}
          isDisabled={isDisabled}
          error={errorOf(`social.${at}.languages.${language}.link.address`)}
          onChange={(next) => change({ ...kit, social: kit.social.with(at, next) })}
        />
      ))}
    </section>
  );
}

interface ProfileProps {
  readonly profile: BrandSocialLink;
  readonly language: string;
  readonly isDisabled: boolean;
  readonly error: string | undefined;
  readonly onChange: (next: BrandSocialLink) => void;
}

/** Another label and address of one profile; what is empty is as in the main language. */
function Profile({ profile, language, isDisabled, error, onChange }: ProfileProps) {
  const { label, link } = profile.languages?.[language] ?? {};
  const network = socialNetworks[profile.network];
  const set = (words: string, address: string) => {
    const { [language]: _, ...others } = profile.languages ?? {};
    const own = {
      ...(words !== '' && { label: plain(words) }),
      ...(address !== '' && { link: { to: 'address' as const, address, query: [] } }),
    };
    const isEmpty = Object.keys(own).length === 0;
    onChange({ ...profile, languages: isEmpty ? others : { ...others, [language]: own } });
  };
  const shownLabel = label ? plainTextOf(label) : '';
  const shownAddress = link?.to === 'address' ? link.address : '';
  const usual = profile.link.to === 'address' ? profile.link.address : '';
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label={`Label of ${network}`}>
        <Input
          lang={language}
          dir="auto"
          placeholder={profile.label ? plainTextOf(profile.label) : network}
          disabled={isDisabled}
          value={shownLabel}
          onChange={({ target }) => set(target.value, shownAddress)}
        />
      </Field>
      <Field label={`Address of ${network}`} error={error}>
        <Input
          type="url"
          placeholder={usual}
          disabled={isDisabled}
          value={shownAddress}
          onChange={({ target }) => set(shownLabel, target.value.trim())}
        />
      </Field>
    </div>
  );
}

const noWords: BrandWords = { unsubscribe: '', preferences: '', address: '', logoAlt: '' };

/** Those of the pages that we show to recipients, where we speak the language. */
function usualWords(language: string): BrandWords {
  const known = recipientLanguageOf(language);
  if (!known) return noWords;
  const { unsubscribeTitle, preferencesTitle } = recipientWords[known];
  return { ...noWords, unsubscribe: unsubscribeTitle, preferences: preferencesTitle };
}

function without(kit: BrandKit, language: string): BrandKit {
  const { [language]: _, ...words } = kit.words ?? {};
  const social = kit.social.map((profile) => {
    const { [language]: __, ...languages } = profile.languages ?? {};
    return profile.languages ? { ...profile, languages } : profile;
  });
  return { ...kit, words, social };
}
