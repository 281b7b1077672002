import type { Browser, Locator, Page } from 'playwright-core';
import { startBrowser, watched } from './chromium.ts';
import { post, server, signIn } from './client.ts';

/*
 * GraphiQL as somebody uses it who has no way to any other host: signs in through the page, runs a ready-made tab, follows the
 * log while another client causes an event, sends a header, opens explorer and docs. With SCREENSHOTS=folder it leaves
 * pictures there.
 */

const owner = 'ana@alpenglow.example';
const learner = 'marko@alpenglow.example';
const offences: string[] = [];
let looked = 0;

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

/** Waits until a part of the page has a text. Monaco writes spaces that do not break. */
async function shows(page: Page, selector: string, text: string): Promise<void> {
  const found = ([selector, text]: readonly [string, string]) =>
    (document.querySelector(selector)?.textContent ?? '').replaceAll('\u00a0', ' ').includes(text);
  try {
    await page.waitForFunction(found, [selector, text] as const);
  } catch (error) {
    await picture(page, 'failed');
    console.error(`${selector} does not show ${text}: ${await page.locator(selector).first().textContent()}`);
    throw error;
  }
  looked += 1;
}

const result = (page: Page, text: string) => shows(page, '.result-window', text);
const focus = (editor: Locator) => editor.locator('textarea, .native-edit-context').first().focus();

/** Chooses a ready-made tab, and waits until the editor has its text. */
async function choose(page: Page, tab: string, text: string): Promise<void> {
  await page.getByRole('tab', { name: tab, exact: true }).click();
  await shows(page, '.graphiql-query-editor .view-lines', text);
}

async function run(page: Page): Promise<void> {
  await focus(page.locator('.graphiql-query-editor'));
  await page.keyboard.press('Control+Enter');
}

/** Writes a text into an editor in place of what is there. */
async function write(page: Page, tool: 'Variables' | 'Headers', text: string): Promise<void> {
  await page.locator('.graphiql-editor-tools').getByRole('button', { name: tool }).click();
  const editor = '.graphiql-editor-tool .graphiql-editor:not(.hidden)';
  await focus(page.locator(editor));
  await page.keyboard.press('Control+A');
  // Pasted, because to what is typed the editor adds quotes and brackets.
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', text);
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
  await shows(page, `${editor} .view-lines`, text);
}

async function signInThere(page: Page): Promise<void> {
  await page.goto(`${server}/graphiql`);
  await page.getByLabel('Demo accounts').selectOption(owner);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(`Signed in as ${owner}`).waitFor();
  looked += 1;
}

async function tabs(page: Page): Promise<void> {
  await choose(page, 'Courses', 'query Courses');
  await run(page);
  await result(page, '"totalCount": ');
  await picture(page, 'graphiql');

  // A header goes before the cookie of the page.
  await choose(page, 'Viewer', 'query Viewer');
  await run(page);
  await result(page, `"email": "${owner}"`);
  await write(page, 'Headers', `{ "authorization": "Bearer ${await signIn(learner)}" }`);
  await run(page);
  await result(page, `"email": "${learner}"`);
}

interface Start {
  organization: { id: string; events: { nodes: { id: string }[] } };
}

async function subscription(page: Page): Promise<void> {
  const token = await signIn(owner);
  const { body } = await post<Start>({ query: '{ organization(slug: "alpenglow") { id events(first: 1) { nodes { id } } } }' }, token);
  const { id: organizationId, events } = body.data!.organization;
  await choose(page, 'LiveEvents', 'subscription LiveEvents');
  // From an event that is known, so that it does not matter which of the two comes to the server first.
  await write(page, 'Variables', JSON.stringify({ organizationId, after: events.nodes[0]!.id }));
  const opened = page.waitForEvent('websocket');
  await run(page);
  await (await opened).waitForEvent('framesent', ({ payload }) => String(payload).includes('LiveEvents'));
  const query = 'mutation($input: InviteMemberInput!) { inviteMember(input: $input) { userErrors { code } } }';
  const input = { organizationId, email: 'seen-in-a-browser@example.com', displayName: 'Invited meanwhile' };
  const invited = await post<{ inviteMember: { userErrors: unknown[] } }>({ query, variables: { input } }, token);
  if (invited.body.data?.inviteMember.userErrors.length !== 0) throw new Error(JSON.stringify(invited.body));
  await result(page, '"action": "MEMBER_INVITED"');
  await picture(page, 'graphiql-live');
  await page.getByRole('button', { name: /^Stop query/ }).click();
  await page.getByRole('button', { name: /^Execute query/ }).waitFor();
}

async function plugins(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer').getByText('Mutation', { exact: true }).first().waitFor();
  await choose(page, 'Courses', 'query Courses');
  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await page.locator('.graphiql-plugin').getByText('verifyCertificate').first().waitFor();
  looked += 2;
}

async function graphiql(browser: Browser): Promise<void> {
  const context = await watched(browser, offences, { viewport: { width: 1400, height: 860 } });
  const page = await context.newPage();
  await signInThere(page);
  await tabs(page);
  await subscription(page);
  await plugins(page);
  await context.close();
}

const browser = await startBrowser();
try {
  await graphiql(browser);
} finally {
  await browser.close();
}
for (const offence of offences) console.error(offence);
console.log(`${looked} things seen in Chromium ${browser.version()}, ${offences.length} complaints or outside requests`);
process.exitCode = offences.length === 0 ? 0 : 1;
