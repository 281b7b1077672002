import { calls } from '../generated/calls.ts';
import { client, signIn } from './client.ts';

/* Runs every example operation against the server as the owner of the demo organization. */

const send = client(await signIn('ana@alpenglow.example'));
let failed = 0;
for (const { file, run } of calls) {
  try {
    await run(send);
  } catch (error) {
    failed += 1;
    console.error(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
console.log(`${calls.length - failed} of ${calls.length} operations answered without errors`);
process.exitCode = failed === 0 && calls.length > 0 ? 0 : 1;
