import type { Browser, Page } from 'playwright-core';
import { server } from './client.ts';
import { startBrowser, watched } from './chromium.ts';

/*
 * GraphiQL and the reference as somebody without a way to any other host uses them: signs in through the page, runs a
 * ready-made tab, opens explorer and docs; reads the reference without
 * scripts. With SCREENSHOTS=folder it leaves pictures there.
 */

const owner = 'ana@alpenglow.example';
const offences: string[] = [];
let looked = 0;

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
}

/** Waits until the result of the open tab has a text. */
async function answered(page: Page, text: string): Promise<void> {
  // Monaco writes spaces that do not break.
  const found = (wanted: string) =>
    (document.querySelector('.result-window')?.textContent ?? '').replaceAll('\u00a0', ' ').includes(wanted);
  try {
    await page.waitForFunction(found, text);
  } catch (error) {
    await picture(page, 'failed');
    throw error;
  }
  looked += 1;
}

const run = (page: Page) => page.getByRole('button', { name: /^Execute query/ }).click();

async function graphiql(browser: Browser): Promise<void> {
  const context = await watched(browser, offences, { viewport: { width: 1400, height: 860 } });
  const page = await context.newPage();
  await page.goto(`${server}/graphiql`);
  const account = page.getByLabel('Demo accounts');
  await account.selectOption(owner);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByText(`Signed in as ${owner}`).waitFor();

  await page.getByRole('tab', { name: 'Courses', exact: true }).click();
  await run(page);
  await answered(page, '"totalCount": ');
  await picture(page, 'graphiql');

  await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
  await page.locator('.graphiql-doc-explorer').getByText('Mutation', { exact: true }).first().waitFor();
  await page.getByRole('button', { name: 'Show GraphiQL Explorer' }).click();
  await page.locator('.graphiql-plugin').getByText('verifyCertificate').first().waitFor();
  looked += 2;
  await context.close();
}

async function reference(browser: Browser, name: string, options: Parameters<typeof watched>[2]): Promise<void> {
  const context = await watched(browser, offences, { ...options, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${server}/reference`);
  await page.getByRole('heading', { name: 'The schema' }).waitFor();
  await picture(page, `reference-${name}`);
  await page.getByRole('searchbox', { name: 'Search' }).fill('suspendMember');
  await page.keyboard.press('Enter');
  await page.getByRole('main').getByRole('link', { name: 'Mutation.suspendMember', exact: true }).click();
  await page.locator('#suspendMember').getByRole('link', { name: 'SuspendMemberInput' }).click();
  await page.getByRole('heading', { name: 'SuspendMemberInput', level: 1 }).waitFor();
  await page.goto(`${server}/reference/Course#chapters`);
  await picture(page, `reference-${name}-type`);
  const overflows = await page.locator('main').evaluate((main) => main.scrollWidth > main.clientWidth);
  if (overflows) offences.push(`the reference does not fit: ${name}`);
  looked += 2;
  await context.close();
}

const browser = await startBrowser();
try {
  await graphiql(browser);
  await reference(browser, 'desktop', { viewport: { width: 1300, height: 850 }, colorScheme: 'light' });
  await reference(browser, 'phone', { viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
} finally {
  await browser.close();
}
for (const offence of offences) console.error(offence);
console.log(`${looked} things seen in ${browser.version()}, ${offences.length} complaints or outside requests`);
process.exitCode = offences.length === 0 ? 0 : 1;
