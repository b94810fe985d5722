import { onOneLine } from '@engagex/domain/shared';
import { parseHtmlLiquid, parseTextLiquid } from '@engagex/domain/templates';

export interface RenderedMessage {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** Content whose Liquid is parsed, to be rendered for one person after another. */
export interface PreparedMessage {
  /** Throws LiquidError when the content cannot be rendered for this person. */
  render(variables: object): RenderedMessage;
}

const longestSubject = 900; // one line of RFC 5322 (998) with room for encoding

export function prepareMessage(content: { subject: string; html: string; text: string }): PreparedMessage {
  const subject = parseTextLiquid(content.subject);
  const html = parseHtmlLiquid(content.html);
  const text = parseTextLiquid(content.text);
  return {
    render: (variables) => ({
      subject: asHeader(subject.render(variables)),
      html: html.render(variables),
      text: text.render(variables),
    }),
  };
}

/** One line, whatever a contact's fields contain: nothing can add a header of its own. */
function asHeader(value: string): string {
  return onOneLine(value).slice(0, longestSubject);
}
