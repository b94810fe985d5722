import type { RecipientWords } from '../recipient-words.ts';

/** Tu, as newsletters do. */
export const it: RecipientWords = {
  language: 'Lingua',

  unsubscribeTitle: 'Annulla l’iscrizione',
  unsubscribeHeading: 'Annullare l’iscrizione alle email di {organization}?',
  unsubscribeText: '{address} non riceverà più email promozionali da {organization}.',
  unsubscribeButton: 'Annulla iscrizione',
  chooseInstead: 'Scegli invece quali email ricevere',

  unsubscribedTitle: 'Iscrizione annullata',
  unsubscribedHeading: 'La tua iscrizione è stata annullata',
  unsubscribedText: '{organization} non invierà più email promozionali a {address}.',
  mistakeText: 'È stato un errore? Puoi rimediare qui.',
  subscribeAgainButton: 'Iscrivimi di nuovo',
  subscribedTitle: 'Iscrizione ripristinata',
  subscribedHeading: 'La tua iscrizione è di nuovo attiva',
  subscribedText: '{address} riceverà le email di {organization} come prima.',
  changePreferences: 'Modifica le tue preferenze email',
  tooLate:
    'Non è più possibile tornare indietro da qui e l’iscrizione resta annullata. Per ricevere di nuovo le email, iscriviti sul sito di {organization}.',

  preferencesTitle: 'Preferenze email',
  preferencesHeading: 'Le tue preferenze email',
  preferencesText: 'Email di {organization} a {address}',
  topics: 'Argomenti',
  firstName: 'Nome',
  lastName: 'Cognome',
  saveButton: 'Salva preferenze',
  pauseHeading: 'Fai una pausa',
  pausedUntil: 'Non riceverai email promozionali fino al giorno {date}.',
  pauseButton: 'Sospendi per {days} giorni',
  resumeButton: 'Riprendi gli invii',
  leaveHeading: 'Annulla l’iscrizione',
  leaveText: '{organization} non ti invierà più email promozionali, qualunque sia la selezione qui sopra.',
  leaveButton: 'Annulla tutte le iscrizioni',
  saved: 'Le tue preferenze sono state salvate.',
  pauseBegan: 'Gli invii sono sospesi.',
  pauseEnded: 'Riceverai di nuovo le email.',
  notSaved: 'Non è stato salvato nulla.',
  openAgain: 'Apri di nuovo questa pagina dall’email e riprova.',

  unknownLinkTitle: 'Link non trovato',
  unknownLinkHeading: 'Questo link non funziona',
  unknownLinkText:
    'Potrebbe essere scaduto o essere stato troncato dal tuo programma di posta. Aprilo di nuovo dall’email.',

  formTitle: 'Iscriviti',
  formHeading: 'Ricevi le email di {organization}',
  email: 'Indirizzo email',
  signUpButton: 'Iscriviti',
  notSignedUp: 'L’iscrizione non è ancora completata.',
  emailProblem: 'Inserisci un indirizzo email come ada@example.com.',
  nameProblem: 'I nomi possono avere al massimo {count} caratteri.',
  thanksTitle: 'Grazie',
  thanksHeading: 'Ci siamo quasi',
  thanksText: 'Grazie. Controlla la posta in arrivo per confermare il tuo indirizzo email.',
  formGoneTitle: 'Modulo non trovato',
  formGoneHeading: 'Questo modulo è chiuso',
  formGoneText: 'Qui non è più possibile iscriversi. Contatta chi gestisce la pagina da cui provieni.',

  confirmTitle: 'Conferma il tuo indirizzo email',
  confirmHeading: 'Ricevere le email di {organization}?',
  confirmButton: 'Conferma il mio indirizzo',
  confirmedTitle: 'Indirizzo confermato',
  confirmedHeading: 'Il tuo indirizzo email è confermato',
  confirmedText: 'Riceverai le email di {organization}. Puoi annullare l’iscrizione in qualsiasi momento.',
  usedLinkText:
    'È già stato usato, è scaduto o è stato troncato dal tuo programma di posta. Se l’iscrizione non è completata, compila di nuovo il modulo.',

  mailSubject: 'Conferma il tuo indirizzo email per {organization}',
  mailText: 'Qualcuno, probabilmente tu, ha iscritto questo indirizzo alle email di {organization}.',
  mailValidity: 'Il link è valido per {days} giorni. Se non eri tu, ignora questa email: non ne riceverai altre.',
  mailLink: 'Conferma il mio indirizzo: {url}',
};
