import { type Picture, plain, type PlainLine, webPicture } from '@engagex/domain/documents';
import { ImagePlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Input } from '../../../ui/input.tsx';
import { Select } from '../../../ui/select.tsx';
import { ImagePicker } from '../../images/index.ts';
import { VariableSelect } from '../rich-text/variable-select.tsx';
import { PlainLineInput } from './plain-line-input.tsx';

const sources = [
  { value: 'web', label: 'A picture' },
  { value: 'logo', label: 'Your logo' },
  { value: 'variable', label: 'Address from a variable' },
] as const;

interface PictureControlProps {
  readonly picture: Picture;
  readonly alt: PlainLine;
  readonly onChange: (picture: Picture) => void;
  readonly onAlt: (alt: PlainLine) => void;
  /** A picture from the library brings its own alternative text. */
  readonly onPick: (picture: Picture, alt: PlainLine) => void;
}

/** Which picture, and what it says to people who do not see it. */
export function PictureControl({ picture, alt, onChange, onAlt, onPick }: PictureControlProps) {
  const [isPicking, setPicking] = useState(false);
  const from = picture.from === 'placeholder' ? 'web' : picture.from;
  return (
    <>
      <Field label="Picture">
        <Select options={sources} value={from} onChange={(next) => onChange(begin(next, picture))} />
      </Field>
      {from === 'web' && (
        <>
          <Button icon={ImagePlus} onClick={() => setPicking(true)}>
            {picture.from === 'web' ? 'Choose another image' : 'Choose an image'}
          </Button>
          <AddressField picture={picture} onChange={onChange} />
        </>
      )}
      {picture.from === 'variable' && (
        <Field label="Variable" help="Its value is the address of a picture.">
          <VariableSelect value={picture.variable} onChange={(variable) => onChange({ ...picture, variable })} />
        </Field>
      )}
      {picture.from !== 'logo' && (
        <Field label="Alternative text" help="Read out where the picture is not seen. Leave empty for decoration.">
          <PlainLineInput value={alt} onChange={onAlt} />
        </Field>
      )}
      {isPicking && (
        <ImagePicker
          onClose={() => setPicking(false)}
          onPick={({ url, alt: words }) => onPick({ from: 'web', url, dark: null }, plain(words))}
        />
      )}
    </>
  );
}

function AddressField({ picture, onChange }: { picture: Picture; onChange: (picture: Picture) => void }) {
  const url = picture.from === 'web' ? picture.url : '';
  const [typed, setTyped] = useState(url);
  const [seen, setSeen] = useState(url);
  const [error, setError] = useState<string>();
  if (url !== seen) {
    setSeen(url);
    setTyped(url);
  }
  return (
    <Field label="Address" optional error={error}>
      <Input
        inputMode="url"
        placeholder="https://…"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
        onBlur={() => {
          if (typed === url) return;
          const parsed = webPicture.safeParse(typed.trim());
          setError(typed.trim() === '' ? undefined : parsed.error?.issues[0]?.message);
          if (parsed.success) onChange({ from: 'web', url: parsed.data, dark: null });
        }}
      />
    </Field>
  );
}

function begin(from: 'web' | 'logo' | 'variable', before: Picture): Picture {
  if (from === 'logo') return { from };
  if (from === 'variable') return { from, variable: 'item.image', fallback: null };
  return before.from === 'web' ? before : { from: 'placeholder', motif: 'hills', tint: 'primary', ratio: 1.8 };
}
