export function SignedIn({ email, busy, takeFocus, onSignOut }) {
  return (
    <div className="session-bar__row">
      <p role="status" id="session-status">
        Signed in as <strong>{email}</strong>
      </p>
      <button
        type="button"
        aria-describedby="session-status"
        autoFocus={takeFocus}
        aria-disabled={busy}
        onClick={onSignOut}
      >
        Sign out
      </button>
    </div>
  );
}
