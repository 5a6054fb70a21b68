import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, expect, inject } from 'vitest';
import { en } from '@/i18n/en';
import { zh } from '@/i18n/zh-CN';

/** The languages every flow is run in, with the texts a person reads there. */
export const languages = [
  { lang: 'zh-CN', t: zh },
  { lang: 'en', t: en },
] as const;

export type Lang = (typeof languages)[number]['lang'];

/** Chromium flags for a machine without a network. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

function chromiumPath(): string {
  const places = [
    process.env.KEYUE_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const path = places.find((place) => place !== undefined && existsSync(place));
  if (!path) throw new Error('no Chromium found; set KEYUE_CHROMIUM');
  return path;
}

function binary(): string {
  const path = process.env.KEYUE_BIN;
  if (!path) throw new Error('KEYUE_BIN names no binary; run the tests with "go run ./build test"');
  return path;
}

/** The folders of one application on this machine: nothing of the person's own is read or written. */
export class Home {
  readonly folder = mkdtempSync(join(tmpdir(), 'keyue-e2e-'));
  readonly workspace: string;
  readonly env: NodeJS.ProcessEnv = {
    ...process.env,
    KEYUE_CONFIG: this.folder,
    XDG_CONFIG_HOME: this.folder,
    XDG_CACHE_HOME: this.folder,
    XDG_DATA_HOME: this.folder,
  };

  /** The workspace of another home is one that two people of a machine share. */
  constructor(shared?: Home) {
    this.workspace = shared?.workspace ?? join(this.folder, 'workspace');
  }

  /** Runs a command of the program on the workspace and reads its answer. */
  cli(lang: Lang, ...args: string[]): unknown {
    const out = execFileSync(binary(), ['--data', this.workspace, '--lang', lang, '--json', ...args], {
      env: this.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return out.length === 0 ? undefined : JSON.parse(out.toString());
  }

  /** Gives it a workspace in which the first questions are answered. The first of its sort is made, the others are copies. */
  prepare(lang: Lang, content: 'blank' | 'sample'): void {
    const made = join(inject('prepared'), `${lang}-${content}`);
    if (existsSync(made)) {
      cpSync(made, this.workspace, { recursive: true });
      return;
    }
    const settings = { firstRunDone: true, language: lang, theme: 'light' };
    this.cli(lang, 'call', 'settings.Save', JSON.stringify([settings]));
    if (content === 'sample') this.cli(lang, 'sample');
    const copy = `${made}-${process.pid}`;
    cpSync(this.workspace, copy, { recursive: true });
    try {
      renameSync(copy, made);
    } catch {
      rmSync(copy, { recursive: true }); // another file of tests was first
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What goes by itself after some seconds, as an undo does, waits for a slow machine too. */
function linger(): void {
  const { setTimeout } = window;
  const later = (run: TimerHandler, delay = 0, ...rest: unknown[]) =>
    setTimeout(run, delay < 4000 ? delay : delay * 10, ...rest);
  window.setTimeout = later as typeof setTimeout;
}

let browser: Promise<Browser> | undefined;
const running = new Set<App>();
afterEach(async (context) => {
  const faults = [...running].flatMap((app) => app.faults);
  for (const app of running) await app.stop();
  if (context.task.result?.state !== 'fail') expect(faults, 'errors of the page').toEqual([]);
});
afterAll(async () => {
  await (await browser)?.close();
  browser = undefined;
});

interface Options {
  content?: 'new' | 'blank' | 'sample';
  home?: Home;
  width?: number;
  height?: number;
  /** Leave the page where it is: the test opens an address itself. */
  stay?: boolean;
}

/** One running application on a workspace of its own, with a page open in it. */
export class App {
  readonly faults: string[] = [];

  private constructor(
    readonly home: Home,
    private readonly server: ChildProcess,
    readonly address: string,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {}

  /** The process of the application. */
  get pid(): number {
    return this.server.pid ?? 0;
  }

  static async start(lang: Lang, options: Options = {}): Promise<App> {
    const home = options.home ?? new Home();
    const content = options.content ?? 'blank';
    if (content !== 'new' && !options.home) home.prepare(lang, content);
    const { server, address } = await serve(home, lang);
    browser ??= chromium.launch({ executablePath: chromiumPath(), headless: true, args: flags });
    const context = await (await browser).newContext({
      viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
      locale: lang,
      colorScheme: 'light',
      acceptDownloads: true,
    });
    context.setDefaultTimeout(60_000); // other work may share the processors
    await context.addInitScript(linger);
    const app = new App(home, server, address, context, await context.newPage());
    running.add(app);
    app.watch(app.page);
    if (!options.stay) await app.page.goto(address);
    return app;
  }

  /** Counts what goes wrong in a page; a call that is refused with a sentence is not such a thing. */
  watch(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(String(error)));
    page.on('console', (message) => {
      if (message.type() !== 'error') return;
      const refused = /\/(rpc|upload)/.test(message.location().url) && /status of 4\d\d/.test(message.text());
      if (!refused) this.faults.push(`${message.text()} (${message.location().url})`);
    });
  }

  /** Opens a screen by its path. */
  async open(path: string): Promise<void> {
    await this.page.evaluate((hash) => {
      window.location.hash = hash;
    }, path);
  }

  /** Calls a service as the page does, for what a test must know but a person does not see. */
  async call<T>(method: string, ...args: unknown[]): Promise<T> {
    return await this.page.evaluate(
      async ([name, list]) => {
        const response = await fetch(`/rpc/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(list),
          signal: AbortSignal.timeout(60_000),
        });
        const answer = await response.json();
        if (answer.error) throw new Error(JSON.stringify(answer.error));
        return answer.result;
      },
      [method, args] as const,
    );
  }

  button(name: string, within: Page | Locator = this.page): Locator {
    return within.getByRole('button', { name, exact: true });
  }

  toast(text: string): Locator {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  /** What axe finds serious on the screen as it stands. */
  async accessibility(): Promise<string[]> {
    // What is still fading in has no colour to judge.
    await this.page.evaluate(async () => {
      await new Promise(requestAnimationFrame);
      const ending = document
        .getAnimations()
        .filter((a) => a.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY);
      await Promise.allSettled(ending.map((a) => a.finished));
    });
    const { violations } = await new AxeBuilder({ page: this.page })
      .setLegacyMode() // the other mode opens a page for every run, for the sake of frames, of which there are none
      .options({ resultTypes: ['violations'] })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    return violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
  }

  /** Elements that reach beyond the right edge of the page. */
  async beyondTheEdge(): Promise<number> {
    return await this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }

  /** Ends the application and leaves its folders. */
  async leave(): Promise<void> {
    running.delete(this);
    await this.context.close();
    await ended(this.server);
  }

  async stop(): Promise<void> {
    await this.leave();
    this.home.remove();
  }
}

async function serve(home: Home, lang: Lang) {
  const args = ['--browser', '--json', '--lang', lang, '--data', home.workspace];
  const server = spawn(binary(), args, { env: home.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const address = await new Promise<string>((resolve, reject) => {
    let out = '';
    let err = '';
    server.stdout?.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      const line = out.split('\n')[0];
      if (out.includes('\n') && line) resolve((JSON.parse(line) as { address: string }).address);
    });
    server.stderr?.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    server.on('exit', (code) => reject(new Error(`the application ended with ${code}: ${err}`)));
  });
  return { server, address };
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}
