import { expect, test } from 'vitest';
import { escapeHtml } from './html.ts';

test('what is escaped ends neither a tag nor an attribute, and is read back as it was', () => {
  expect(escapeHtml(`<a title="x" alt='y'>&amp;`)).toBe('&lt;a title=&#34;x&#34; alt=&#39;y&#39;&gt;&amp;amp;');
});
