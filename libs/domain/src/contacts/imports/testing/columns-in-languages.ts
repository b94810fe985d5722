/** Files people made themselves, as they call such columns and values; rows with what is right of each. */
export const columnsInLanguages = [
  [
    'is_active',
    'email,is_active',
    [
      ['a@x.example,1', null],
      ['b@x.example,0', 'unsubscribed'],
    ],
  ],
  [
    'German',
    'E-Mail,Vorname,Newsletter erlaubt',
    [
      ['a@x.example,Ada,ja', null],
      ['b@x.example,Bob,nein', 'unsubscribed'],
    ],
  ],
  [
    'German, given or withdrawn',
    'E-Mail,Einwilligung',
    [
      ['a@x.example,erteilt', null],
      ['b@x.example,widerrufen', 'unsubscribed'],
    ],
  ],
  [
    'German, blocked',
    'E-Mail,Werbesperre',
    [
      ['a@x.example,nein', null],
      ['b@x.example,ja', 'unsubscribed'],
    ],
  ],
  [
    'French',
    'Courriel,Prénom,Désabonné le',
    [
      ['a@x.example,Ada,', null],
      ['b@x.example,Bob,03/04/2025', 'unsubscribed'],
    ],
  ],
  [
    'French consent',
    'Courriel,Consentement newsletter',
    [
      ['a@x.example,Oui', null],
      ['b@x.example,Non', 'unsubscribed'],
    ],
  ],
  [
    'Spanish',
    'Correo,Estado',
    [
      ['a@x.example,Activo', null],
      ['b@x.example,Dado de baja', 'unsubscribed'],
      ['c@x.example,Rebotado', 'bounced'],
    ],
  ],
  [
    'Italian',
    'Email,Consenso marketing',
    [
      ['a@x.example,Sì', null],
      ['b@x.example,No', 'unsubscribed'],
    ],
  ],
  [
    'Portuguese',
    'E-mail,Situação',
    [
      ['a@x.example,Ativo', null],
      ['b@x.example,Descadastrado', 'unsubscribed'],
    ],
  ],
  [
    'Dutch',
    'E-mailadres,Nieuwsbrief',
    [
      ['a@x.example,Ja', null],
      ['b@x.example,Nee', 'unsubscribed'],
    ],
  ],
  [
    'Polish',
    'Adres e-mail,Zgoda marketingowa',
    [
      ['a@x.example,TAK', null],
      ['b@x.example,NIE', 'unsubscribed'],
    ],
  ],
  [
    'Swedish',
    'E-post,email,Prenumererar',
    [
      ['x,a@x.example,Ja', null],
      ['x,b@x.example,Nej', 'unsubscribed'],
    ],
  ],
  [
    'Danish',
    'Email,Nyhedsbrev',
    [
      ['a@x.example,ja', null],
      ['b@x.example,nej', 'unsubscribed'],
    ],
  ],
  [
    'a column called whatever',
    'email,Bemerkung',
    [
      ['a@x.example,aktiv', null],
      ['b@x.example,abgemeldet', 'unsubscribed'],
    ],
  ],
] as const;
