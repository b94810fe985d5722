import { type KeyKind, keyKinds } from '@engagex/domain/accounts';
import { RadioCards } from '../../../ui/radio-cards.tsx';
import { keyKindWords } from './key-kinds.ts';

const labels: Readonly<Record<KeyKind, string>> = { secret: 'Secret', public: 'Public' };
const options = keyKinds.map((kind) => ({ value: kind, name: labels[kind], help: keyKindWords[kind].what }));

/** What a new key is for, which comes before everything else about it. */
export function KeyKindChoice({ value, onChange }: { value: KeyKind; onChange: (kind: KeyKind) => void }) {
  return <RadioCards label="Kind" options={options} value={value} onChange={onChange} />;
}
