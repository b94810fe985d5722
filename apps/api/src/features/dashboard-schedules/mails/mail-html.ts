import { escapeHtml, inOneDirection } from '@engagex/domain/shared';
import type { Content, Section } from '../mailings/content.ts';
import type { Frame } from './frame.ts';
import { leftInWords } from './mail-text.ts';

const muted = 'color:#5c6270';
const cell = 'padding:4px 12px 4px 0;border-top:1px solid #e3e5ea;vertical-align:top';

/** The mail as HTML that every mail program shows: tables, styles at each element, no script, nothing fetched. */
export function htmlOf({ sections }: Content, frame: Frame): string {
  const { title, subtitle, notes, dashboardUrl, why, stopUrl, pictureUrl } = frame;
  const shown =
    pictureUrl === null
      ? sections.map(sectionHtml).join('\n')
      : pictureHtml(pictureUrl, { title, sections, dashboardUrl });
  const stop = stopUrl === null ? '' : ` <a href="${escapeHtml(stopUrl)}" style="${muted}">Stop this mail</a>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light">
<title>${words(title)}</title></head>
<body style="margin:0;padding:24px 8px;background:#f5f6f8;color:#1b1e27;font:15px/1.5 Helvetica,Arial,sans-serif">
<div style="max-width:760px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
<h1 style="margin:0;font-size:20px;line-height:1.3">${words(title)}</h1>
<p style="margin:4px 0 20px;${muted}">${words(subtitle)}</p>
${notes.map((note) => `<p style="margin:0 0 16px;padding:8px 12px;background:#fff6e0;border-radius:6px">${words(note)}</p>`).join('\n')}
${shown}
<p style="margin:28px 0"><a href="${escapeHtml(dashboardUrl)}" style="padding:10px 18px;border-radius:6px;background:#4a51d1;color:#fff;text-decoration:none">Open the dashboard</a></p>
<p style="margin:0;font-size:13px;${muted}">${words(why)}${stop}</p>
</div></body></html>`;
}

function pictureHtml(
  url: string,
  {
    title,
    sections,
    dashboardUrl,
  }: { readonly title: string; readonly sections: readonly Section[]; readonly dashboardUrl: string },
): string {
  const said = sections.flatMap((section) => (section.kind === 'number' ? [`${section.name}: ${section.value}`] : []));
  const alt = [`The dashboard ${title}`, ...said.slice(0, 10)].join('. ');
  return `<a href="${escapeHtml(dashboardUrl)}"><img src="${escapeHtml(url)}" alt="${words(alt)}" width="712" style="display:block;width:100%;max-width:712px;height:auto;border:0"></a>`;
}

function sectionHtml(section: Section): string {
  if (section.kind === 'text')
    return `<p style="margin:0 0 20px">${words(section.text).replaceAll(/\r\n?|\n/g, '<br>')}</p>`;
  if (section.kind === 'note') return heading(section.name, '') + paragraph(section.text);
  const title = heading(section.name, section.period);
  if (section.kind === 'number')
    return `${title}<p style="margin:0 0 20px"><span style="font-size:24px;font-weight:600">${words(section.value)}</span> <span style="${muted}">${words(section.change)}</span></p>`;
  if (section.rows.length === 0) return title + paragraph('Nothing happened in this period.');
  return title + tableHtml(section);
}

function heading(name: string, period: string): string {
  const when = period === '' ? '' : ` <span style="font-weight:normal;${muted}">· ${words(period)}</span>`;
  return `<h2 style="margin:0 0 4px;font-size:15px;line-height:1.4">${words(name)}${when}</h2>`;
}

function paragraph(text: string): string {
  return `<p style="margin:0 0 20px;${muted}">${words(text)}</p>`;
}

function tableHtml(table: Extract<Section, { kind: 'table' }>): string {
  const { columns, rows, names } = table;
  const side = (index: number) => (index < names ? 'left' : 'right');
  const head = columns
    .map(
      (name, index) =>
        `<th align="${side(index)}" style="padding:4px 12px 4px 0;font-weight:normal;${muted}">${words(name)}</th>`,
    )
    .join('');
  const body = rows
    .map(
      (cells) =>
        `<tr>${cells.map((text, index) => `<td align="${side(index)}" style="${cell}">${words(text)}</td>`).join('')}</tr>`,
    )
    .join('\n');
  const left = leftInWords(table).map((text) => `<p style="margin:4px 0 0;font-size:13px;${muted}">${text}</p>`);
  return `<div style="margin:0 0 20px;overflow-x:auto"><table cellpadding="0" cellspacing="0" style="border-collapse:collapse;width:100%;font-size:14px">
<thead><tr>${head}</tr></thead><tbody>
${body}
</tbody></table>${left.join('')}</div>`;
}

/** Typed by people: shown as it is, and never turning around what follows. */
function words(text: string): string {
  return escapeHtml(inOneDirection(text));
}
