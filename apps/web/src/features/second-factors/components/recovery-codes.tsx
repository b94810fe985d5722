import { Download } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { DialogBody, DialogFooter } from '../../../ui/dialog.tsx';

/** The codes for the day the phone is lost. They are shown this once. */
export function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const text = `${codes.join('\n')}\n`;
  return (
    <>
      <DialogBody>
        <p>
          Keep these codes somewhere you can reach without your phone, such as a password manager. Each works once, if
          you cannot use your other factors.
        </p>
        <div className="rounded-md border border-line bg-subtle p-3">
          <div className="flex justify-end">
            <CopyButton text={text} label="Copy the codes" />
          </div>
          <ul aria-label="Recovery codes" className="grid grid-cols-1 gap-x-6 gap-y-1 font-mono text-sm sm:grid-cols-2">
            {codes.map((code) => (
              <li key={code}>{code}</li>
            ))}
          </ul>
        </div>
      </DialogBody>
      <DialogFooter>
        <Button icon={Download} onClick={() => download(text)}>
          Download
        </Button>
        <Button variant="primary" onClick={onDone}>
          I have saved them
        </Button>
      </DialogFooter>
    </>
  );
}

function download(text: string): void {
  const link = document.createElement('a');
  link.href = `data:text/plain;charset=utf-8,${encodeURIComponent(text)}`;
  link.download = 'engagex-recovery-codes.txt';
  link.click();
}
