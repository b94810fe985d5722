import type { NewApiKey } from '@engagex/domain/accounts';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** A new key itself, this once. */
export function NewKeyNotice({ apiKey: { kind, name, secret }, onDone }: { apiKey: NewApiKey; onDone: () => void }) {
  return (
    <Notice meaning="good" title={`The key “${name}” is ready`}>
      <p>
        {kind === 'public'
          ? 'Copy it into your web page. Settings › Events › Sources shows it again, with snippets to copy.'
          : 'Copy it now and keep it like a password. It will not be shown again.'}
      </p>
      <p className="my-2 flex items-center gap-2">
        <code className="min-w-0 rounded-sm bg-subtle px-2 py-1 text-ink wrap-anywhere">{secret}</code>
        <CopyButton text={secret} label="Copy the key" />
      </p>
      <Button size="small" onClick={onDone}>
        I have copied it
      </Button>
    </Notice>
  );
}
