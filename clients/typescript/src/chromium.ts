import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { server } from './client.ts';
import { skip } from './skip.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [process.env['CHROMIUM'] ?? '', ...places].find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return place !== '';
    } catch {
      return false;
    }
  });
}

/** The browser of this machine, without a window. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = installed() ?? skip('no Chromium is installed; CHROMIUM names one elsewhere');
  return chromium.launch({ executablePath, args: FLAGS });
}

/** What a page must not do: complain, break its content policy, ask anybody but this server. */
export async function watched(browser: Browser, offences: string[], options?: BrowserContextOptions): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(30_000);
  const host = new URL(server).host;
  await context.route(
    (url) => url.host !== host && url.protocol.startsWith('http'),
    (route) => {
      offences.push(`asked ${route.request().url()}`);
      return route.abort();
    },
  );
  await context.addInitScript(() =>
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`content policy: ${event.violatedDirective} ${event.blockedURI}`),
    ),
  );
  context.on('page', (page) => {
    page.on('console', (message) => {
      if (message.type() === 'error') offences.push(`console: ${message.text()} ${message.location().url}`);
    });
    page.on('pageerror', (error) => offences.push(`page: ${error.message}`));
    page.on('websocket', (socket) => {
      if (new URL(socket.url()).host !== host) offences.push(`asked ${socket.url()}`);
    });
  });
  return context;
}
