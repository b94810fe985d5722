import type { RecipientWords } from '../recipient-words.ts';

/** Vous. */
export const fr: RecipientWords = {
  language: 'Langue',

  unsubscribeTitle: 'Désabonnement',
  unsubscribeHeading: 'Vous désabonner des e-mails de {organization} ?',
  unsubscribeText: '{address} ne recevra plus d’e-mails marketing de la part de {organization}.',
  unsubscribeButton: 'Me désabonner',
  chooseInstead: 'Choisir plutôt les e-mails que vous recevez',

  unsubscribedTitle: 'Désabonnement effectué',
  unsubscribedHeading: 'Votre désabonnement est effectif',
  unsubscribedText: '{organization} n’enverra plus d’e-mails marketing à {address}.',
  mistakeText: 'C’était une erreur ? Vous pouvez l’annuler ici.',
  subscribeAgainButton: 'Me réabonner',
  subscribedTitle: 'Réabonnement effectué',
  subscribedHeading: 'Votre abonnement est rétabli',
  subscribedText: '{address} recevra les e-mails de {organization} comme avant.',
  changePreferences: 'Modifier vos préférences e-mail',
  tooLate:
    'Le désabonnement ne peut plus être annulé ici et reste donc en vigueur. Pour recevoir à nouveau des e-mails, inscrivez-vous sur le site de {organization}.',

  preferencesTitle: 'Préférences e-mail',
  preferencesHeading: 'Vos préférences e-mail',
  preferencesText: 'E-mails de {organization} à {address}',
  topics: 'Thèmes',
  firstName: 'Prénom',
  lastName: 'Nom',
  saveButton: 'Enregistrer mes choix',
  pauseHeading: 'Faire une pause',
  pausedUntil: 'Vous ne recevrez aucun e-mail marketing jusqu’au {date}.',
  pauseButton: 'Suspendre {days} jours',
  resumeButton: 'Reprendre les envois',
  leaveHeading: 'Désabonnement',
  leaveText: '{organization} ne vous enverra plus d’e-mails marketing, quels que soient les choix ci-dessus.',
  leaveButton: 'Me désabonner de tout',
  saved: 'Vos préférences ont été enregistrées.',
  pauseBegan: 'Les envois sont suspendus.',
  pauseEnded: 'Vous recevrez à nouveau des e-mails.',
  notSaved: 'Rien n’a été enregistré.',
  openAgain: 'Ouvrez à nouveau cette page depuis l’e-mail, puis réessayez.',

  unknownLinkTitle: 'Lien introuvable',
  unknownLinkHeading: 'Ce lien ne fonctionne pas',
  unknownLinkText: 'Il a peut-être expiré ou a été tronqué par votre messagerie. Ouvrez-le à nouveau depuis l’e-mail.',

  formTitle: 'Inscription',
  formHeading: 'Recevoir les e-mails de {organization}',
  email: 'Adresse e-mail',
  signUpButton: 'S’inscrire',
  notSignedUp: 'Votre inscription n’est pas encore enregistrée.',
  emailProblem: 'Saisissez une adresse e-mail telle que ada@example.com.',
  nameProblem: 'Les noms ne peuvent pas dépasser {count} caractères.',
  thanksTitle: 'Merci',
  thanksHeading: 'Vous y êtes presque',
  thanksText: 'Merci. Consultez votre boîte de réception pour confirmer votre adresse e-mail.',
  formGoneTitle: 'Formulaire introuvable',
  formGoneHeading: 'Ce formulaire est fermé',
  formGoneText: 'Il n’est plus possible de s’inscrire ici. Adressez-vous au responsable de la page d’où vous venez.',

  confirmTitle: 'Confirmez votre adresse e-mail',
  confirmHeading: 'Recevoir les e-mails de {organization} ?',
  confirmButton: 'Confirmer mon adresse',
  confirmedTitle: 'Adresse confirmée',
  confirmedHeading: 'Votre adresse e-mail est confirmée',
  confirmedText: 'Vous recevrez les e-mails de {organization}. Vous pouvez vous désabonner à tout moment.',
  usedLinkText:
    'Il a déjà été utilisé, a expiré ou a été tronqué par votre messagerie. Si vous n’êtes pas encore inscrit(e), remplissez à nouveau le formulaire.',

  mailSubject: 'Confirmez votre adresse e-mail pour {organization}',
  mailText: 'Quelqu’un, sans doute vous, a inscrit cette adresse pour recevoir les e-mails de {organization}.',
  mailValidity:
    'Le lien est valable {days} jours. Si ce n’était pas vous, ignorez cet e-mail : vous n’en recevrez pas d’autres.',
  mailLink: 'Confirmer mon adresse : {url}',
};
