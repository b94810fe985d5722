import type { TemplateProblem } from '@engagex/domain/templates';
import type { TemplateContent } from '../template-content.ts';
import { type Check, checkedMessage, type MadeBody } from './checked-message.ts';
import { checkContrast } from './contrast.ts';
import { checkImages } from './images.ts';
import { checkLanguage } from './language.ts';
import { checkLinks } from './links.ts';
import { checkMailPrograms } from './mail-programs.ts';
import { checkRequiredParts } from './required-parts.ts';
import { checkSize } from './size.ts';
import { checkSubject } from './subject.ts';
import { checkVariables } from './variables.ts';
import { notFilledIn } from './not-filled-in.ts';
import { checkWording } from './wording.ts';

const checks: readonly Check[] = [
  checkRequiredParts,
  checkVariables,
  checkSubject,
  checkSize,
  checkImages,
  checkLinks,
  checkWording,
  checkContrast,
  checkMailPrograms,
  checkLanguage,
];

/** Everything there is to fix in a template whose Liquid can be read: errors keep it from being sent, the others do not. */
export function checkTemplate(content: TemplateContent, made: MadeBody): TemplateProblem[] {
  const message = checkedMessage(content, made);
  return notFilledIn(
    checks.flatMap((check) => check(message)),
    content.format,
  );
}
