import { createHash } from 'node:crypto';
import { contentOf, type TemplateContent } from './template-content.ts';

const mostKept = 50;

/** Makes something of a template, and keeps what was made of the last ones. */
export function keepRecent<Made>(make: (content: TemplateContent) => Promise<Made>) {
  const recent = new Map<string, Promise<Made>>();
  return (template: TemplateContent): Promise<Made> => {
    const content = contentOf(template);
    const key = createHash('sha256').update(JSON.stringify(content)).digest('base64');
    const known = recent.get(key);
    if (known) return known;
    const made = make(content);
    const [oldest] = recent.keys();
    if (recent.size >= mostKept && oldest !== undefined) recent.delete(oldest);
    recent.set(key, made);
    return made;
  };
}
