import { useEffect, useState } from 'react';
import { fetchOptionalJson } from './endpoint.js';

let demoAccounts;

// Asked for once: the answer cannot change while the page is open.
function loadDemoAccounts() {
  demoAccounts ??= fetchOptionalJson(`${import.meta.env.BASE_URL}demo.json`).then(
    demo => demo?.accounts ?? [],
  );
  return demoAccounts;
}

export function DemoAccounts({ onChoose }) {
  const [accounts, setAccounts] = useState([]);

  useEffect(() => {
    loadDemoAccounts().then(setAccounts);
  }, []);

  if (accounts.length === 0) return null;

  return (
    <label>
      Demo accounts
      <select
        name="demo-account"
        defaultValue=""
        onChange={event => onChoose(accounts[event.target.selectedIndex - 1])}
      >
        <option value="" disabled>
          Choose…
        </option>
        {accounts.map(({ label, email }) => (
          <option key={email} value={email}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}
