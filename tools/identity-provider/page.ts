/** The sign-in page of the local provider. Anybody may be anybody: it is for this machine only. */
export const signInForm = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local identity provider</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { margin: 0; display: grid; min-height: 100dvh; place-items: center; padding: 16px; box-sizing: border-box; }
  form { display: grid; gap: 16px; width: 100%; max-width: 360px; }
  h1 { margin: 0; font-size: 22px; }
  p { margin: 0; opacity: .8; }
  label { display: grid; gap: 4px; font-weight: 500; }
  label.row { display: flex; gap: 8px; align-items: center; font-weight: 400; }
  input:not([type=checkbox]), button { font: inherit; padding: 10px 12px; border-radius: 8px; border: 1px solid #888; }
  button { background: #4a51d1; color: #fff; border-color: #4a51d1; font-weight: 600; cursor: pointer; }
</style>
</head>
<body>
<form method="post">
  <div>
    <h1>Local identity provider</h1>
    <p>It stands where your company’s sign-in would be, and believes whatever you say.</p>
  </div>
  <label>Email address <input name="email" type="email" required autofocus value="olga@example.org"></label>
  <label>Name <input name="name" value="Olga Oidc"></label>
  <label class="row"><input name="verified" type="checkbox" value="yes" checked> The address is confirmed</label>
  <button>Sign in</button>
</form>
</body>
</html>`;
