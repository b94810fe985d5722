import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './icon-button.tsx';

/** `<CopyButton text={requestId} label="Copy request id" />` */
export function CopyButton({ text, label = 'Copy' }: { text: string; label?: string }) {
  const [copied, setCopied] = useState(false);

  async function copy() {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  }

  return (
    <>
      <IconButton
        label={copied ? 'Copied' : label}
        icon={copied ? Check : Copy}
        size="small"
        className="px-1.5"
        onClick={() => void copy()}
      />
      <output className="sr-only">{copied && 'Copied'}</output>
    </>
  );
}
