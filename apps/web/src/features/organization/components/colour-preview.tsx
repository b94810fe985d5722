import { accentOn, pageColours, type Scheme, schemes } from '@engagex/domain/accounts';

/** How a colour looks on the pages recipients see, on light and dark devices, and what was done to keep them readable. */
export function ColourPreview({ colour }: { colour: string }) {
  return (
    <div className="grid gap-3 md:grid-cols-2">
      {schemes.map((scheme) => (
        <figure key={scheme} className="flex flex-col gap-1.5">
          <Sample scheme={scheme} colour={colour} />
          <figcaption className="text-sm text-muted">{adjustments(scheme, colour)}</figcaption>
        </figure>
      ))}
    </div>
  );
}

/** A picture of a page: nothing in it can be clicked. */
function Sample({ scheme, colour }: { scheme: Scheme; colour: string }) {
  const { page } = pageColours[scheme];
  const { fill, onFill, edge, link } = accentOn(scheme, colour);
  return (
    <div
      className="flex flex-wrap items-center justify-center gap-x-6 gap-y-3 rounded-md border border-line px-4 py-6"
      style={{ backgroundColor: page }}
    >
      <span
        className="rounded-md border px-5 py-2 font-semibold"
        style={{ backgroundColor: fill, color: onFill, borderColor: edge }}
      >
        Save
      </span>
      <span className="underline" style={{ color: link }}>
        Email preferences
      </span>
    </div>
  );
}

const pageNames = { light: 'Light pages', dark: 'Dark pages' } as const;

/** In words, what differs from the colour that was chosen. */
function adjustments(scheme: Scheme, colour: string): string {
  const { edge, link } = accentOn(scheme, colour);
  const direction = scheme === 'light' ? 'darker' : 'lighter';
  if (link === colour) return `${pageNames[scheme]}: the colour as you chose it.`;
  const what =
    edge === colour ? `links are ${direction}, ${link},` : `links and edges are ${direction}, ${link} and ${edge},`;
  return `${pageNames[scheme]}: ${what} so that everyone can read them.`;
}
