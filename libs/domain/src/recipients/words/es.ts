import type { RecipientWords } from '../recipient-words.ts';

/** Usted. */
export const es: RecipientWords = {
  language: 'Idioma',

  unsubscribeTitle: 'Darse de baja',
  unsubscribeHeading: '¿Darse de baja de los correos de {organization}?',
  unsubscribeText: '{address} dejará de recibir correos promocionales de {organization}.',
  unsubscribeButton: 'Darme de baja',
  chooseInstead: 'Prefiero elegir qué correos recibir',

  unsubscribedTitle: 'Baja confirmada',
  unsubscribedHeading: 'Se ha dado de baja',
  unsubscribedText: '{organization} no enviará más correos promocionales a {address}.',
  mistakeText: '¿Ha sido un error? Puede deshacerlo aquí.',
  subscribeAgainButton: 'Volver a suscribirme',
  subscribedTitle: 'Suscripción recuperada',
  subscribedHeading: 'Su suscripción vuelve a estar activa',
  subscribedText: '{address} recibirá los correos de {organization} como antes.',
  changePreferences: 'Cambiar sus preferencias de correo',
  tooLate:
    'Ya no es posible deshacer la baja desde aquí, por lo que sigue vigente. Para volver a recibir correos, suscríbase en el sitio web de {organization}.',

  preferencesTitle: 'Preferencias de correo',
  preferencesHeading: 'Sus preferencias de correo',
  preferencesText: 'Correos de {organization} a {address}',
  topics: 'Temas',
  firstName: 'Nombre',
  lastName: 'Apellidos',
  saveButton: 'Guardar preferencias',
  pauseHeading: 'Hacer una pausa',
  pausedUntil: 'No recibirá correos promocionales hasta el {date}.',
  pauseButton: 'Pausar {days} días',
  resumeButton: 'Reanudar los envíos',
  leaveHeading: 'Darse de baja',
  leaveText: '{organization} no le enviará más correos promocionales, sea cual sea la selección de arriba.',
  leaveButton: 'Darme de baja de todo',
  saved: 'Sus preferencias se han guardado.',
  pauseBegan: 'Los envíos están en pausa.',
  pauseEnded: 'Volverá a recibir correos.',
  notSaved: 'No se ha guardado nada.',
  openAgain: 'Abra esta página de nuevo desde el correo e inténtelo otra vez.',

  unknownLinkTitle: 'Enlace no encontrado',
  unknownLinkHeading: 'Este enlace no funciona',
  unknownLinkText:
    'Puede que haya caducado o que su programa de correo lo haya cortado. Ábralo de nuevo desde el propio correo.',

  goneMessageTitle: 'Correo no disponible',
  goneMessageHeading: 'Este correo ya no se puede mostrar',
  goneMessageText: 'Ya no es posible mostrarlo tal como se le envió. Ábralo en su programa de correo.',

  refusedTitle: 'Inténtelo de nuevo',
  busyHeading: 'Inténtelo de nuevo en un momento',
  busyText: 'Esta página no está disponible ahora mismo. Espere un momento y vuelva a intentarlo.',
  tooManyHeading: 'Demasiadas solicitudes',
  tooManyText: 'Ha habido demasiadas solicitudes en poco tiempo. Espere un rato y vuelva a intentarlo.',
  tooLargeHeading: 'El texto es demasiado largo',
  tooLargeText: 'Lo que ha enviado es más grande de lo que podemos aceptar. Acórtelo e inténtelo de nuevo.',
  refusedHeading: 'No ha funcionado',
  refusedText: 'Vuelva atrás e inténtelo de nuevo.',

  formTitle: 'Suscribirse',
  formHeading: 'Recibir correos de {organization}',
  email: 'Correo electrónico',
  signUpButton: 'Suscribirme',
  notSignedUp: 'Todavía no se ha completado su suscripción.',
  emailProblem: 'Introduzca una dirección de correo como ada@example.com.',
  nameProblem: 'Los nombres pueden tener un máximo de {count} caracteres.',
  thanksTitle: 'Gracias',
  thanksHeading: 'Ya casi está',
  thanksText: 'Gracias. Consulte su bandeja de entrada para confirmar su dirección de correo.',
  formGoneTitle: 'Formulario no encontrado',
  formGoneHeading: 'Este formulario está cerrado',
  formGoneText:
    'Ya no es posible suscribirse aquí. Póngase en contacto con el responsable de la página de la que viene.',
  formFullText: '{organization} no puede aceptar más suscripciones por ahora. Inténtelo de nuevo otro día.',

  confirmTitle: 'Confirme su dirección de correo',
  confirmHeading: '¿Recibir correos de {organization}?',
  confirmButton: 'Confirmar mi dirección',
  confirmedTitle: 'Dirección confirmada',
  confirmedHeading: 'Su dirección de correo está confirmada',
  confirmedText: 'Recibirá los correos de {organization}. Puede darse de baja en cualquier momento.',
  usedLinkText:
    'Ya se ha utilizado, ha caducado o su programa de correo lo ha cortado. Si aún no se ha suscrito, rellene el formulario de nuevo.',

  mailSubject: 'Confirme su dirección de correo para {organization}',
  mailText: 'Alguien, probablemente usted, ha suscrito esta dirección a los correos de {organization}.',
  mailValidity:
    'El enlace es válido durante {days} días. Si no ha sido usted, ignore este correo: no recibirá ninguno más.',
  mailLink: 'Confirmar mi dirección: {url}',
};
