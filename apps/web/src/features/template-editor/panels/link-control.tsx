import { type Link, link } from '@engagex/domain/documents';
import { useState } from 'react';
import { withScheme } from '../rich-text/link-dialog.tsx';
import { LinkFields } from '../rich-text/link-fields.tsx';

/** A link in the panel. What is not an address yet stays in the field, and out of the message. */
export function LinkControl({ value, onChange }: { value: Link; onChange: (link: Link) => void }) {
  const [typed, setTyped] = useState(value);
  const [seen, setSeen] = useState(value);
  const [error, setError] = useState<string>();
  if (value !== seen) {
    setSeen(value);
    if (JSON.stringify(withScheme(typed)) !== JSON.stringify(value)) setTyped(value);
  }
  return (
    <LinkFields
      value={typed}
      error={error}
      onChange={(next) => {
        setTyped(next);
        const parsed = link.safeParse(withScheme(next));
        if (!parsed.success) return;
        setError(undefined);
        onChange(parsed.data);
      }}
      onBlur={() => {
        const parsed = link.safeParse(withScheme(typed));
        setError(parsed.error?.issues[0]?.message);
        if (parsed.success) setTyped(parsed.data);
      }}
    />
  );
}
