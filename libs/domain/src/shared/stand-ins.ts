/**
 * A subject or name written in Liquid as a person would read it, with a neutral stand-in for each variable, for lists and
 * headings where nobody in particular is meant. Of a condition, what it says otherwise is shown; what is no Liquid stays
 * as it is.
 *
 *     withStandIns('Hello {{ contact.firstName }}')                       // Hello [first name]
 *     withStandIns('Hello {{ contact.firstName | default: "friend" }}')   // Hello friend
 */
export function withStandIns(text: string): string {
  if (!text.includes('{{') && !text.includes('{%')) return text;
  return shown(text.split(liquid))
    .replaceAll(/\s{2,}/g, ' ')
    .trim();
}

/** Outputs, tags, and blocks whose inside is no Liquid; texts in quotes may hold what else would end them. */
const liquid =
  /(\{%-?\s*raw\s*-?%\}[\s\S]*?\{%-?\s*endraw\s*-?%\}|\{%-?\s*comment\s*-?%\}[\s\S]*?\{%-?\s*endcomment\s*-?%\}|\{\{(?:"[^"]*"|'[^']*'|[^"'}]|\}(?!\}))*\}\}|\{%(?:"[^"]*"|'[^']*'|[^"'%]|%(?!\}))*%\})/;

interface Branch {
  /** The text goes on where it closes. */
  readonly closing: string;
  /** What was shown before it. */
  readonly before: string;
}

function shown(parts: readonly string[]): string {
  const open: Branch[] = [];
  let text = '';
  for (const [index, part] of parts.entries()) {
    if (index % 2 === 0) {
      text += part;
      continue;
    }
    if (part.startsWith('{{')) {
      text += standInFor(inside(part));
      continue;
    }
    const tag = inside(part).split(/\s/, 1)[0] ?? '';
    if (tag === 'raw') text += part.replace(/^\{%.*?%\}/, '').replace(/\{%[^%]*%\}$/, '');
    else if (opening.has(tag)) {
      open.push({ closing: `end${tag}`, before: text });
      text = '';
    } else if (otherwise.has(tag) && open.length > 0) text = '';
    else if (tag === open.at(-1)?.closing) text = `${open.pop()?.before ?? ''}${tag === 'endcapture' ? '' : text}`;
  }
  return open.map(({ before }) => before).join('') + text;
}

const opening = new Set(['if', 'unless', 'case', 'for', 'tablerow', 'capture']);
/** The last branch is the one that asks for nothing. */
const otherwise = new Set(['else', 'elsif', 'when']);

const inside = (liquidOf: string) =>
  liquidOf
    .replace(/^\{[{%]-?/, '')
    .replace(/-?[%}]\}$/, '')
    .trim();

function standInFor(output: string): string {
  const literal = /^(?:"([^"]*)"|'([^']*)')/.exec(output);
  if (literal) return literal[1] ?? literal[2] ?? '';
  const fallback = /\|\s*default:\s*(?:"([^"]*)"|'([^']*)')/.exec(output);
  const usual = fallback?.[1] ?? fallback?.[2] ?? '';
  if (usual) return usual;
  const [path = ''] = output.split('|', 1);
  const words = nameOf(path.trim());
  return words && `[${words}]`;
}

/** `contact.firstName` is the first name, `organization.name` the organization name. */
function nameOf(path: string): string {
  const steps = path.replaceAll(/\[\s*["']?([^\]"']*)["']?\s*\]/g, '.$1').split('.');
  const name = (steps.at(-1) ?? '')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .toLowerCase()
    .trim();
  return name === 'name' && steps.length > 1 ? `${steps.at(-2) ?? ''} name` : name;
}
