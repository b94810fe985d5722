import {
  type Block,
  blockFor,
  languageName,
  type Link,
  type Picture,
  type PlainLine,
  type TranslatedPart,
  translationsOf,
  unnamedLanguage,
} from '@engagex/domain/documents';
import { Check, Copy, PenLine, Undo2 } from 'lucide-react';
import { useState } from 'react';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { ImagePicker } from '../../images/index.ts';
import { Group } from '../panels/controls.tsx';
import { LinkControl } from '../panels/link-control.tsx';
import { PlainLineInput } from '../panels/plain-line-input.tsx';
import { StaticText } from '../rich-text/static-text.tsx';
import { valueAt } from '../state/at-path.ts';
import { useBrand } from '../state/brand-context.ts';
import { useEditorState, useEditorStore } from '../state/editor-context.ts';
import type { OurText } from '../rich-text/our-json.ts';
import { TranslatedSource } from './translated-source.tsx';
import { mainLanguageName, nameOfPlace, stateOfPart } from './part-words.ts';

/** What can be translated of a block, each beside what it says in the main language. */
export function TranslationPanel({ block, language }: { block: Block; language: string }) {
  const base = useEditorState(({ history }) => history.document.languages?.base ?? 'en');
  const parts = translationsOf(block, language);
  if (parts.length === 0)
    return (
      <Group title={languageName(language)}>
        <p className="text-sm text-muted">{nothingWords(block)}</p>
      </Group>
    );
  return (
    <>
      {parts.map((part) => (
        <PartTranslation key={part.path} {...{ block, language, part, base }} />
      ))}
      <p className="px-4 py-3 text-sm text-muted">
        Layout and style are the same in all languages. Switch to {mainLanguageName(base)} to change them.
      </p>
    </>
  );
}

interface PartTranslationProps {
  readonly block: Block;
  readonly language: string;
  readonly base: string;
  readonly part: TranslatedPart;
}

function PartTranslation({ block, language, base, part }: PartTranslationProps) {
  const store = useEditorStore();
  const { path, kind, translation, isOutdated, value } = part;
  const brand = useBrand();
  const shown = valueAt(blockFor(block, language, brand), path);
  const isText = kind === 'rich' || kind === 'line' || kind === 'plain';
  const state = stateOfPart(block, part, { brand, language });
  return (
    <Group title={nameOfPlace(path)}>
      {state && (
        <Badge className="self-start" meaning={state.meaning}>
          {state.words}
        </Badge>
      )}
      {isText && (
        <div className="rounded-md border border-line bg-canvas px-3 py-2 text-sm">
          <p className="mb-1 text-muted">{base === unnamedLanguage ? 'Original' : languageName(base)}</p>
          <div
            lang={base}
            dir="auto"
            className="wrap-anywhere [&_ol]:list-decimal [&_ol]:ps-5 [&_ul]:list-disc [&_ul]:ps-5"
          >
            <StaticText text={value as OurText} placeholder="Empty" />
          </div>
        </div>
      )}
      {kind === 'plain' && (
        <PlainLineInput
          aria-label={`${nameOfPlace(path)} in ${languageName(language)}`}
          value={shown as PlainLine}
          onChange={(next) => store.type(block.id, path, next)}
        />
      )}
      {block.type === 'raw' && kind === 'source' && (
        <TranslatedSource block={block} language={language} source={String(shown)} />
      )}
      {kind === 'link' && translation && (
        <LinkControl value={shown as Link} onChange={(next) => store.type(block.id, path, next)} />
      )}
      {kind === 'picture' && <OtherPicture block={block} path={path} picture={shown as Picture} />}
      <div className="flex flex-wrap gap-2">
        {isText && kind !== 'plain' && (
          <Button size="small" icon={PenLine} onClick={() => store.edit({ id: block.id, path })}>
            Write in the message
          </Button>
        )}
        {isOutdated && (
          <Button size="small" icon={Check} onClick={() => store.confirmTranslation(block.id, path)}>
            Mark as up to date
          </Button>
        )}
        {(isText || kind === 'source') && !translation && (
          <Button size="small" icon={Copy} onClick={() => store.set(block.id, path, value)}>
            Copy {mainLanguageName(base)} {isText ? 'text' : 'code'}
          </Button>
        )}
        {kind === 'link' && !translation && (
          <Button size="small" onClick={() => store.set(block.id, path, value)}>
            Use a different link
          </Button>
        )}
        {translation && (
          <Button size="small" icon={Undo2} onClick={() => store.removeTranslation(block.id, path)}>
            Use {mainLanguageName(base)} {isText ? 'text' : kind === 'source' ? 'code' : kind}
          </Button>
        )}
      </div>
    </Group>
  );
}

function OtherPicture({ block, path, picture }: { block: Block; path: string; picture: Picture }) {
  const store = useEditorStore();
  const [isPicking, setPicking] = useState(false);
  return (
    <>
      {picture.from === 'web' && (
        <img src={picture.url} alt="" className="max-h-32 max-w-full self-start rounded-sm bg-white object-contain" />
      )}
      <Button size="small" className="self-start" onClick={() => setPicking(true)}>
        Choose another image
      </Button>
      {isPicking && (
        <ImagePicker
          onClose={() => setPicking(false)}
          onPick={({ url }) => store.set(block.id, path, { from: 'web', url, dark: null })}
        />
      )}
    </>
  );
}

function nothingWords({ type }: Block): string {
  if (type === 'saved') return 'A saved block is translated where it is edited, under Templates → Saved blocks.';
  return 'There is nothing to translate in this block.';
}
