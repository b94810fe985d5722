import type { Link } from '../link.ts';
import { hrefAttribute } from '../rich-text/rich-text-html.ts';
import type { ColorChoice } from '../style.ts';
import type { RenderingContext } from './context.ts';

/** A link in a line of links; `inside` is HTML. */
export function linkHtml(
  link: Link,
  inside: string,
  { color: choice }: { readonly color: ColorChoice },
  { paint, ground }: RenderingContext,
  usual: 'text' | 'muted' | 'primary' = 'text',
): string {
  const color = paint.text(choice, usual, ground);
  const name = paint.classFor('inline', color);
  const decoration = usual === 'muted' ? 'underline' : 'none';
  return `<a href="${hrefAttribute(link)}"${name ? ` class="${name}"` : ''} style="color:${color.light};text-decoration:${decoration}">${inside}</a>`;
}
