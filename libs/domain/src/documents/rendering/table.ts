import type { BlockOf } from '../blocks/block.ts';
import { liquidAround } from '../condition.ts';
import type { RichLine } from '../rich-text/rich-text.ts';
import { htmlOfLine } from '../rich-text/rich-text-html.ts';
import { mj, paddingOf, type RenderingContext, sideOf, textLookOf } from './context.ts';
import { textSizes } from './type-scale.ts';

/** A table of data as MJML; its rows may be repeated, or be there for some only. */
export function tableMjml(
  { header, rows, style }: Pick<BlockOf<'table'>, 'header' | 'rows' | 'style'>,
  context: RenderingContext,
): string {
  const { paint, ground, direction } = context;
  const look = textLookOf(context);
  const color = paint.text(style.color, 'text', ground);
  const line = paint.plain('brand', 'border', ground);
  const lineClass = style.lines === 'rows' ? paint.classFor('line', line) : undefined;
  const border = style.lines === 'rows' ? `border-bottom:1px solid ${line.light};` : '';
  const cell = (name: 'th' | 'td', content: RichLine, at: number) => {
    const side = sideOf(style.columns[at] ?? style.align, direction);
    const gap = direction === 'rtl' ? '10px 0 10px 12px' : '10px 12px 10px 0';
    const padding = at === style.columns.length - 1 && at > 0 ? '10px 0' : gap;
    const scope = name === 'th' ? ' scope="col"' : '';
    const weight = name === 'th' ? 'font-weight:600;font-size:14px;' : '';
    return `<${name}${scope}${lineClass ? ` class="${lineClass}"` : ''} align="${side}" style="${border}${weight}padding:${padding};text-align:${side};vertical-align:top">${htmlOfLine(content, look)}</${name}>`;
  };
  const row = (name: 'th' | 'td', cells: readonly RichLine[]) =>
    `<tr>${cells.map((each, at) => cell(name, each, at)).join('')}</tr>`;
  const body = rows.map(({ cells, ...rest }) => {
    const { before, after } = liquidAround(rest);
    return before + row('td', cells) + after;
  });
  return mj(
    'table',
    {
      padding: paddingOf(style.padding),
      color: color.light,
      'css-class': paint.classFor('table', color),
      'font-size': `${textSizes.normal}px`,
      'line-height': '1.5',
    },
    (header ? row('th', header) : '') + body.join(''),
  );
}
