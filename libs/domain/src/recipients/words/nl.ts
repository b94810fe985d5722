import type { RecipientWords } from '../recipient-words.ts';

/** U. */
export const nl: RecipientWords = {
  language: 'Taal',

  unsubscribeTitle: 'Uitschrijven',
  unsubscribeHeading: 'Uitschrijven voor e-mails van {organization}?',
  unsubscribeText: '{address} ontvangt dan geen marketingmails meer van {organization}.',
  unsubscribeButton: 'Uitschrijven',
  chooseInstead: 'Liever kiezen welke e-mails u ontvangt',

  unsubscribedTitle: 'Uitgeschreven',
  unsubscribedHeading: 'U bent uitgeschreven',
  unsubscribedText: '{organization} stuurt geen marketingmails meer naar {address}.',
  mistakeText: 'Was dit een vergissing? Hier kunt u het ongedaan maken.',
  subscribeAgainButton: 'Opnieuw inschrijven',
  subscribedTitle: 'Ingeschreven',
  subscribedHeading: 'U bent weer ingeschreven',
  subscribedText: '{address} ontvangt e-mails van {organization} zoals voorheen.',
  changePreferences: 'Uw e-mailvoorkeuren wijzigen',
  tooLate:
    'Dit kan hier niet meer ongedaan worden gemaakt, dus u blijft uitgeschreven. Wilt u weer e-mails ontvangen, schrijf u dan in op de website van {organization}.',

  preferencesTitle: 'E-mailvoorkeuren',
  preferencesHeading: 'Uw e-mailvoorkeuren',
  preferencesText: 'E-mails van {organization} aan {address}',
  topics: 'Onderwerpen',
  firstName: 'Voornaam',
  lastName: 'Achternaam',
  saveButton: 'Voorkeuren opslaan',
  pauseHeading: 'Pauze nemen',
  pausedUntil: 'U ontvangt geen marketingmails tot {date}.',
  pauseButton: '{days} dagen pauzeren',
  resumeButton: 'E-mails hervatten',
  leaveHeading: 'Uitschrijven',
  leaveText: '{organization} stuurt u dan geen marketingmails meer, ongeacht de keuze hierboven.',
  leaveButton: 'Voor alles uitschrijven',
  saved: 'Uw voorkeuren zijn opgeslagen.',
  pauseBegan: 'Uw e-mails zijn gepauzeerd.',
  pauseEnded: 'U ontvangt weer e-mails.',
  notSaved: 'Er is niets opgeslagen.',
  openAgain: 'Open deze pagina opnieuw vanuit de e-mail en probeer het nog eens.',

  unknownLinkTitle: 'Link niet gevonden',
  unknownLinkHeading: 'Deze link werkt niet',
  unknownLinkText:
    'Mogelijk is de link verlopen of door uw e-mailprogramma afgebroken. Open de link opnieuw vanuit de e-mail.',

  goneMessageTitle: 'E-mail niet beschikbaar',
  goneMessageHeading: 'Deze e-mail kan niet meer worden getoond',
  goneMessageText:
    'De e-mail kan niet meer worden getoond zoals deze aan u is verzonden. Open de e-mail in uw e-mailprogramma.',

  refusedTitle: 'Probeer het opnieuw',
  busyHeading: 'Probeer het zo meteen opnieuw',
  busyText: 'Deze pagina is op dit moment niet beschikbaar. Wacht even en probeer het dan opnieuw.',
  tooManyHeading: 'Te veel verzoeken',
  tooManyText: 'Er zijn net te veel verzoeken geweest. Wacht een tijdje en probeer het dan opnieuw.',
  tooLargeHeading: 'Dat is te veel tekst',
  tooLargeText: 'Wat je hebt verstuurd, is groter dan we kunnen aannemen. Maak het korter en probeer het opnieuw.',
  refusedHeading: 'Dat is niet gelukt',
  refusedText: 'Ga terug en probeer het opnieuw.',

  formTitle: 'Inschrijven',
  formHeading: 'E-mails van {organization} ontvangen',
  email: 'E-mailadres',
  signUpButton: 'Inschrijven',
  notSignedUp: 'U bent nog niet ingeschreven.',
  emailProblem: 'Vul een e-mailadres in, zoals ada@example.com.',
  nameProblem: 'Namen mogen maximaal {count} tekens lang zijn.',
  thanksTitle: 'Bedankt',
  thanksHeading: 'Bijna klaar',
  thanksText: 'Bedankt. Kijk in uw inbox om uw e-mailadres te bevestigen.',
  formGoneTitle: 'Formulier niet gevonden',
  formGoneHeading: 'Dit formulier is gesloten',
  formGoneText:
    'U kunt zich hier niet meer inschrijven. Neem contact op met de beheerder van de pagina waar u vandaan komt.',
  formFullText:
    '{organization} kan op dit moment geen nieuwe inschrijvingen aannemen. Probeer het op een andere dag opnieuw.',

  confirmTitle: 'Bevestig uw e-mailadres',
  confirmHeading: 'E-mails van {organization} ontvangen?',
  confirmButton: 'Mijn adres bevestigen',
  confirmedTitle: 'Bevestigd',
  confirmedHeading: 'Uw e-mailadres is bevestigd',
  confirmedText: 'U ontvangt e-mails van {organization}. U kunt zich op elk moment uitschrijven.',
  usedLinkText:
    'De link is al gebruikt, is verlopen of is door uw e-mailprogramma afgebroken. Bent u nog niet ingeschreven, vul het formulier dan opnieuw in.',

  mailSubject: 'Bevestig uw e-mailadres voor {organization}',
  mailText: 'Iemand, waarschijnlijk uzelf, heeft dit adres ingeschreven voor e-mails van {organization}.',
  mailValidity: 'De link is {days} dagen geldig. Was u dit niet, negeer deze e-mail dan: u ontvangt er geen meer.',
  mailLink: 'Mijn adres bevestigen: {url}',
};
