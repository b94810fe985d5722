import { type Check, problemIn, shortened } from './checked-message.ts';
import { isShouted, looksUnfinished } from './subject.ts';

/** Words that were not meant to be sent, or look like those of spam. */
export const checkWording: Check = ({ content, words }) => {
  const lines = words.split('\n');
  const unfinished = lines.find(looksUnfinished);
  const shouted = lines.filter((line) => isShouted(line) && line.length > 40);
  const marks = lines.find((line) => /!{3,}|[$€£]{3,}/.test(line));
  return [
    ...(unfinished === undefined
      ? []
      : [
          problemIn(content, {
            code: 'placeholder_text',
            message: `There is still placeholder text: “${shortened(unfinished)}”`,
            at: unfinished,
            leftovers: [`“${shortened(unfinished)}”`],
          }),
        ]),
    ...(shouted[0] === undefined
      ? []
      : [
          problemIn(content, {
            code: 'text_shouted',
            message: `A passage is in capitals, which spam filters distrust: “${shortened(shouted[0])}”`,
            at: shouted[0],
          }),
        ]),
    ...(marks === undefined
      ? []
      : [
          problemIn(content, {
            code: 'text_spam',
            message: `Rows of exclamation marks or currency signs look like spam: “${shortened(marks)}”`,
            at: marks,
          }),
        ]),
  ];
};
