import { inOneDirection, onOneLine } from '@engagex/domain/shared';
import type { Content, Section } from '../mailings/content.ts';
import type { Frame } from './frame.ts';

/** The mail as plain text; tables have one line for each row. */
export function textOf({ sections }: Content, frame: Frame): string {
  return [
    `${frame.title}\n${frame.subtitle}`,
    ...frame.notes,
    ...sections.map(sectionText),
    `Open the dashboard: ${frame.dashboardUrl}`,
    frame.stopUrl === null ? frame.why : `${frame.why}\nStop this mail: ${frame.stopUrl}`,
  ].join('\n\n');
}

function sectionText(section: Section): string {
  if (section.kind === 'text') return inOneDirection(section.text);
  const name = line(section.name);
  if (section.kind === 'note') return `${name}\n${line(section.text)}`;
  const title = `${name} (${line(section.period)})`;
  if (section.kind === 'number') return [title, [section.value, section.change].filter(Boolean).join(', ')].join('\n');
  if (section.rows.length === 0) return `${title}\nNothing happened in this period.`;
  const rows = section.rows.map((cells) =>
    cells
      .map((cell, index) =>
        index < section.names ? line(cell) : `${line(section.columns[index] ?? '')}: ${line(cell)}`,
      )
      .join(' | '),
  );
  return [title, ...rows, ...leftInWords(section)].join('\n');
}

/** What a mail leaves out of a long or wide table. */
export function leftInWords({ left }: Extract<Section, { kind: 'table' }>): string[] {
  const parts = [
    ...(left.rows > 0 ? [`${left.rows} more ${left.rows === 1 ? 'row' : 'rows'}`] : []),
    ...(left.columns > 0 ? [`${left.columns} more ${left.columns === 1 ? 'column' : 'columns'}`] : []),
  ];
  return parts.length > 0 ? [`${parts.join(' and ')} in the dashboard`] : [];
}

function line(text: string): string {
  return inOneDirection(onOneLine(text));
}
