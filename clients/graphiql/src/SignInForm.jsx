import { useState } from 'react';
import { DemoAccounts } from './DemoAccounts.jsx';

export function SignInForm({ busy, takeFocus, onSignIn }) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');

  function submit(event) {
    event.preventDefault();
    onSignIn(email.trim(), password);
  }

  function fillIn(account) {
    setEmail(account.email);
    setPassword(account.password);
  }

  return (
    <form className="session-bar__row" aria-label="Sign in" onSubmit={submit}>
      <DemoAccounts onChoose={fillIn} />
      <label>
        E-mail
        <input
          type="email"
          name="email"
          autoComplete="username"
          autoFocus={takeFocus}
          required
          value={email}
          onChange={event => setEmail(event.target.value)}
        />
      </label>
      <label>
        Password
        <input
          type="password"
          name="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={event => setPassword(event.target.value)}
        />
      </label>
      <button type="submit" className="session-bar__primary" aria-disabled={busy}>
        Sign in
      </button>
    </form>
  );
}
