import { useEffect, useState } from 'react';
import { currentEmail, signIn, signOut } from './session.js';
import { SignedIn } from './SignedIn.jsx';
import { SignInForm } from './SignInForm.jsx';

export function SessionBar({ onSessionChange }) {
  const [email, setEmail] = useState(null);
  const [busy, setBusy] = useState(true);
  const [error, setError] = useState('');
  const [known, setKnown] = useState(false);
  // The control with the focus goes away when the session changes, so the next one takes it.
  const [changed, setChanged] = useState(false);

  async function run(action) {
    setBusy(true);
    setError('');
    try {
      setEmail(await action());
      return true;
    } catch (failure) {
      setError(failure.message);
      return false;
    } finally {
      setBusy(false);
      setKnown(true);
    }
  }

  async function change(action) {
    if (busy) return;
    setChanged(true);
    if (await run(action)) onSessionChange();
  }

  useEffect(() => {
    run(currentEmail);
  }, []);

  return (
    <header className="session-bar" aria-label="Session" aria-busy={busy}>
      {known && email && (
        <SignedIn
          email={email}
          busy={busy}
          takeFocus={changed}
          onSignOut={() => change(() => signOut().then(() => null))}
        />
      )}
      {known && !email && (
        <SignInForm
          busy={busy}
          takeFocus={changed}
          onSignIn={(address, password) => change(() => signIn(address, password))}
        />
      )}
      <p className="session-bar__error" role="alert">
        {error}
      </p>
      <a className="session-bar__reference" href="/reference">
        Schema reference
      </a>
    </header>
  );
}
