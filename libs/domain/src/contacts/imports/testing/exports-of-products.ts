/** Own samples in the shape of each product's export: its header, and rows with what is right of each. */
export const exportsOfProducts = [
  [
    'Ghost',
    'id,email,name,subscribed_to_emails,complimentary_plan,created_at,deleted_at',
    [
      ['1,a@x.example,Ada,true,false,2025-01-01T00:00:00.000Z,', null],
      ['2,b@x.example,Bob,false,false,2025-01-01T00:00:00.000Z,', 'unsubscribed'],
    ],
  ],
  [
    'Keila',
    'Email,First name,Data,Status',
    [
      ['a@x.example,Ada,{},active', null],
      ['b@x.example,Bob,{},unsubscribed', 'unsubscribed'],
      ['c@x.example,Cy,{},unreachable', 'bounced'],
    ],
  ],
  [
    'Sendy',
    'Name,Email,Joined,Status',
    [
      ['Ada,a@x.example,2024-01-01,Subscribed', null],
      ['Bob,b@x.example,2024-01-01,Unsubscribed', 'unsubscribed'],
      ['Cy,c@x.example,2024-01-01,Unconfirmed', 'unconfirmed'],
      ['Di,d@x.example,2024-01-01,Bounced', 'bounced'],
      ['Ed,e@x.example,2024-01-01,Soft bounced', null],
      ['Flo,f@x.example,2024-01-01,Marked as spam', 'complained'],
    ],
  ],
  [
    'Brevo',
    'CONTACT ID,EMAIL,FIRSTNAME,EMAIL_BLACKLISTED,SMS_BLACKLISTED',
    [
      ['1,a@x.example,Ada,false,true', null],
      ['2,b@x.example,Bob,true,false', 'unsubscribed'],
    ],
  ],
  [
    'Brevo, in German',
    'KONTAKT ID,E-MAIL,VORNAME,E-Mail blockiert',
    [
      ['1,a@x.example,Ada,Nein', null],
      ['2,b@x.example,Bob,Ja', 'unsubscribed'],
    ],
  ],
  [
    'Mautic',
    'email,firstname,is_published,DNC Reason',
    [
      ['a@x.example,Ada,1,', null],
      ['b@x.example,Bob,1,Unsubscribed', 'unsubscribed'],
      ['c@x.example,Cy,1,Bounced', 'bounced'],
      ['d@x.example,Di,1,Manual', 'unsubscribed'],
    ],
  ],
  [
    'Substack',
    'Email,Active_subscription,Expiry,Email_disabled,Created_at',
    [
      ['a@x.example,false,,false,2024-01-01', null],
      ['b@x.example,true,,true,2024-01-02', 'unsubscribed'],
    ],
  ],
  [
    'phpList',
    'id,email,confirmed,blacklisted,htmlemail,disabled,uniqid',
    [
      ['1,a@x.example,1,0,1,0,x1', null],
      ['2,b@x.example,0,0,0,0,x2', 'unconfirmed'],
      ['3,c@x.example,1,1,1,0,x3', 'unsubscribed'],
      ['4,d@x.example,1,0,1,1,x4', 'unsubscribed'],
    ],
  ],
  [
    'Mailchimp, unsubscribed',
    'Email Address,First Name,OPTIN_TIME,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON',
    [['a@x.example,Ada,2024-01-01 10:00:00,2025-01-01 10:00:00,Spring,No longer interested', 'unsubscribed']],
  ],
  [
    'Mailchimp, cleaned',
    'Email Address,First Name,OPTIN_TIME,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE,CLEAN_CAMPAIGN_ID',
    [['a@x.example,Ada,2024-01-01 10:00:00,2025-03-03 09:00:00,Spring,77', 'bounced']],
  ],
  [
    'Klaviyo',
    'Email,First Name,Email Marketing Consent,Email Marketing Consent Timestamp,Email Suppressions,SMS Marketing Consent',
    [
      ['a@x.example,Ada,SUBSCRIBED,2024-01-01 10:00:00,,NEVER_SUBSCRIBED', null],
      ['b@x.example,Bob,UNSUBSCRIBED,2024-01-01 10:00:00,,SUBSCRIBED', 'unsubscribed'],
      ['c@x.example,Cy,NEVER_SUBSCRIBED,,,SUBSCRIBED', 'unsubscribed'],
      ["d@x.example,Di,SUBSCRIBED,2024-01-01 10:00:00,['HARD_BOUNCE'],SUBSCRIBED", 'bounced'],
      ["e@x.example,Ed,SUBSCRIBED,2024-01-01 10:00:00,['SPAM_COMPLAINT'],SUBSCRIBED", 'complained'],
    ],
  ],
  [
    'HubSpot',
    'Record ID,Email,Unsubscribed from all email,Email hard bounce reason,Opted out of email: News,Lead Status',
    [
      ['1,a@x.example,,,,New', null],
      ['2,b@x.example,true,,,New', 'unsubscribed'],
      ['3,c@x.example,,Unknown user,,Open', 'bounced'],
      ['4,d@x.example,,,true,Open', 'unsubscribed'],
    ],
  ],
  [
    'listmonk',
    'uuid,email,name,attributes,status',
    [
      ['u1,a@x.example,Ada,{},enabled', null],
      ['u2,b@x.example,Bob,{},blocklisted', 'unsubscribed'],
      ['u3,c@x.example,Cy,{},disabled', 'unsubscribed'],
    ],
  ],
  [
    'MailerLite',
    'Email,Name,Status,Unsubscribed',
    [
      ['a@x.example,Ada,Active,', null],
      ['b@x.example,Bob,Unsubscribed,2025-01-01 09:00:00', 'unsubscribed'],
      ['c@x.example,Cy,Junk,', 'complained'],
    ],
  ],
  [
    'ActiveCampaign',
    'Email,First Name,Status,Bounced Hard',
    [
      ['a@x.example,Ada,Active,0', null],
      ['b@x.example,Bob,Unsubscribed,0', 'unsubscribed'],
      ['c@x.example,Cy,Unconfirmed,0', 'unconfirmed'],
      ['d@x.example,Di,Active,1', 'bounced'],
    ],
  ],
  [
    'Kit',
    'email,first_name,state',
    [
      ['a@x.example,Ada,active', null],
      ['b@x.example,Bob,cancelled', 'unsubscribed'],
      ['c@x.example,Cy,bounced', 'bounced'],
      ['d@x.example,Di,complained', 'complained'],
    ],
  ],
  [
    'Constant Contact',
    'Email address,Email status,Email permission status',
    [
      ['a@x.example,Active,Express', null],
      ['b@x.example,Unsubscribed,Express', 'unsubscribed'],
      ['c@x.example,Awaiting confirmation,Express', 'unconfirmed'],
    ],
  ],
  [
    'Campaign Monitor',
    'Email Address,Name,Status',
    [
      ['a@x.example,Ada,Active', null],
      ['b@x.example,Bob,Deleted', 'unsubscribed'],
      ['c@x.example,Cy,Bounced', 'bounced'],
    ],
  ],
  [
    'EmailOctopus',
    'Email address,First name,Status',
    [
      ['a@x.example,Ada,SUBSCRIBED', null],
      ['b@x.example,Bob,PENDING', 'unconfirmed'],
      ['c@x.example,Cy,UNSUBSCRIBED', 'unsubscribed'],
    ],
  ],
  [
    'beehiiv',
    'email,status,created_at',
    [
      ['a@x.example,active,2024-01-01', null],
      ['b@x.example,inactive,2024-01-02', 'unsubscribed'],
      ['c@x.example,validating,2024-01-02', 'unconfirmed'],
      ['d@x.example,invalid,2024-01-02', 'bounced'],
    ],
  ],
  [
    'Customer.io',
    'id,email,unsubscribed',
    [
      ['1,a@x.example,false', null],
      ['2,b@x.example,true', 'unsubscribed'],
    ],
  ],
  [
    'Plunk',
    'email,subscribed',
    [
      ['a@x.example,true', null],
      ['b@x.example,false', 'unsubscribed'],
    ],
  ],
  [
    'CleverReach',
    'email,registered,activated,deactivated,bounced',
    [
      ['a@x.example,2024-01-01,2024-01-02,,0', null],
      ['b@x.example,2024-01-01,2024-01-02,2025-01-01,0', 'unsubscribed'],
      ['c@x.example,2024-01-01,2024-01-02,,1', 'bounced'],
    ],
  ],
  [
    'rapidmail',
    'email,vorname,status',
    [
      ['a@x.example,Ada,aktiv', null],
      ['b@x.example,Bob,abgemeldet', 'unsubscribed'],
      ['c@x.example,Cy,gebounct', 'bounced'],
      ['d@x.example,Di,gelöscht', 'unsubscribed'],
    ],
  ],
  [
    'Dotdigital',
    'email,emailType,optInType,status',
    [
      ['a@x.example,Html,Double,Subscribed', null],
      ['b@x.example,Html,Double,HardBounced', 'bounced'],
      ['c@x.example,Html,Single,IspComplained', 'complained'],
      ['d@x.example,Html,Single,PendingOptIn', 'unconfirmed'],
      ['e@x.example,Html,Single,GloballySuppressed', 'unsubscribed'],
    ],
  ],
  [
    'Notifuse',
    'email,list_status',
    [
      ['a@x.example,active', null],
      ['b@x.example,complained', 'complained'],
      ['c@x.example,pending', 'unconfirmed'],
    ],
  ],
  [
    'Shopify',
    'Customer ID,Email,Accepts Email Marketing,Accepts SMS Marketing,Tax Exempt',
    [
      ['1,a@x.example,yes,no,no', null],
      ['2,b@x.example,no,yes,no', 'unsubscribed'],
    ],
  ],
] as const;
