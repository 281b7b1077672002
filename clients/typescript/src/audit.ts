import { serverAudits } from 'graphql-http';
import { endpoint } from './client.ts';

/* The audits of the GraphQL over HTTP specification: MUST, SHOULD and MAY alike have to pass. */

const audits = serverAudits({ url: endpoint, fetchFn: fetch });
let passed = 0;
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status === 'ok') passed += 1;
  else console.error(`${audit.id} ${audit.name}: ${result.reason}`);
}
console.log(`${passed} of ${audits.length} audits`);
process.exitCode = passed === audits.length && audits.length > 0 ? 0 : 1;
