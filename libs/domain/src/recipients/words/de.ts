import type { RecipientWords } from '../recipient-words.ts';

/** Sie. */
export const de: RecipientWords = {
  language: 'Sprache',

  unsubscribeTitle: 'Abbestellen',
  unsubscribeHeading: 'E-Mails von {organization} abbestellen?',
  unsubscribeText: '{address} erhält dann keine Werbe-E-Mails von {organization} mehr.',
  unsubscribeButton: 'Abbestellen',
  chooseInstead: 'Stattdessen auswählen, welche E-Mails Sie erhalten',

  unsubscribedTitle: 'Abbestellt',
  unsubscribedHeading: 'Sie sind abgemeldet',
  unsubscribedText: '{organization} schickt keine Werbe-E-Mails mehr an {address}.',
  mistakeText: 'War das ein Versehen? Hier können Sie es rückgängig machen.',
  subscribeAgainButton: 'Wieder abonnieren',
  subscribedTitle: 'Abonniert',
  subscribedHeading: 'Sie erhalten wieder E-Mails',
  subscribedText: '{address} erhält wie bisher E-Mails von {organization}.',
  changePreferences: 'E-Mail-Einstellungen ändern',
  tooLate:
    'Das lässt sich hier nicht mehr rückgängig machen, die E-Mails bleiben abbestellt. Wenn Sie wieder E-Mails erhalten möchten, melden Sie sich bitte auf der Website von {organization} an.',

  preferencesTitle: 'E-Mail-Einstellungen',
  preferencesHeading: 'Ihre E-Mail-Einstellungen',
  preferencesText: 'E-Mails von {organization} an {address}',
  topics: 'Themen',
  firstName: 'Vorname',
  lastName: 'Nachname',
  saveButton: 'Einstellungen speichern',
  pauseHeading: 'Pause einlegen',
  pausedUntil: 'Bis zum {date} erhalten Sie keine Werbe-E-Mails.',
  pauseButton: '{days} Tage pausieren',
  resumeButton: 'Pause beenden',
  leaveHeading: 'Abbestellen',
  leaveText: '{organization} schickt Ihnen dann keine Werbe-E-Mails mehr, unabhängig von der Auswahl oben.',
  leaveButton: 'Alle E-Mails abbestellen',
  saved: 'Ihre Einstellungen wurden gespeichert.',
  pauseBegan: 'Ihre Pause hat begonnen.',
  pauseEnded: 'Sie erhalten wieder E-Mails.',
  notSaved: 'Es wurde nichts gespeichert.',
  openAgain: 'Öffnen Sie diese Seite bitte noch einmal aus der E-Mail und versuchen Sie es erneut.',

  unknownLinkTitle: 'Link nicht gefunden',
  unknownLinkHeading: 'Dieser Link funktioniert nicht',
  unknownLinkText:
    'Vielleicht ist er abgelaufen oder wurde von Ihrem E-Mail-Programm abgeschnitten. Öffnen Sie ihn bitte noch einmal direkt aus der E-Mail.',

  goneMessageTitle: 'E-Mail nicht verfügbar',
  goneMessageHeading: 'Diese E-Mail kann nicht mehr angezeigt werden',
  goneMessageText:
    'Sie lässt sich nicht mehr so anzeigen, wie sie Ihnen zugesandt wurde. Öffnen Sie sie bitte in Ihrem E-Mail-Programm.',

  refusedTitle: 'Bitte erneut versuchen',
  busyHeading: 'Bitte versuchen Sie es gleich noch einmal',
  busyText: 'Diese Seite ist im Moment nicht erreichbar. Warten Sie einen Augenblick und versuchen Sie es dann erneut.',
  tooManyHeading: 'Zu viele Anfragen',
  tooManyText: 'Gerade gab es zu viele Anfragen. Warten Sie eine Weile und versuchen Sie es dann erneut.',
  tooLargeHeading: 'Das ist zu viel Text',
  tooLargeText: 'Ihre Eingabe ist größer, als wir annehmen können. Kürzen Sie sie und versuchen Sie es erneut.',
  refusedHeading: 'Das hat nicht geklappt',
  refusedText: 'Gehen Sie zurück und versuchen Sie es noch einmal.',

  formTitle: 'Anmelden',
  formHeading: 'E-Mails von {organization} erhalten',
  email: 'E-Mail-Adresse',
  signUpButton: 'Anmelden',
  notSignedUp: 'Sie sind noch nicht angemeldet.',
  emailProblem: 'Geben Sie eine E-Mail-Adresse wie ada@example.com ein.',
  nameProblem: 'Namen dürfen höchstens {count} Zeichen lang sein.',
  thanksTitle: 'Vielen Dank',
  thanksHeading: 'Fast geschafft',
  thanksText: 'Vielen Dank. Bitte sehen Sie in Ihrem Posteingang nach und bestätigen Sie Ihre E-Mail-Adresse.',
  formGoneTitle: 'Formular nicht gefunden',
  formGoneHeading: 'Dieses Formular ist geschlossen',
  formGoneText:
    'Hier können Sie sich nicht mehr anmelden. Bitte wenden Sie sich an den Betreiber der Seite, von der Sie kommen.',
  formFullText:
    '{organization} kann zurzeit keine weiteren Anmeldungen annehmen. Bitte versuchen Sie es an einem anderen Tag noch einmal.',

  confirmTitle: 'E-Mail-Adresse bestätigen',
  confirmHeading: 'E-Mails von {organization} erhalten?',
  confirmButton: 'Adresse bestätigen',
  confirmedTitle: 'Bestätigt',
  confirmedHeading: 'Ihre E-Mail-Adresse ist bestätigt',
  confirmedText: 'Sie erhalten nun E-Mails von {organization} und können sie jederzeit wieder abbestellen.',
  usedLinkText:
    'Er wurde schon verwendet, ist abgelaufen oder wurde von Ihrem E-Mail-Programm abgeschnitten. Falls Sie noch nicht angemeldet sind, füllen Sie das Formular bitte noch einmal aus.',

  mailSubject: 'Bestätigen Sie Ihre E-Mail-Adresse für {organization}',
  mailText: 'Jemand, vermutlich Sie selbst, hat diese Adresse für E-Mails von {organization} angemeldet.',
  mailValidity:
    'Der Link ist {days} Tage gültig. Wenn Sie das nicht waren, ignorieren Sie diese E-Mail einfach: Sie erhalten keine weiteren.',
  mailLink: 'Adresse bestätigen: {url}',
};
