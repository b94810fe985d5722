/** What happened to a campaign that needs somebody, or that a comment on a template mentions them. */
export type NotificationKind = 'paused' | 'undecided' | 'not_started' | ApprovalNotification | 'mentioned';

/** What happened to a request for approval: requested (those who can decide are notified) or decided (the requester is notified). */
export type ApprovalNotification = 'approval_asked' | 'approved' | 'declined';

export interface NotificationFacts {
  readonly kind: NotificationKind;
  /** In words with numbers, as the campaign's page says it; paragraphs have an empty line between them. */
  readonly why: string;
  /** The name of the campaign or template. */
  readonly about: string;
  readonly organization: string;
  /** The person who is notified. */
  readonly name: string;
  /** People of the audience who were not mailed yet. */
  readonly left: number;
  /** Where this mail is turned off. */
  readonly settingsUrl: string;
}

export interface NotificationWords {
  readonly subject: string;
  readonly paragraphs: readonly string[];
}

/** The mail about it: what happened, what holds until somebody acts, and how not to get this any more. */
export function wordsForNotification({ kind, why, name, left, ...facts }: NotificationFacts): NotificationWords {
  const campaign = `“${facts.about}”`;
  const people = left === 1 ? '1 person' : `${left.toLocaleString('en')} people`;
  const words = {
    paused: {
      subject: `${campaign} paused automatically`,
      happened: `the campaign ${campaign} of ${facts.organization} paused automatically.`,
      next:
        left === 0
          ? 'Nobody is left to mail. Resume it to finish it.'
          : `${people} not mailed yet will wait until a member resumes or cancels it. Nobody gets it twice.`,
    },
    undecided: {
      subject: `${campaign} is waiting for your choice`,
      happened: `the test of ${campaign} of ${facts.organization} is over, and no variant was chosen for the rest.`,
      next: `${people} not mailed yet will wait until a member chooses the variant to send.`,
    },
    not_started: {
      subject: `${campaign} did not start`,
      happened: `the campaign ${campaign} of ${facts.organization} did not start.`,
      next: 'Nothing was sent. It is a draft again. Fix it, then send or schedule it again.',
    },
    approval_asked: {
      subject: `${campaign} is waiting for your approval`,
      happened: `the campaign ${campaign} of ${facts.organization} is waiting for your approval.`,
      next: 'Nothing is sent until a member has approved it.',
    },
    approved: {
      subject: `${campaign} was approved`,
      happened: `the campaign ${campaign} of ${facts.organization} was approved.`,
      next: '',
    },
    declined: {
      subject: `${campaign} was sent back`,
      happened: `the campaign ${campaign} of ${facts.organization} was not approved.`,
      next: 'It is a draft again. Change it, then request approval again.',
    },
    mentioned: {
      subject: `You were mentioned in a comment on ${campaign}`,
      happened: `you were mentioned in a comment on the template ${campaign} of ${facts.organization}.`,
      next: '',
    },
  }[kind];
  return {
    subject: words.subject,
    paragraphs: [
      `Hello ${name}, ${words.happened}`,
      ...why.split(/\n\s*\n/),
      ...(words.next ? [words.next] : []),
      `You get this because you ${reasons[kind] ?? 'can send campaigns'} in ${facts.organization}. To turn it off, go to “Notifications” in your settings: ${facts.settingsUrl}`,
    ],
  };
}

const reasons: Readonly<Partial<Record<NotificationKind, string>>> = {
  mentioned: 'were mentioned in a comment',
  approval_asked: 'can approve campaigns',
  approved: 'requested approval of this campaign',
  declined: 'requested approval of this campaign',
};
