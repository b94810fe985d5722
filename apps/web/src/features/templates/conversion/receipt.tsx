import type { ConversionReceipt } from '@engagex/domain/templates';
import { formatCount } from '../../../shared/format.ts';
import { Card, CardBody, CardHeader } from '../../../ui/card.tsx';
import { Notice } from '../../../ui/notice.tsx';

type Loss = ConversionReceipt['losses'][number];

const kinds: readonly { readonly kind: Loss['kind']; readonly title: string; readonly help: string }[] = [
  {
    kind: 'liquid',
    title: 'Conditions and loops that are plain text now',
    help: 'In a visual template these are settings of a block. Set them there and delete the text.',
  },
  {
    kind: 'address',
    title: 'Links and images that were left out',
    help: 'Their addresses do not work in mail. Their words are in the copy.',
  },
  {
    kind: 'hidden',
    title: 'Hidden words that are not in the copy',
    help: 'The code hides them from readers.',
  },
  {
    kind: 'element',
    title: 'Elements that were left out',
    help: 'Blocks cannot be these. For a video, use the video block: a picture that links to it.',
  },
  {
    kind: 'plain_text',
    title: 'Your own plain text',
    help: 'A visual template makes its plain text from its blocks.',
  },
];

/** What could not be carried over, by kind, with the words and the line. */
export function Receipt({ receipt: { losses, tables, hasStyles } }: { receipt: ConversionReceipt }) {
  return (
    <Card aria-label="What changes">
      <CardHeader title="What changes" state="Every visible word and every working link is in the copy." />
      <CardBody className="flex flex-col gap-4">
        <ul className="list-disc pl-4">
          {hasStyles && <li>Colors, fonts, sizes and the look of buttons: the copy uses those of your brand.</li>}
          {tables > 0 && (
            <li>
              {formatCount(tables, 'table')}: what was side by side is now one below the other. Columns can be added
              again.
            </li>
          )}
          {!hasStyles && tables === 0 && losses.length === 0 && <li>Nothing is lost.</li>}
        </ul>
        {kinds.map(({ kind, title, help }) => (
          <Losses key={kind} title={title} help={help} losses={losses.filter((loss) => loss.kind === kind)} />
        ))}
      </CardBody>
    </Card>
  );
}

function Losses({ title, help, losses }: { title: string; help: string; losses: readonly Loss[] }) {
  if (losses.length === 0) return null;
  return (
    <Notice meaning="warning" title={`${title} (${losses.length})`}>
      <p>{help}</p>
      <ul className="mt-1 max-h-48 overflow-y-auto">
        {losses.map(({ words, line }, at) => (
          <li key={at} className="flex gap-2">
            {line !== null && <span className="shrink-0 text-muted tabular-nums">Line {line}</span>}
            <code className="min-w-0 text-sm wrap-anywhere whitespace-pre-wrap">{words}</code>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
