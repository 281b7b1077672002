import type { Browser, Page } from 'playwright-core';
import { server } from './client.ts';
import { startBrowser, watched } from './chromium.ts';

/*
 * The reference of the schema as somebody without scripts and without a way to any other host reads it. With
 * SCREENSHOTS=folder it leaves pictures there.
 */

const offences: string[] = [];
let looked = 0;

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder) await page.screenshot({ path: `${folder}/${name}.png` });
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
  await reference(browser, 'desktop', { viewport: { width: 1300, height: 850 }, colorScheme: 'light' });
  await reference(browser, 'phone', { viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
} finally {
  await browser.close();
}
for (const offence of offences) console.error(offence);
console.log(`${looked} things seen in ${browser.version()}, ${offences.length} complaints or outside requests`);
process.exitCode = offences.length === 0 ? 0 : 1;
