import { type Check, problemIn } from './checked-message.ts';

/** Screen readers and translation need to know in which language a message is. */
export const checkLanguage: Check = ({ content, read: { language } }) => {
  if (language === null || (language !== '' && language !== 'und')) return [];
  const element = content.format === 'mjml' ? 'mjml' : 'html';
  const tag = new RegExp(`<${element}\\b[^>]*>`, 'i').exec(content.body)?.[0];
  const hasOne = tag !== undefined && /\slang\s*=/i.test(tag);
  return [
    problemIn(content, {
      severity: 'advice',
      code: 'language_missing',
      message: `The message does not say in which language it is. Add lang to <${element}>.`,
      at: tag,
      fix:
        tag && !hasOne
          ? {
              label: 'It is in English',
              mend: {
                kind: 'replace',
                part: 'body',
                find: tag,
                put: `${tag.slice(0, element.length + 1)} lang="en"${tag.slice(element.length + 1)}`,
              },
            }
          : undefined,
    }),
  ];
};
