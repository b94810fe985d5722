import type { RecipientWords } from '../recipient-words.ts';

/** Neither tu nor você, and words that are used in Portugal and in Brazil. */
export const pt: RecipientWords = {
  language: 'Idioma',

  unsubscribeTitle: 'Deixar de receber e-mails',
  unsubscribeHeading: 'Deixar de receber e-mails de {organization}?',
  unsubscribeText: '{address} não receberá mais e-mails promocionais de {organization}.',
  unsubscribeButton: 'Deixar de receber',
  chooseInstead: 'Prefiro escolher que e-mails receber',

  unsubscribedTitle: 'Inscrição cancelada',
  unsubscribedHeading: 'A inscrição foi cancelada',
  unsubscribedText: '{organization} não enviará mais e-mails promocionais para {address}.',
  mistakeText: 'Foi um engano? É possível voltar atrás aqui.',
  subscribeAgainButton: 'Voltar a receber',
  subscribedTitle: 'Inscrição reativada',
  subscribedHeading: 'A inscrição está novamente ativa',
  subscribedText: '{address} receberá os e-mails de {organization} como antes.',
  changePreferences: 'Alterar as preferências de e-mail',
  tooLate:
    'Já não é possível voltar atrás aqui e a inscrição continua cancelada. Para voltar a receber e-mails, inscreva-se no site de {organization}.',

  preferencesTitle: 'Preferências de e-mail',
  preferencesHeading: 'As suas preferências de e-mail',
  preferencesText: 'E-mails de {organization} para {address}',
  topics: 'Temas',
  firstName: 'Nome',
  lastName: 'Sobrenome',
  saveButton: 'Guardar preferências',
  pauseHeading: 'Fazer uma pausa',
  pausedUntil: 'Não receberá e-mails promocionais até {date}.',
  pauseButton: 'Pausar por {days} dias',
  resumeButton: 'Retomar os e-mails',
  leaveHeading: 'Deixar de receber e-mails',
  leaveText: '{organization} não enviará mais e-mails promocionais, seja qual for a seleção acima.',
  leaveButton: 'Deixar de receber tudo',
  saved: 'As preferências foram guardadas.',
  pauseBegan: 'Os e-mails estão em pausa.',
  pauseEnded: 'Voltará a receber e-mails.',
  notSaved: 'Nada foi guardado.',
  openAgain: 'Abra novamente esta página a partir do e-mail e tente outra vez.',

  unknownLinkTitle: 'Link não encontrado',
  unknownLinkHeading: 'Este link não funciona',
  unknownLinkText:
    'Pode ter expirado ou ter sido cortado pelo programa de e-mail. Abra-o novamente a partir do próprio e-mail.',

  goneMessageTitle: 'E-mail indisponível',
  goneMessageHeading: 'Este e-mail já não pode ser mostrado',
  goneMessageText: 'Já não é possível mostrá-lo tal como lhe foi enviado. Abra-o no seu programa de e-mail.',

  refusedTitle: 'Tente novamente',
  busyHeading: 'Tente novamente dentro de momentos',
  busyText: 'Esta página não está disponível neste momento. Aguarde um pouco e tente novamente.',
  tooManyHeading: 'Demasiados pedidos',
  tooManyText: 'Houve demasiados pedidos em pouco tempo. Aguarde um pouco e tente novamente.',
  tooLargeHeading: 'O texto é demasiado longo',
  tooLargeText: 'O que enviou é maior do que podemos aceitar. Encurte-o e tente novamente.',
  refusedHeading: 'Não funcionou',
  refusedText: 'Volte atrás e tente novamente.',

  formTitle: 'Inscrição',
  formHeading: 'Receber e-mails de {organization}',
  email: 'Endereço de e-mail',
  signUpButton: 'Inscrever-me',
  notSignedUp: 'A inscrição ainda não foi concluída.',
  emailProblem: 'Indique um endereço de e-mail como ada@example.com.',
  nameProblem: 'Os nomes podem ter no máximo {count} caracteres.',
  thanksTitle: 'Obrigado',
  thanksHeading: 'Falta pouco',
  thanksText: 'Obrigado. Consulte a caixa de entrada para confirmar o seu endereço de e-mail.',
  formGoneTitle: 'Formulário não encontrado',
  formGoneHeading: 'Este formulário está fechado',
  formGoneText: 'Já não é possível fazer a inscrição aqui. Fale com o responsável pela página de onde veio.',
  formFullText: 'De momento, {organization} não pode aceitar mais inscrições. Tente novamente noutro dia.',

  confirmTitle: 'Confirme o seu endereço de e-mail',
  confirmHeading: 'Receber e-mails de {organization}?',
  confirmButton: 'Confirmar o meu endereço',
  confirmedTitle: 'Endereço confirmado',
  confirmedHeading: 'O seu endereço de e-mail está confirmado',
  confirmedText: 'Receberá os e-mails de {organization}. Pode cancelar a inscrição a qualquer momento.',
  usedLinkText:
    'Já foi usado, expirou ou foi cortado pelo programa de e-mail. Se a inscrição não estiver concluída, preencha o formulário novamente.',

  mailSubject: 'Confirme o seu endereço de e-mail para {organization}',
  mailText: 'Alguém inscreveu este endereço para receber e-mails de {organization}.',
  mailValidity:
    'O link é válido durante {days} dias. Se não fez este pedido, ignore este e-mail: não receberá mais nenhum.',
  mailLink: 'Confirmar o meu endereço: {url}',
};
