import type { ImportEncoding, ImportFileNotes } from '@engagex/domain/contacts';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { encodingNames } from './encoding-names.ts';
import type { ReadingProps } from './reading-props.ts';

interface EncodingChoiceProps extends Omit<ReadingProps, 'view'> {
  readonly choices: NonNullable<ImportFileNotes['encodings']>;
}

/** The same names in each encoding the file may be in: a person sees at once which are right. */
export function EncodingChoice({ choices, disabled, onChange }: EncodingChoiceProps) {
  const [chosen, setChosen] = useState<ImportEncoding>(choices[0]?.encoding ?? 'utf-8');
  return (
    <Notice meaning="warning" title="Which of these is spelled correctly?">
      <p>The file does not state its encoding. Nothing is imported until you choose.</p>
      <div className="mt-2 flex flex-col gap-2">
        <RadioCards
          label="Spelling"
          options={choices.map(({ encoding, examples }) => ({
            value: encoding,
            name: examples.join(', '),
            help: encodingNames[encoding],
          }))}
          value={chosen}
          onChange={setChosen}
        />
        <Button loading={disabled} className="self-start" onClick={() => onChange({ encoding: chosen })}>
          Use this spelling
        </Button>
      </div>
    </Notice>
  );
}
