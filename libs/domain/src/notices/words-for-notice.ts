/** What happened to a campaign that needs somebody. */
export type NoticeKind = 'paused' | 'undecided' | 'not-started';

export interface NoticeFacts {
  readonly kind: NoticeKind;
  /** In words with numbers, as the campaign's page says it. */
  readonly why: string;
  readonly campaign: string;
  readonly organization: string;
  /** The person who is told. */
  readonly name: string;
  /** People of the audience who were not mailed yet. */
  readonly left: number;
  /** Where this mail is turned off. */
  readonly settingsUrl: string;
}

export interface NoticeWords {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

/** The mail about it: what happened, what holds until somebody acts, and how not to get this any more. */
export function wordsForNotice({ kind, why, name, left, ...facts }: NoticeFacts): NoticeWords {
  const campaign = `“${facts.campaign}”`;
  const people = left === 1 ? '1 person' : `${left.toLocaleString('en')} people`;
  const words = {
    paused: {
      subject: `${campaign} paused by itself`,
      happened: `the campaign ${campaign} of ${facts.organization} paused by itself.`,
      next:
        left === 0
          ? 'Nobody waits for it any more: resume it and it is closed.'
          : `${people} not mailed yet ${left === 1 ? 'waits' : 'wait'} until one of you resumes or cancels it. Whoever has got it does not get it twice.`,
    },
    undecided: {
      subject: `${campaign} waits for your choice`,
      happened: `the test of ${campaign} of ${facts.organization} is over, and no variant was chosen for the rest.`,
      next: `${people} not mailed yet ${left === 1 ? 'waits' : 'wait'} until one of you chooses the variant they get.`,
    },
    'not-started': {
      subject: `${campaign} did not start`,
      happened: `the campaign ${campaign} of ${facts.organization} did not start.`,
      next: 'Nobody got anything. It is a draft again: mend it, then send or schedule it anew.',
    },
  }[kind];
  return {
    subject: words.subject,
    paragraphs: [
      `Hello ${name}, ${words.happened}`,
      why,
      words.next,
      `You get this because you may send campaigns of ${facts.organization}. Turn it off under “Mail about campaigns” in your settings: ${facts.settingsUrl}`,
    ],
  };
}
